import pytest

from matching.engine.command.tables import read_table
from matching.engine.errors import ProblemError


def table(folder, content):
    path = folder / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path)


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_separator_is_found(tmp_path, sign):
    found = table(tmp_path, f"id{sign}name\n1{sign}Müller\n")
    assert found.headers == ("id", "name") and found.rows[0].cells == ("1", "Müller")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found(tmp_path, encoding):
    assert table(tmp_path, "id;name\n1;Müller\n".encode(encoding)).rows[0].cells == ("1", "Müller")


def test_a_separator_between_quotation_marks_separates_nothing(tmp_path):
    assert table(tmp_path, '"a,b,c";d\n1;"2\n3"\n4;5\n').headers == ("a,b,c", "d")


def test_rows_know_the_line_they_begin_in(tmp_path):
    found = table(tmp_path, 'sep=;\nid;skills\n1;"a\nb"\n\n2;c\n')
    assert [row.line for row in found.rows] == [3, 6]


def test_short_rows_are_filled_up_and_empty_ones_left_out(tmp_path):
    assert [row.cells for row in table(tmp_path, "id;name\n1\n;\n").rows] == [("1", "")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty."),
        (b"\n;;\n", "is empty."),
        (b"\x00\x01", "is no text."),
        (b"\xff\xfea", "is no text."),
        ("id;name\n1;2\n1;2;3\n", "line 3: there are more cells than headers."),
        ('id;name\n1;2\n1;"2\n', "line 3: a quotation mark is missing or too many."),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(tmp_path, content, sentence):
    with pytest.raises(ProblemError) as refused:
        table(tmp_path, content)
    assert str(refused.value).endswith(sentence)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ProblemError, match="cannot be read: No such file"):
        read_table(tmp_path / "none.csv")
