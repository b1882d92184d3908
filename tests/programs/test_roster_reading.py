import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.roster.errors import RosterError
from programs.roster.reading import read
from tests.programs.workbooks import cell, package, workbook

PEOPLE = "Name;E-Mail\nJörg Müller;joerg@weserwerk.example\nŁucja Nowak;lucja@weserwerk.example\n"
WESTERN = PEOPLE.replace("Łucja", "Lucja")


def sentence(content: bytes) -> str:
    with pytest.raises(RosterError) as caught:
        read(content)
    return str(caught.value)


def names(content: bytes) -> list[str]:
    return [row.cells[0] for row in read(content).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_umlauts_survive_every_unicode_encoding(encoding):
    assert names(PEOPLE.encode(encoding)) == ["Jörg Müller", "Łucja Nowak"]


def test_umlauts_survive_windows_1252():
    assert names(WESTERN.encode("cp1252")) == ["Jörg Müller", "Lucja Nowak"]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_recognised_by_the_headers(separator):
    text = f'Name{separator}Themen\nJana{separator}"a;b,c\td|e"\n'
    assert read(text.encode()).rows[0].cells == ("Jana", "a;b,c\td|e")


def test_excels_separator_line_is_no_row():
    table = read(b"sep=,\r\nName,E-Mail\r\nJana,jana@x.example\r\n")
    assert table.headers == ("Name", "E-Mail")
    assert table.rows[0].number == 2


def test_line_breaks_inside_quotes_stay_in_the_cell():
    table = read(b'Name;Themen\r\n"Jana";"eins\r\nzwei"\r\n"Ruth";drei\r\n')
    assert table.rows[0].cells[1] == "eins\r\nzwei"
    assert table.rows[1].number == 3


def test_title_lines_and_blank_rows_keep_the_numbers_of_the_spreadsheet():
    table = read(b"Liste der Teilnehmenden\n;\nName;E-Mail\n;\nJana;jana@x.example\n")
    assert table.headers == ("Name", "E-Mail")
    assert [row.number for row in table.rows] == [5]


def test_short_rows_are_filled_and_long_ones_marked():
    short, long = read(b"Name;E-Mail;Ort\nJana\nRuth;ruth@x.example;Bremen;zu viel\n").rows
    assert (short.cells, short.surplus) == (("Jana", "", ""), False)
    assert (len(long.cells), long.surplus) == (3, True)


def test_a_column_without_header_gets_its_number():
    assert read(b"Name;;E-Mail\na;b;c\n").headers == ("Name", "Spalte 2", "E-Mail")


def test_of_two_columns_with_one_header_the_second_carries_its_number():
    assert read(b"Name;E-Mail;Name\na;b;c\n").headers == ("Name", "E-Mail", "Name (Spalte 3)")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Die Datei ist leer."),
        (b" \r\n \r\n", "Die Datei ist leer."),
        (b";;;\n;;\n", "In der Datei steht nichts."),
        (b"Name;E-Mail\n", "Unter den Überschriften stehen keine Personen."),
        (b"Jana;jana@x.example\nRuth;ruth@x.example\n", "In der ersten Zeile stehen schon Daten."),
        (b'Name;E-Mail\n"Jana;jana@x.example\n', "In Zeile 2 steht ein Anführungszeichen"),
        (b'Name;E-Mail\n"Jana" V;jana@x.example\n', "In Zeile 2 steht ein Anführungszeichen"),
        (
            b"Name;E-Mail\n" + b"x" * 200_000 + b";y\n",
            "In Zeile 2 steht eine Zelle mit mehr als 131072 Zeichen.",
        ),
        (b"%PDF-1.7\nirgendwas;mehr\n", "Diese Datei ist keine Tabelle."),
        (b"<html><table><tr><td>a;b</td></tr></table>", "Diese Datei ist keine Tabelle."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "Diese Datei ist keine Tabelle."),
        (b"Name;E-Mail\n\x81\x8d;b\n", "Die Zeichen der Datei lassen sich nicht lesen."),
        (b"Name;E-Mail\n" + b"a;b\n" * 20_001, "mehr als 20.000 Personen"),
        (b"a;" * 101 + b"b\n" + b"x;y\n", "mehr als 100 Spalten"),
        (b"Name;E-Mail\n" + b"a" * (10 * 1024 * 1024), "größer als 10 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "im alten Format (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "mit einem Kennwort geschützt",
        ),
    ],
)
def test_what_is_no_roster_gets_its_own_sentence(content, words):
    assert words in sentence(content)


def test_ten_thousand_people_are_fine():
    assert len(read(b"Name;E-Mail\n" + b"a;b\n" * 10_000).rows) == 10_000


def test_a_stray_null_byte_is_kept_for_the_preview_to_tell():
    assert read(b"Name;E-Mail\nJa\0na;jana@x.example\n").rows[0].cells[0] == "Ja\0na"


def test_a_workbook_reads_like_the_same_csv():
    table = read(workbook([["Name", "E-Mail"], ["", ""], ["Jörg", "joerg@x.example"]], name="Liste 1"))
    assert (table.sheet, table.headers) == ("Liste 1", ("Name", "E-Mail"))
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("Jörg", "joerg@x.example"))]


def test_of_several_sheets_the_one_with_the_people_is_read():
    cover = {"Deckblatt": [["Reverse Mentoring", "Stand 2027"], ["Ansprechperson", "Jana"]]}
    table = read(workbook([["Name", "E-Mail"], ["Jörg", "joerg@x.example"]], name="Personen", before=cover))
    assert (table.sheet, table.others, table.rows[0].cells[0]) == ("Personen", ("Deckblatt",), "Jörg")


def test_what_merged_cells_share_is_read_in_each_row():
    people = [["Name", "Bereich"], ["Jana", "Vertrieb"], ["Ruth", ""], ["Finn", ""], ["Ines", "IT"]]
    rows = read(workbook(people, merged="B2:B4")).rows
    assert [row.cells[1] for row in rows] == ["Vertrieb", "Vertrieb", "Vertrieb", "IT"]


def test_a_hidden_sheet_is_passed_over():
    assert names(workbook([["Name", "Ort"], ["Jana", "Bremen"]], hidden="Stammdaten")) == ["Jana"]


def test_numbers_dates_and_errors_in_a_workbook_become_texts():
    typed = '<c r="A2"><v>9</v></c><c r="B2"><v>9.5</v></c><c r="C2" t="b"><v>1</v></c><c r="D2" t="e"><v>#N/A</v></c>'
    heads = "".join(cell(f"{letter}1", letter) for letter in "ABCD")
    table = read(workbook(sheet_xml=f'<row r="1">{heads}</row><row r="2">{typed}</row>'))
    assert table.rows[0].cells[:3] == ("9", "9.5", "ja")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04kaputt", "lässt sich nicht lesen"),
        (workbook([["Name", "E-Mail"], ["a", "b"]])[:-40], "lässt sich nicht lesen"),
        (workbook([]), "In der Datei steht nichts."),
        (workbook(sheet_xml="<row"), "lässt sich nicht lesen"),
        (
            workbook(sheet_xml=f'<row r="1">{cell("A1", "a")}</row><row r="99">{cell("XFD9999", "x")}</row>'),
            "beschädigt",
        ),
        (
            workbook(sheet_xml=f'<row r="1048576">{cell("A1", "a")}{cell("A1048576", "x")}</row>'),
            "mehr als 20.000 Zeilen",
        ),
        (workbook([["x"] * 101, ["y"] * 101]), "mehr als 100 Spalten"),
        (workbook([["x" * 2_000_000, "b"], ["c", "d"]]), "entpackt zu groß"),
        (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "keine Excel-Tabelle"),
        (package({f"{n}.xml": "" for n in range(10_000)}), "keine Excel-Tabelle"),
    ],
    ids=[
        "noise",
        "cut off",
        "empty",
        "bad XML",
        "far cell",
        "deep cell",
        "wide",
        "bomb",
        "ods",
        "many entries",
    ],
)
def test_a_bad_workbook_gets_its_own_sentence(content, words):
    assert words in sentence(content)


def test_a_bomb_that_lies_about_its_size_ends_the_child_and_not_us():
    honest = workbook([["Name", "E-Mail"], ["x" * 60_000_000, "b"]])
    member = next(m for m in zipfile.ZipFile(BytesIO(honest)).infolist() if m.filename.endswith("sheet1.xml"))
    lying = honest.replace(member.file_size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert "lässt sich nicht lesen" in sentence(lying)


def test_entities_in_a_workbook_are_not_expanded():
    laughs = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    parts = zipfile.ZipFile(BytesIO(workbook([["Name", "Ort"], ["Jana", "&b;&a;"]])))
    members = {name: parts.read(name) for name in parts.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace(b"?>", b"?>" + laughs.encode(), 1).replace(b"&amp;", b"&")
    try:
        text = str(read(package(members)).rows)
    except RosterError:
        return
    assert "root" not in text
    assert "haha" not in text


@given(st.binary(max_size=2000))
@settings(max_examples=400, deadline=None)
def test_no_bytes_at_all_raise_anything_but_a_roster_error(content):
    read_or_refuse(content)


@given(
    st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-16"]),
)
@settings(max_examples=300, deadline=None)
def test_no_text_table_raises_anything_but_a_roster_error(rows, separator, encoding):
    text = "\n".join(separator.join(row) for row in rows)
    read_or_refuse(text.encode(encoding, "surrogatepass"))


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damaged_workbook_raises_anything_but_a_roster_error(data):
    content = bytearray(workbook([["Name", "E-Mail"], ["Jana", "jana@x.example"]]))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(content))


def read_or_refuse(content: bytes) -> None:
    try:
        table = read(content)
    except RosterError:
        return
    assert table.rows
    assert {len(row.cells) for row in table.rows} == {len(table.headers)}
