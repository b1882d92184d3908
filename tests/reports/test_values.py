import json
from dataclasses import replace
from datetime import date

import pytest

from reports import findings
from reports.values import Change, FeedbackPeriod, Figures, Mean, SessionPeriod, from_json, to_json

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
KNOWN = Figures(
    smallest=7,
    until=date(2026, 11, 30),
    people=36,
    mentors=18,
    mentees=18,
    formed=18,
    active=17,
    in_tandems=36,
    by_side=True,
    sessions=(SessionPeriod(OCTOBER, OCTOBER, 17, 16), SessionPeriod(NOVEMBER, NOVEMBER, 16, 13)),
    periods=(
        FeedbackPeriod(
            OCTOBER, NOVEMBER, 30, Mean(4.2, 50), {"mentor": Mean(4.1, 24), "mentee": Mean(4.3, 26)}
        ),
    ),
    changes=(
        Change("mentor", "digital", Mean(3.0, 17), None),
        Change("mentee", "digital", Mean(2.06, 17), Mean(3.64, 15)),
    ),
)


def test_kept_figures_come_back_as_they_were():
    assert from_json(json.loads(json.dumps(to_json(KNOWN)))) == KNOWN


def test_kept_figures_hold_no_single_answer():
    assert "replies" not in json.dumps(to_json(KNOWN))


def test_figures_of_an_unknown_shape_are_refused():
    with pytest.raises(ValueError, match="Unknown version"):
        from_json(to_json(KNOWN) | {"version": 99})


@pytest.fixture
def words(organisation):
    from accounts import words

    return words.of(organisation)


def test_the_headline_names_the_largest_change_and_claims_no_cause(words):
    assert findings.headline(KNOWN, words) == (
        "Mentees stimmen ihrer Aussage zum Ziel stärker zu als zu Beginn: 3,6 statt 2,1 von 5."
    )


@pytest.mark.parametrize(
    ("after", "says"),
    [(Mean(1.5, 15), "weniger zu als zu Beginn"), (Mean(2.2, 15), "etwa so zu wie zu Beginn")],
)
def test_the_headline_says_as_plainly_that_nothing_moved_or_the_wrong_way(words, after, says):
    worse = replace(KNOWN, changes=(replace(KNOWN.changes[1], after=after),))
    assert says in findings.headline(worse, words)


def test_without_a_change_the_headline_falls_back_to_what_else_is_known(words):
    no_change = replace(KNOWN, changes=())
    assert findings.headline(no_change, words) == "Die Gespräche gelten als hilfreich: 4,2 von 5."
    no_feedback = replace(no_change, periods=())
    assert findings.headline(no_feedback, words) == "29 von 33 fälligen Sitzungen fanden statt."


def test_conversations_are_called_helpful_only_where_they_count_as_that(words):
    low = replace(KNOWN.periods[0], whole=Mean(2.4, 50))
    unhelpful = replace(KNOWN, changes=(), periods=(low,))
    sentence = "Wie hilfreich die Gespräche sind: im Mittel 2,4 von 5."
    assert findings.headline(unhelpful, words) == sentence
    assert sentence in findings.summary(replace(unhelpful, changes=KNOWN.changes))


@pytest.mark.parametrize(
    ("starts_on", "today", "first"),
    [
        (date(2026, 9, 1), date(2026, 11, 23), "1. Dezember 2026"),
        (date(2027, 1, 11), date(2026, 12, 1), "1. Februar 2027"),
        (None, date(2026, 12, 31), "1. Januar 2027"),
    ],
)
def test_first_numbers_appear_when_a_month_is_over(starts_on, today, first):
    assert findings.first_numbers(starts_on, today) == first
