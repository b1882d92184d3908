import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.emails import normalise


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jana.Vogt@Weserwerk.Example", "jana.vogt@weserwerk.example"),
        ("  jana@haus.example\n", "jana@haus.example"),
        ("ｊａｎａ＠ｈａｕｓ．ｅｘａｍｐｌｅ", "jana@haus.example"),
        ("Straße@haus.example", "strasse@haus.example"),
        ("\u212bke@haus.example", "åke@haus.example"),  # the sign for ångström
        ("ſabine@haus.example", "sabine@haus.example"),  # the long s
    ],
)
def test_addresses_that_are_the_same_have_one_form(typed, kept):
    assert normalise(typed) == kept


def test_a_dotted_capital_i_is_not_an_i():
    assert normalise("İnfo@haus.example") != normalise("info@haus.example")


@given(st.text(max_size=40))
def test_the_form_is_final_and_survives_lower(text):
    form = normalise(text)
    assert normalise(form) == form
    assert form.lower() == form
