"""Writes the files of this folder: `python -m tests.corpus.roster.make`. What each must lead to is in expected.toml.

They are made to look like what spreadsheets, HR systems and mail attachments give people; none holds real people.
"""

import io
import zipfile
from pathlib import Path

from tests.programs.workbooks import cell, package, rows_xml, workbook

HERE = Path(__file__).parent
HEAD = ["Name", "E-Mail", "Rolle", "Bereich", "Berufsjahre"]
JANA = ["Jana Vogt", "jana.vogt@weserwerk.example", "Mentorin", "Vertrieb", "3"]
HEINZ = ["Dr. Heinz Brenner", "heinz.brenner@weserwerk.example", "Mentee", "Vorstand", "30"]
PEOPLE = [HEAD, JANA, HEINZ]


def lines(rows: list[list[str]], separator: str = ";", end: str = "\r\n") -> str:
    return end.join(separator.join(row) for row in rows) + end


def changed(row: list[str], **cells: str) -> list[str]:
    """A row with other cells, by header."""
    return [cells.get(header.replace("-", "_"), text) for header, text in zip(HEAD, row, strict=True)]


def files() -> dict[str, bytes]:
    """All files by name."""
    return encodings() | shapes() | cells() | workbooks() | mistakes()


def encodings() -> dict[str, bytes]:
    """CSV in the separators and encodings that programs write."""
    plain = lines(PEOPLE)
    return {
        "semicolons.csv": plain.encode(),
        "commas.csv": lines(PEOPLE, ",").encode(),
        "tabs.tsv": lines(PEOPLE, "\t").encode(),
        "pipes.txt": lines(PEOPLE, "|").encode(),
        "excel-separator-line.csv": ("sep=,\r\n" + lines(PEOPLE, ",")).encode(),
        "utf8-mark.csv": plain.encode("utf-8-sig"),
        "utf16.csv": plain.encode("utf-16"),
        "utf16-no-mark.csv": plain.encode("utf-16-le"),
        "windows-1252.csv": lines([HEAD, changed(JANA, Name="Jörg Müßig"), HEINZ]).encode("cp1252"),
        "old-mac-line-ends.csv": lines(PEOPLE, end="\r").encode(),
    }


def shapes() -> dict[str, bytes]:
    """CSV with headers and rows where one would not look for them."""
    plain = lines(PEOPLE)
    return {
        "title-lines.csv": ("Teilnehmende Reverse Mentoring\r\nStand 1.3.2027\r\n\r\n" + plain).encode(),
        "blank-rows.csv": lines([HEAD, [""] * 5, JANA, [""] * 5, HEINZ, [""] * 5]).encode(),
        "columns-in-another-order.csv": lines([[row[n] for n in (4, 2, 1, 3, 0)] for row in PEOPLE]).encode(),
        "english-headers.csv": lines(
            [["Full name", "Work email", "Role", "Department", "Years of experience"], JANA, HEINZ], ","
        ).encode(),
        "unknown-columns.csv": lines(
            [[*row, extra] for row, extra in zip(PEOPLE, ("Parkplatz", "A1", "B2"), strict=True)]
        ).encode(),
        "two-headers-alike.csv": lines([[*HEAD, "Name"], [*JANA, "Vogt"], [*HEINZ, "Brenner"]]).encode(),
        "header-missing.csv": lines([JANA, HEINZ]).encode(),
        "no-people.csv": lines([HEAD]).encode(),
        "empty.csv": b"",
        "only-separators.csv": b";;;;\r\n;;;;\r\n",
        "line-breaks-in-cells.csv": lines(
            [HEAD, changed(JANA, Bereich='"Vertrieb\r\nNord"'), HEINZ]
        ).encode(),
        "open-quote.csv": lines([HEAD, changed(JANA, Name='"Jana Vogt'), HEINZ]).encode(),
        "surplus-cells.csv": lines([HEAD, [*JANA, "zu viel"], HEINZ]).encode(),
        "same-address-twice.csv": lines(
            [HEAD, JANA, changed(HEINZ, E_Mail="JANA.VOGT@weserwerk.example")]
        ).encode(),
    }


def cells() -> dict[str, bytes]:
    """CSV with cells that need a look."""
    plain = lines(PEOPLE)
    return {
        "bad-address.csv": lines([HEAD, changed(JANA, E_Mail="jana.vogt@"), HEINZ]).encode(),
        "bad-role.csv": lines([HEAD, changed(JANA, Rolle="Führungskraft"), HEINZ]).encode(),
        "no-role.csv": lines([row[:2] for row in PEOPLE]).encode(),
        "decimal-commas.csv": lines(
            [HEAD, changed(JANA, Berufsjahre="3,5"), changed(HEINZ, Berufsjahre="über 30 Jahre")]
        ).encode(),
        "bad-years.csv": lines([HEAD, changed(JANA, Berufsjahre="viele"), HEINZ]).encode(),
        "dates-of-entry.csv": lines(
            [
                [*HEAD[:4], "Eintrittsdatum"],
                changed(JANA, Berufsjahre="01.09.2023"),
                changed(HEINZ, Berufsjahre="1995-04-01"),
            ]
        ).encode(),
        "impossible-date.csv": lines(
            [[*HEAD[:4], "Eintrittsdatum"], changed(JANA, Berufsjahre="31.02.2019"), [*HEINZ[:4], "04/1995"]]
        ).encode(),
        "either-month.csv": lines(
            [[*HEAD[:4], "Hire date"], changed(JANA, Berufsjahre="05/06/2019"), [*HEINZ[:4], "25/12/1995"]]
        ).encode(),
        "formulas.csv": lines(
            [
                HEAD,
                changed(JANA, Name='=HYPERLINK("https://x.example";"Jana")'.replace(";", ",")),
                changed(HEINZ, Bereich="+49 421 1234"),
            ]
        ).encode(),
        "guarded-formulas.csv": lines([HEAD, changed(JANA, Bereich="'+Plus"), HEINZ]).encode(),
        "invisible-signs.csv": lines(
            [HEAD, changed(JANA, E_Mail="jana.vogt\u200b@weserwerk.example", Name="Jana\u202e Vogt"), HEINZ]
        ).encode(),
        "names-turned-round.csv": lines([HEAD, changed(JANA, Name='"Vogt, Jana"'), HEINZ]).encode(),
        "age-and-gender.csv": lines(
            [
                [*row, *extra]
                for row, extra in zip(
                    PEOPLE, (["Alter", "Geschlecht"], ["24", "w"], ["58", "m"]), strict=True
                )
            ]
        ).encode(),
        "many-values-in-a-cell.csv": lines(
            [
                [*HEAD, "Sprachen", "Das kann ich zeigen"],
                [*JANA, "Deutsch, Englisch", '"KI; Daten; Video"'],
                [*HEINZ, "de/en", ""],
            ]
        ).encode(),
        "unknown-language.csv": lines([[*HEAD, "Sprachen"], [*JANA, "Klingonisch"], [*HEINZ, "de"]]).encode(),
        "long-cell.csv": lines([HEAD, changed(JANA, Bereich="x" * 200_000), HEINZ]).encode(),
        "zero-bytes.csv": plain.replace("Vertrieb", "Ver\0trieb").encode(),
        "too-many-columns.csv": lines([[f"Spalte{n}" for n in range(120)], ["x"] * 120]).encode(),
    }


def workbooks() -> dict[str, bytes]:
    """XLSX, and archives that are none."""
    return {
        "plain.xlsx": workbook(PEOPLE),
        "cover-sheet.xlsx": workbook(
            PEOPLE, name="Personen", before={"Deckblatt": [["Reverse Mentoring"], ["Stand", "2027"]]}
        ),
        "hidden-sheet.xlsx": workbook(PEOPLE, hidden="Stammdaten"),
        "merged-cells.xlsx": workbook([HEAD, JANA, changed(HEINZ, Bereich="")], merged="D2:D3"),
        "title-over-merged-columns.xlsx": workbook([["Teilnehmende 2027"], [], *PEOPLE], merged="A1:E1"),
        "dates-as-numbers.xlsx": workbook(sheet_xml=dated()),
        "cut-off.xlsx": workbook(PEOPLE)[:-60],
        "empty-sheet.xlsx": workbook([]),
        "deep-cell.xlsx": workbook(
            sheet_xml=rows_xml(PEOPLE) + f'<row r="1048576">{cell("A1048576", "x")}</row>'
        ),
        "bomb.xlsx": workbook([HEAD, ["x" * 3_000_000, "b"]]),
        "entities.xlsx": entities(),
        "opendocument.ods": package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "not-a-workbook.xlsx": archive({"brief.txt": b"Guten Tag"}),
        "password.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(512)
        + "EncryptedPackage".encode("utf-16-le"),
    }


def mistakes() -> dict[str, bytes]:
    """What people attach by mistake."""
    return {
        "old-excel.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024),
        "letter.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 30,
        "web-page-called.xls": b"<html><body><table><tr><td>Name</td><td>E-Mail</td></tr></table></body></html>",
        "contacts.vcf": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jana Vogt\r\nEMAIL:jana@weserwerk.example\r\nEND:VCARD\r\n",
    }


def dated() -> str:
    """A date as Excel keeps it: days since 1900 with a style. Without the style it is a number."""
    head = "".join(
        cell(f"{letter}1", text) for letter, text in zip("ABCDE", [*HEAD[:4], "Eintrittsdatum"], strict=True)
    )
    first = "".join(cell(f"{letter}2", text) for letter, text in zip("ABCD", JANA[:4], strict=True))
    return f'<row r="1">{head}</row><row r="2">{first}<c r="E2"><v>45170</v></c></row>'


def entities() -> bytes:
    """A workbook that wants to read a file of the server."""
    parts = zipfile.ZipFile(io.BytesIO(workbook(PEOPLE)))
    members = {name: parts.read(name) for name in parts.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    laughs = b'?><!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    members[sheet] = members[sheet].replace(b"?>", laughs, 1).replace(b"Vertrieb", b"&b;")
    return package(members)


def archive(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return written.getvalue()


def main() -> None:
    for name, content in files().items():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()
