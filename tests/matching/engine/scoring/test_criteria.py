import pytest
from hypothesis import given

from matching.engine import Weights
from matching.engine.explaining.explain import describe, explain
from matching.engine.points import UNIT
from matching.engine.scoring.appraisal import appraise
from matching.engine.scoring.criteria import starts
from tests.matching.engine.cohorts import (
    FRIDAY_EIGHT,
    every_pair,
    hours,
    mentee,
    mentor,
    problem,
    problems,
    relaxed,
)

NONE = dict.fromkeys(("skills", "topics", "time", "distance", "department", "place", "language", "wishes"), 0)


def line(criterion, junior, senior, **rules):
    """The line of one criterion, worth 100 points, of a pair."""
    case = problem(junior, senior, weights=Weights(**{**NONE, criterion: 1}), **rules)
    explanation = explain(case, junior.key, senior.key)
    return next(iter(explanation.lines), None)


def told(criterion, junior, senior, **rules):
    found = line(criterion, junior, senior, **rules)
    return found.shown, found.fact.code


def test_a_wanted_skill_counts_by_priority_times_level():
    found = line(
        "skills", mentor(skills={"ai": 5, "video": 3, "sql": 5}), mentee(skills={"ai": 3, "video": 1})
    )
    assert found.points == 75_000 + 25_000 * 3 // 5
    assert found.fact.params == {
        "met": [{"skill": "ai", "priority": 3, "level": 5}, {"skill": "video", "priority": 1, "level": 3}],
        "unmet": [],
    }


def test_everything_wanted_at_the_highest_level_is_exactly_the_maximum():
    wanted = {"a": 3, "b": 2, "c": 2}
    assert line("skills", mentor(skills=dict.fromkeys(wanted, 5)), mentee(skills=wanted)).points == 100_000


def test_a_skill_nobody_offers_is_named():
    found = line("skills", mentor(skills={"sql": 5}), mentee(skills={"ai": 1, "video": 3}))
    assert (found.shown, found.fact.code, found.fact.params["unmet"]) == (0, "skills_none", ["video", "ai"])


def test_topics_count_by_the_share_that_is_covered():
    found = line("topics", mentor(topics=frozenset("ab")), mentee(topics=frozenset("bcd")))
    assert (found.points, found.fact.params) == (33_334, {"shared": ["b"], "unmet": ["c", "d"]})


def test_one_common_time_is_a_start_at_which_the_whole_session_fits():
    found = line("time", mentor(times=hours(FRIDAY_EIGHT, 1)), mentee(), session_minutes=60)
    assert (found.points, found.fact.params) == (
        100_000 // 6,
        {"count": 1, "starts": [FRIDAY_EIGHT], "minutes": 60},
    )


def test_six_common_times_are_as_good_as_any_number():
    assert told("time", mentor(times=hours(0, 20)), mentee(times=hours(0, 20))) == (100, "time_common")


def test_a_session_longer_than_every_common_window_has_no_time():
    one_hour = hours(FRIDAY_EIGHT, 1)
    assert told("time", mentor(times=one_hour), mentee(times=one_hour), session_minutes=75) == (
        0,
        "time_none",
    )


def test_sessions_start_on_the_half_hour_and_wrap_around_the_week():
    assert starts({670, 671, 0, 1, 2}, 60) == {670}
    assert starts({1, 2, 3, 4}, 45) == {2}


@pytest.mark.parametrize(("years", "points"), [(5, 0), (4, 10_000), (0, 50_000)])
def test_distance_in_years_grows_up_to_ten(years, points):
    assert line("distance", mentor(years=years), mentee(years=5), measure="experience").points == points


@pytest.mark.parametrize(("level", "shown"), [(6, 0), (7, 0), (5, 33), (3, 100), (1, 100)])
def test_distance_in_levels_grows_up_to_three(level, shown):
    assert told("distance", mentor(level=level), mentee(level=6)) == (shown, "distance_level")


@pytest.mark.parametrize(("band", "shown"), [(5, 0), (4, 33), (2, 100)])
def test_distance_in_age_bands_grows_up_to_three(band, shown):
    junior, senior = mentor(age_band=band), mentee(age_band=5)
    assert told("distance", junior, senior, measure="age_band") == (shown, "distance_age_band")


def test_distance_is_full_only_at_the_minimum_the_rules_ask_for():
    assert told("distance", mentor(level=2), mentee(level=6), min_distance=8) == (50, "distance_level")


def test_two_departments_are_better_than_one():
    assert told("department", mentor(department="it"), mentee(department="law")) == (
        100,
        "department_different",
    )
    assert told("department", mentor(department="it"), mentee(department="it")) == (0, "department_same")


@pytest.mark.parametrize(
    ("forms", "places", "outcome"),
    [
        (("both", "both"), ("bremen", "bremen"), (100, "place_same")),
        (("onsite", "both"), ("bremen", "bremen"), (100, "place_same")),
        (("both", "both"), ("bremen", "kiel"), (60, "only_online")),
        (("both", "onsite"), ("bremen", "kiel"), (0, "places_apart")),
        (("online", "both"), ("bremen", "kiel"), (100, "form_online")),
        (("online", "both"), ("bremen", None), (100, "form_online")),
        (("online", "onsite"), ("bremen", "bremen"), (0, "form_conflict")),
        (("both", None), ("bremen", "bremen"), (0, "place_unknown")),
        (("both", "both"), ("bremen", None), (0, "place_unknown")),
    ],
)
def test_place_and_form_go_together_or_not(forms, places, outcome):
    others = (mentor("informed"), mentee("known"))
    junior, senior = mentor(form=forms[0], place=places[0]), mentee(form=forms[1], place=places[1])
    case = problem(junior, senior, *others, weights=Weights(**{**NONE, "place": 1}))
    (found,) = explain(case, junior.key, senior.key).lines
    assert (found.shown, found.fact.code) == outcome


def test_a_language_beyond_the_required_one_earns_the_points():
    german = frozenset({"de"})
    assert told("language", mentor(languages=german), mentee()) == (0, "language_one")
    assert told("language", mentor(), mentee()) == (100, "language_several")
    assert told("language", mentor(languages=german), mentee(), common_language=False) == (
        100,
        "language_one",
    )


@pytest.mark.parametrize(
    ("of_mentor", "of_mentee", "outcome"),
    [
        ({"rainer"}, {"sophie"}, (100, "wish_mutual")),
        ({"rainer"}, {"tim"}, (50, "wish_met")),
        ({"rainer"}, set(), (100, "wish_met")),
        ({"ute"}, set(), (50, "wish_other")),
        ({"ute"}, {"tim"}, (0, "wish_other")),
    ],
)
def test_each_side_whose_wishes_are_met_brings_half(of_mentor, of_mentee, outcome):
    assert told("wishes", mentor(wishes=frozenset(of_mentor)), mentee(wishes=frozenset(of_mentee))) == outcome


@pytest.mark.parametrize(
    ("criterion", "missing"),
    [
        ("skills", {"skills": {}}),
        ("topics", {"topics": frozenset()}),
        ("time", {"times": frozenset()}),
        ("distance", {"level": None}),
        ("department", {"department": None}),
        ("place", {"form": None}),
        ("language", {"languages": frozenset()}),
    ],
)
def test_what_cannot_be_checked_scores_nothing_and_says_who_is_silent(criterion, missing):
    silent, case = mentor("tim", **missing), Weights(**{**NONE, criterion: 1})
    (found,) = explain(problem(mentor(), silent, mentee(), weights=case), "tim", "rainer").lines
    assert (found.points, found.fact.code, found.fact.params) == (
        0,
        f"{criterion}_unknown",
        {"missing": ["mentor"]},
    )


def test_what_nobody_can_be_measured_by_leaves_its_points_to_the_others():
    case = problem(mentor(times=frozenset(), topics=frozenset()), mentee(), weights=Weights(wishes=0))
    lines = explain(case, "sophie", "rainer").lines
    assert {x.criterion: x.maximum for x in lines} == {
        "skills": 43,
        "distance": 15,
        "department": 14,
        "place": 14,
        "language": 14,
    }


@relaxed
@given(problems())
def test_points_stay_between_nothing_and_the_maximum(case):
    appraisal = appraise(case)
    rows, cols = every_pair(appraisal)
    for name, points in appraisal.points_at(rows, cols).items():
        assert ((points >= 0) & (points <= appraisal.maxima[name] * UNIT)).all()


@relaxed
@given(problems())
def test_the_maxima_make_one_hundred_unless_nothing_counts(case):
    assert sum(appraise(case).maxima.values()) in (0, 100)


@relaxed
@given(problems())
def test_one_pair_alone_is_appraised_as_among_all(case):
    appraisal = appraise(case)
    assert describe(case, appraisal, *every_pair(appraisal)) == tuple(
        explain(case, junior.key, senior.key) for junior in case.on("mentor") for senior in case.on("mentee")
    )
