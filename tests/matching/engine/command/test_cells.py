import pytest

from matching.engine.command import cells
from matching.engine.command.cells import CellError


@pytest.mark.parametrize(
    ("text", "years"),
    [("9", 9), ("9,5 Jahre", 9.5), ("Less than 1 year", 0.5), ("More than 50 years", 50), ("12+ yrs", 12)],
)
def test_years_are_read_as_people_write_them(text, years):
    assert cells.years(text) == years


@pytest.mark.parametrize("text", ["abc", "-1", "150", "1e3", "nan"])
def test_what_is_no_number_of_years_is_refused(text):
    with pytest.raises(CellError, match="is no number of years"):
        cells.years(text)


@pytest.mark.parametrize(("text", "level"), [("4", 4), ("Stufe 4", 4), ("E4", 4), ("L-10", 10)])
def test_levels_are_read_by_their_number(text, level):
    assert cells.level(text) == level


@pytest.mark.parametrize("text", ["senior", "4.5", "4-5 7 x"])
def test_what_is_no_level_is_refused(text):
    with pytest.raises(CellError, match="is no level"):
        cells.level(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [("Hybrid (some remote, some in-person)", "both"), ("Remote", "online"), ("vor Ort", "onsite")],
)
def test_forms_count_by_what_stands_before_the_bracket(text, form):
    assert cells.form(text) == form


def test_lists_are_split_at_semicolons_before_commas():
    assert cells.names("AI, basics; Video;ai, Basics") == ["AI, basics", "Video"]
    assert cells.names("AI, Video") == ["AI", "Video"]


def test_skills_carry_the_usual_step_unless_they_name_one():
    assert cells.rated(".NET (5+); Python: 2", usual=5) == {".NET (5+)": 5, "Python": 2}


def test_a_step_beyond_the_most_is_refused():
    with pytest.raises(CellError, match="goes beyond 3"):
        cells.rated("Python: 4", usual=2, most=3)


def test_languages_are_known_by_code_and_by_name():
    assert cells.languages("Deutsch, EN/french; Klingon") == {"de", "en", "fr", "klingon"}


@pytest.mark.parametrize(("text", "side"), [("Mentor*in", "mentor"), ("MENTEE", "mentee")])
def test_sides_are_known_in_both_languages(text, side):
    assert cells.side(text) == side


def test_a_long_text_is_shortened_and_kept_on_one_line():
    assert cells.shortened("a\n" + "b" * 60) == "“a " + "b" * 37 + "…”"
