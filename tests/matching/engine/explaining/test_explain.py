import pytest

from matching.engine import ProblemError, Weights, solve
from matching.engine.explaining.explain import explain
from tests.matching.engine.cohorts import FRIDAY_EIGHT, hours, mentee, mentor, problem


def flags(junior, senior, *others, **rules):
    return {
        flag.code: dict(flag.params)
        for flag in explain(problem(junior, senior, *others, **rules), junior.key, senior.key).flags
    }


def test_a_whole_explanation_reads_like_the_review_screen():
    junior = mentor(times=hours(FRIDAY_EIGHT, 1), place="bremen")
    senior = mentee(skills={"ai": 3, "video": 2, "slides": 1}, place="kiel")
    found = explain(problem(junior, senior, weights=Weights(wishes=0)), "sophie", "rainer")
    assert [(x.name, x.shown, x.maximum) for x in found.factors] == [
        ("topics", 31, 40),
        ("time", 3, 20),
        ("distance", 20, 20),
        ("place", 6, 10),
        ("style", 10, 10),
    ]
    assert (found.fit, found.grade, found.points) == (70, "good", 70_333)
    assert [(x.criterion, x.fact.code, x.tone) for x in found.lines] == [
        ("skills", "skills_met", "for"),
        ("topics", "topics_shared", "for"),
        ("time", "time_common", "against"),
        ("distance", "distance_level", "for"),
        ("department", "department_different", "for"),
        ("place", "only_online", "for"),
        ("language", "language_several", "for"),
    ]


def test_one_common_time_is_flagged():
    raised = flags(mentor(times=hours(FRIDAY_EIGHT, 1)), mentee())
    assert raised["few_times"] == {"count": 1, "starts": [FRIDAY_EIGHT], "minutes": 60}


def test_a_fit_under_seventy_is_flagged():
    assert flags(mentor(skills={"sql": 5}, times=frozenset({1})), mentee())["low_fit"]["fit"] < 70


def test_a_good_pair_has_no_flags():
    assert flags(mentor(), mentee()) == {}


def test_clashing_forms_missing_times_and_unmet_wishes_deserve_a_look():
    assert "form_conflict" in flags(mentor(form="online"), mentee(form="onsite"))
    assert "places_apart" in flags(mentor(form="onsite", place="kiel"), mentee())
    assert "skills_none" in flags(mentor(skills={"sql": 5}), mentee())
    assert flags(mentor(times=frozenset()), mentee(), mentor("tim"))["time_unknown"] == {
        "missing": ["mentor"]
    }


def test_a_criterion_that_counts_nothing_raises_no_flag():
    assert "few_times" not in flags(mentor(times=hours(0, 1)), mentee(), weights=Weights(time=0))


def test_a_forbidden_pair_is_explained_too():
    found = explain(problem(mentor(level=6), mentee()), "sophie", "rainer")
    assert (found.allowed, [x.code for x in found.reasons], found.fit > 0) == (
        False,
        ["mentor_not_junior"],
        True,
    )


def test_explaining_gives_exactly_the_pair_of_the_result():
    case = problem(mentor(), mentee(), locked=[("sophie", "rainer")])
    assert solve(case).pairs == (explain(case, "sophie", "rainer"),)


def test_an_unknown_person_cannot_be_explained():
    with pytest.raises(ProblemError, match="no mentee nobody"):
        explain(problem(mentor(), mentee()), "sophie", "nobody")
