"""Contrast, and the nearest colour that would do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import colours, look

any_colour = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_the_contrast_is_the_one_of_wcag(first, second, ratio):
    assert colours.contrast(first, second) == pytest.approx(ratio, abs=0.005)
    assert colours.contrast(second, first) == colours.contrast(first, second)


@pytest.mark.parametrize(
    ("ground", "text"), [("#0a5a61", "#ffffff"), ("#ffb23e", "#0f1f1f"), ("#808080", "")]
)
def test_text_is_white_or_dark_or_impossible(ground, text):
    assert colours.text_on(ground) == text


@given(any_colour)
def test_text_can_be_read_on_the_nearest_readable_colour(colour):
    near = colours.nearest_readable(colour)
    assert colours.contrast(near, colours.text_on(near)) >= colours.TEXT


@given(any_colour)
def test_a_readable_colour_is_its_own_nearest_but_for_rounding(colour):
    if colours.text_on(colour):
        assert colours.nearest_readable(colour) == colour


@given(any_colour, st.sampled_from(look.GROUNDS))
def test_a_mark_stands_out_from_its_ground(colour, ground):
    assert colours.contrast(colours.visible_on(colour, ground), ground) >= colours.MARK


@pytest.mark.parametrize("text", ["", "#fff", "0a5a61", "#0A5A61", "#0a5a6g", "#0a5a61\n", "red;}"])
def test_anything_else_is_no_colour(text):
    assert not colours.is_one(text)


def test_the_stylesheet_has_a_mark_for_each_theme():
    assert look.stylesheet("#ffb23e") == (
        ":root {\n  --house: #ffb23e;\n  --on-house: #0f1f1f;\n"
        f"  --house-mark: light-dark({colours.visible_on('#ffb23e', '#ffffff')}, #ffb23e);\n}}\n"
    )
