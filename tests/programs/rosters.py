"""Rosters as no one should send them: by chance, by mistake and on purpose."""

import zipfile
from io import BytesIO

from hypothesis import strategies as st

from tests.programs.workbooks import workbook

HEADERS = (
    "Name",
    "Vorname",
    "Nachname",
    "E-Mail",
    "Rolle",
    "Bereich",
    "Standort",
    "Land",
    "Arbeitsort",
    "Karrierestufe",
    "Berufsjahre",
    "Im Beruf seit",
    "E-Mail der Führungskraft",
    "Sprachen",
    "Das kann ich zeigen",
    "Das möchte ich lernen",
    "Personalnummer",
    "Alter",
    "Kontakt",
    "Spalte 2",
    "",
)
#: Cells that are right somewhere, at the edge of what is right, or nowhere.
CELLS = (
    "",
    "-",
    "Jana Vogt",
    "Schmidt, Anna",
    "jana@x.example",
    "JANA@x.example",
    "finn@x.example",
    "finn@",
    "a@" + "b" * 60 + "." + "c" * 60 + ".example",
    "ß" * 60 + "@x.example",
    "ΐ" * 60 + ".ΐ" + "@x.example",
    "Mentorin",
    "Mentee",
    "beides",
    "hybrid",
    "=1+2",
    "'=1+2",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }} %(number)s {number}",
    "9,5",
    "Stufe 99",
    "٣٤",
    "²",
    "12345678901234567890",
    "1e400",
    "01.09.2015",
    "31.02.2015",
    "0000",
    "05/06/2015",
    "45000",
    "2015-09-01 00:00:00",
    "Deutsch; en | Klingonisch",
    "KI, Daten; Chat|Video",
    ";".join(f"Thema {number}" for number in range(120)),
    "x" * 60,
    "ß" * 120,
    "ΐ" * 120,
    "x" * 160,
    "x" * 161,
    "y" * 5000,
    "Zeile eins\nZeile zwei",
    "nul\x00byte",
    "\u202eumgedreht\u200b",
    "\ufeff",
    "\U0001f468\u200d\U0001f469",
    "_x0000_ _x000D_",
)
SEPARATORS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "utf-7", "cp500")
NAMES = ("liste.csv", "liste.xlsx", "", "x" * 300 + ".csv", "../../etc/passwd", "a\x00b.csv", "liste.php")

#: Around the lengths that columns have room for, with signs that grow when they lose their case.
long_cells = st.builds(
    lambda sign, length: sign * length,
    st.sampled_from("xßΐİ"),
    st.sampled_from([59, 60, 61, 119, 120, 121, 160, 200]),
)
any_cell = st.one_of(st.sampled_from(CELLS), long_cells, st.text(max_size=40))
any_header = st.one_of(st.sampled_from(HEADERS), st.text(max_size=30))


@st.composite
def grids(draw: st.DrawFn) -> list[list[str]]:
    """Headers, perhaps some twice or none, and rows that need not be as wide."""
    names = draw(st.sampled_from([["Name"], ["Vorname", "Nachname"]]))
    usual = [*names, "E-Mail", "Rolle"] if draw(st.booleans()) else []
    headers = usual + draw(st.lists(any_header, max_size=8))
    rows = draw(st.lists(st.lists(any_cell, max_size=len(headers) + 2), max_size=8))
    if usual:  # so that there is somebody to take over
        named = [draw(any_cell) for _name in names]
        rows.append([*named, "jana@x.example", "Mentorin", *draw(st.lists(any_cell, max_size=8))])
    return [headers, *rows]


@st.composite
def delimited(draw: st.DrawFn) -> bytes:
    separator, encoding = draw(st.sampled_from(SEPARATORS)), draw(st.sampled_from(ENCODINGS))
    quoted = draw(st.booleans())
    lines = [
        separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if quoted else cell for cell in row)
        for row in draw(grids())
    ]
    end = draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    return end.join(lines).encode(encoding, errors="replace")


@st.composite
def damaged(draw: st.DrawFn, content: st.SearchStrategy[bytes]) -> bytes:
    """Bytes in which some are changed, cut away or doubled."""
    data = bytearray(draw(content))
    for _number in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(["change", "cut", "double"]))
        if kind == "change" and at < len(data):
            data[at] = draw(st.integers(0, 255))
        elif kind == "cut":
            del data[at : at + draw(st.integers(1, 200))]
        elif kind == "double":
            data[at:at] = data[at : at + 50]
    return bytes(data)


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook of which a member may be missing, damaged, or there twice."""
    whole = workbook([[_of_xml(cell) for cell in row] for row in draw(grids())])
    kind = draw(st.sampled_from(["whole", "member", "bytes"]))
    if kind == "bytes":
        return draw(damaged(st.just(whole)))
    return _with_odd_member(draw, whole) if kind == "member" else whole


def _of_xml(text: str) -> str:
    """What XML can hold at all; the rest is for ``damaged``."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _with_odd_member(draw: st.DrawFn, whole: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    odd = draw(st.sampled_from(sorted(members)))
    change = draw(st.sampled_from(["gone", "empty", "damaged", "renamed"]))
    data = members.pop(odd)
    if change == "damaged":
        members[odd] = draw(damaged(st.just(data)))
    elif change != "gone":
        members[odd if change == "empty" else f"../{odd}"] = b"" if change == "empty" else data
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def texts() -> st.SearchStrategy[bytes]:
    return st.one_of(st.binary(max_size=300), delimited(), damaged(delimited()))
