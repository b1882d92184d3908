"""CSV files that leave the house."""

import pytest

from ui import spreadsheets


@pytest.mark.parametrize("sign", spreadsheets.FORMULA)
def test_what_looks_like_a_formula_is_text(sign):
    assert spreadsheets.guarded(f"{sign}1+2") == f"'{sign}1+2"


@pytest.mark.parametrize("text", ["", "Jana Vogt", "1-2", "a=b", "'x"])
def test_other_text_stays_as_it_is(text):
    assert spreadsheets.guarded(text) == text


def test_a_file_opens_as_a_table_in_excel():
    content = spreadsheets.as_csv([["Name", "Was"], ["Jörg", 'sagt "=1"; =2']])
    assert content.decode("utf-8") == '\ufeff"Name";"Was"\r\n"Jörg";"sagt ""=1""; =2"\r\n'
