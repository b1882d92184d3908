"""People for the tests of the engine: two by name, and random ones by hypothesis."""

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


def some(values, most=3):
    return st.frozensets(st.sampled_from(values), max_size=most)


def maybe(strategy):
    return st.none() | strategy


def skills(highest):
    return st.dictionaries(st.sampled_from("abcd"), st.integers(1, highest), max_size=3)


@st.composite
def cohorts(draw, most=4, capacity=2):
    """Mentors j0, j1, … and mentees s0, s1, … with data that is often missing, over charts with circles."""
    counts = {"mentor": ("j", draw(st.integers(0, most))), "mentee": ("s", draw(st.integers(0, most)))}
    keys = {side: [f"{letter}{i}" for i in range(count)] for side, (letter, count) in counts.items()}
    everyone = [*keys["mentor"], *keys["mentee"], "board"]
    managers = maybe(st.sampled_from(everyone) | st.lists(st.sampled_from(everyone), max_size=2).map(tuple))
    manager_of = {key: draw(managers) for key in everyone}
    return tuple(
        draw(
            people(
                key, side, manager_of, capacity, [k for other in keys for k in keys[other] if other != side]
            )
        )
        for side in keys
        for key in keys[side]
    )


@st.composite
def people(draw, key, side, manager_of, capacity, others):
    windows = draw(st.lists(st.integers(0, 60), max_size=3))
    return Person(
        key=key,
        side=side,
        capacity=draw(st.integers(0, capacity)),
        opted_in=draw(st.integers(0, 5)) > 0,
        level=draw(maybe(st.integers(1, 6))),
        years=draw(maybe(st.integers(0, 30))),
        age_band=draw(maybe(st.integers(2, 6))),
        department=draw(maybe(st.sampled_from(("law", "it")))),
        line=draw(st.sampled_from((reporting_line(key, manager_of), None))),
        languages=draw(some(("de", "en", "fr"))),
        skills=draw(skills(5 if side == "mentor" else 3)),
        topics=draw(some(("culture", "voice"))),
        times=frozenset().union(*(hours(start, 1) for start in windows)),
        place=draw(maybe(st.sampled_from(("bremen", "kiel")))),
        form=draw(maybe(st.sampled_from(("online", "onsite", "both")))),
        wishes=draw(some(others)) if others else frozenset(),
        avoid=draw(some(others, most=1)) if others else frozenset(),
    )


@st.composite
def problems(draw, most=4, capacity=2):
    """Problems without locks."""
    return problem(
        *draw(cohorts(most, capacity)),
        objective=draw(st.sampled_from(("fair", "total"))),
        common_language=draw(st.booleans()),
        measure=draw(st.sampled_from(MEASURES)),
        min_distance=draw(st.integers(0, 5)),
        reporting_depth=draw(st.sampled_from((0, 1, 2, None))),
        mentor_below=draw(st.booleans()),
        shared_depth=draw(st.sampled_from((0, 0, 1, 3))),
        other_department=draw(st.integers(0, 3)) == 0,
        other_place=draw(st.integers(0, 3)) == 0,
        strict=draw(st.just(frozenset()) | st.frozensets(st.sampled_from(CHECKED), max_size=2)),
        floor=draw(st.sampled_from((None, 30))),
        session_minutes=draw(st.sampled_from((30, 45, 60))),
    )
