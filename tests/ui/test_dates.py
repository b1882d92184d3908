from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils.translation import override

from ui import dates

START = datetime(2027, 1, 21, 9, 30, tzinfo=UTC)
END = START + timedelta(minutes=45)
DAY = date(2027, 1, 21)


def render(source: str) -> str:
    return Template("{% load dates %}" + source).render(
        Context({"start": START, "end": END, "nothing": None})
    )


@pytest.mark.parametrize("language", ["de", "de-du"])
def test_span_is_a_german_sentence_in_both_forms(language):
    with override(language):
        assert dates.span(START, END) == "Donnerstag, 21. Januar, 10:30 bis 11:15\N{NO-BREAK SPACE}Uhr"


def test_span_is_an_english_sentence():
    with override("en"):
        assert dates.span(START, END) == "Thursday, 21 January, 10:30–11:15"


def test_span_follows_the_zone_over_midnight():
    late = datetime(2027, 1, 21, 23, 30, tzinfo=UTC)
    assert dates.span(late, late + timedelta(hours=1), zone="Europe/Berlin").startswith(
        "Freitag, 22. Januar, 0:30 bis 1:30"
    )


def test_span_follows_the_clock_change():
    summer = datetime(2027, 7, 1, 9, 30, tzinfo=UTC)
    assert dates.clock(summer, "Europe/Berlin") == "11:30"
    assert dates.clock(START, "Europe/Berlin") == "10:30"


@pytest.mark.parametrize(
    ("style", "german", "english"),
    [
        ("long", "Donnerstag, 21. Januar", "Thursday, 21 January"),
        ("long_year", "Donnerstag, 21. Januar 2027", "Thursday, 21 January 2027"),
        ("medium", "Do, 21. Januar", "Thu, 21 January"),
        ("short", "Do, 21. Jan.", "Thu, 21 Jan"),
        ("sheet", "21. Jan.", "21 Jan"),
        ("day", "21. Januar", "21 January"),
        ("day_year", "21. Januar 2027", "21 January 2027"),
        ("weekday", "Do", "Thu"),
        ("month", "Januar 2027", "January 2027"),
    ],
)
def test_words_has_a_style_for_every_place(style, german, english):
    with override("de"):
        assert dates.words(DAY, style) == german
    with override("en"):
        assert dates.words(DAY, style) == english


def test_when_marks_the_moment_for_machines_and_keeps_day_and_hours_whole():
    assert render("{% when start end %}") == (
        '<time datetime="2027-01-21T10:30:00+01:00">Donnerstag, 21.~Januar, 10:30~bis~11:15~Uhr</time>'.replace(
            "~", "\N{NO-BREAK SPACE}"
        )
    )


def test_when_without_an_end_is_the_day():
    assert ">Do, 21.\N{NO-BREAK SPACE}Jan.<" in render('{% when start style="short" %}')


def test_filters_stay_empty_without_a_moment():
    assert render("[{{ nothing|day }}{{ nothing|clock }}]") == "[]"


def test_leaf_shows_month_day_and_weekday():
    leaf = render('{% leaf start "Asia/Tokyo" %}')
    assert ("Jan." in leaf, ">21<" in leaf, ">Do<" in leaf, 'aria-hidden="true"' in leaf) == (True,) * 4
