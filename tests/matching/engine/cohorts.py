"""People for the tests of the engine: two by name, and random ones by hypothesis."""

from functools import cache

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from matching.engine import Person, Problem, Rules, Weights, reporting_line
from matching.engine.model import CHECKED, MEASURES

FRIDAY_EIGHT = 4 * 96 + 32

# Time limits per example fail on a busy machine and say nothing about the engine.
relaxed = settings(max_examples=60, deadline=None)


def hours(start, count):
    """Free quarter hours from `start`, for `count` hours."""
    return frozenset(range(start, start + 4 * count))


def mentor(key="sophie", **changes):
    given = {
        "level": 2,
        "years": 3,
        "age_band": 2,
        "department": "law",
        "line": ("lead",),
        "languages": frozenset({"de", "en"}),
        "skills": {"ai": 5, "video": 3},
        "topics": frozenset({"culture"}),
        "times": hours(FRIDAY_EIGHT, 4),
        "place": "bremen",
        "form": "both",
    }
    return Person(key=key, side="mentor", **{**given, **changes})


def mentee(key="rainer", **changes):
    given = {
        "level": 6,
        "years": 25,
        "age_band": 5,
        "department": "sales",
        "line": (),
        "languages": frozenset({"de", "en"}),
        "skills": {"ai": 3, "video": 1},
        "topics": frozenset({"culture"}),
        "times": hours(FRIDAY_EIGHT, 4),
        "place": "bremen",
        "form": "both",
    }
    return Person(key=key, side="mentee", **{**given, **changes})


def problem(*people, locked=(), objective="fair", weights=None, **rules):
    return Problem(
        people, rules=Rules(**rules), weights=weights or Weights(), locked=locked, objective=objective
    )


def every_pair(appraisal):
    """Rows and columns of all pairs."""
    rows, cols = np.indices(appraisal.scores.shape)
    return rows.ravel(), cols.ravel()


# Strategies are made once: hypothesis looks through each new one before it draws from it.


@cache
def some(values, most=3):
    return st.frozensets(st.sampled_from(values), max_size=most)


def maybe(strategy):
    return st.none() | strategy


@cache
def skills(highest):
    return st.dictionaries(st.sampled_from("abcd"), st.integers(1, highest), max_size=3)


@cache
def numbers(least, most):
    return st.integers(least, most)


@cache
def one_of(values):
    return st.sampled_from(values)


@cache
def managers(everyone):
    return maybe(st.sampled_from(everyone) | st.lists(st.sampled_from(everyone), max_size=2).map(tuple))


WINDOWS = st.lists(st.integers(0, 60), max_size=3)
LEVELS = maybe(st.integers(1, 6))
YEARS = maybe(st.integers(0, 30))
AGE_BANDS = maybe(st.integers(2, 6))
DEPARTMENTS = maybe(st.sampled_from(("law", "it")))
PLACES = maybe(st.sampled_from(("bremen", "kiel")))
FORMS = maybe(st.sampled_from(("online", "onsite", "both")))
STRICT = st.just(frozenset()) | st.frozensets(st.sampled_from(CHECKED), max_size=2)
YES_OR_NO = st.booleans()


@st.composite
def cohorts(draw, most=4, capacity=2):
    """Mentors j0, j1, … and mentees s0, s1, … with data that is often missing, over charts with circles."""
    counts = {"mentor": ("j", draw(numbers(0, most))), "mentee": ("s", draw(numbers(0, most)))}
    keys = {side: [f"{letter}{i}" for i in range(count)] for side, (letter, count) in counts.items()}
    everyone = (*keys["mentor"], *keys["mentee"], "board")
    manager_of = {key: draw(managers(everyone)) for key in everyone}
    others = {"mentor": tuple(keys["mentee"]), "mentee": tuple(keys["mentor"])}
    return tuple(
        person(draw, key, side, manager_of, capacity, others[side]) for side in keys for key in keys[side]
    )


def person(draw, key, side, manager_of, capacity, others):
    return Person(
        key=key,
        side=side,
        capacity=draw(numbers(0, capacity)),
        opted_in=draw(numbers(0, 5)) > 0,
        level=draw(LEVELS),
        years=draw(YEARS),
        age_band=draw(AGE_BANDS),
        department=draw(DEPARTMENTS),
        line=reporting_line(key, manager_of) if draw(YES_OR_NO) else None,
        languages=draw(some(("de", "en", "fr"))),
        skills=draw(skills(5 if side == "mentor" else 3)),
        topics=draw(some(("culture", "voice"))),
        times=frozenset().union(*(hours(start, 1) for start in draw(WINDOWS))),
        place=draw(PLACES),
        form=draw(FORMS),
        wishes=draw(some(others)) if others else frozenset(),
        avoid=draw(some(others, most=1)) if others else frozenset(),
    )


@st.composite
def problems(draw, most=4, capacity=2):
    """Problems without locks."""
    return problem(
        *draw(cohorts(most, capacity)),
        objective=draw(one_of(("fair", "total"))),
        common_language=draw(YES_OR_NO),
        measure=draw(one_of(tuple(MEASURES))),
        min_distance=draw(numbers(0, 5)),
        reporting_depth=draw(one_of((0, 1, 2, None))),
        mentor_below=draw(YES_OR_NO),
        shared_depth=draw(one_of((0, 0, 1, 3))),
        other_department=draw(numbers(0, 3)) == 0,
        other_place=draw(numbers(0, 3)) == 0,
        strict=draw(STRICT),
        floor=draw(one_of((None, 30))),
        session_minutes=draw(one_of((30, 45, 60))),
    )
