"""The best whole by trying everything, and random problems with locks, which only the rules can tell."""

from dataclasses import replace
from itertools import combinations, product

from hypothesis import settings
from hypothesis import strategies as st

from matching.engine.explaining.explain import explain
from tests.matching.engine.cohorts import problems

#: For properties that solve many problems per example.
few = settings(max_examples=25, deadline=None)


def allowed_pairs(case):
    """Exact points of every allowed pair, by explaining one after the other."""
    pairs = product(case.on("mentor"), case.on("mentee"))
    explained = [explain(case, junior.key, senior.key) for junior, senior in pairs]
    return {x.pair: x.points for x in explained if x.allowed}


def within_capacity(case, choice):
    keys = [("mentor", pair[0]) for pair in choice] + [("mentee", pair[1]) for pair in choice]
    return all(keys.count((p.side, p.key)) <= p.capacity for p in case.people)


def worth(case, points, choice):
    free = [points[pair] for pair in choice if pair not in case.locked]
    worst = min(free, default=0) if case.objective == "fair" else 0
    return len(choice), worst, sum(points[pair] for pair in choice)


def best_by_trying(case, points):
    choices = (c for size in range(len(points) + 1) for c in combinations(points, size))
    fitting = (c for c in choices if set(case.locked) <= set(c) and within_capacity(case, c))
    return max(worth(case, points, choice) for choice in fitting)


@st.composite
def locked_problems(draw, most=4, capacity=2):
    """Problems of which up to two allowed pairs are locked within the capacities."""
    case = draw(problems(most, capacity))
    allowed = sorted(allowed_pairs(case))
    locked = draw(st.lists(st.sampled_from(allowed), max_size=2, unique=True)) if allowed else []
    return replace(case, locked=tuple(locked)) if within_capacity(case, locked) else case
