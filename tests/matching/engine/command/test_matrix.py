"""The command line's market against an independent exact solver, HiGHS, one objective after the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.engine.command.matrix import solve_matrix
from matching.engine.command.matrix_file import parse


@st.composite
def documents(draw):
    """Small markets as JSON documents, with negative points, ties, locks, floors and people without room."""
    rows, cols = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    high = draw(st.sampled_from((0, 2, 50)))
    cell = st.none() | st.integers(-high, high)
    score = draw(st.lists(st.lists(cell, min_size=cols, max_size=cols), min_size=rows, max_size=rows))
    caps = [draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)) for n in (rows, cols)]
    document = {"score": score, "row_cap": caps[0], "col_cap": caps[1]}
    document["objective"] = draw(st.sampled_from(("fair", "total")))
    document["floor"] = draw(st.none() | st.integers(-high, high))
    document["locked"] = draw(locks(score, *caps))
    return document


@st.composite
def locks(draw, score, row_cap, col_cap):
    """Locked pairs that fit into the places."""
    allowed = [(i, j) for i, row in enumerate(score) for j, points in enumerate(row) if points is not None]
    room, chosen = (list(row_cap), list(col_cap)), []
    for i, j in draw(st.lists(st.sampled_from(allowed), max_size=3, unique=True)) if allowed else ():
        if room[0][i] and room[1][j]:
            room[0][i], room[1][j] = room[0][i] - 1, room[1][j] - 1
            chosen.append([i, j])
    return chosen


class Program:
    """The market as an integer program: one variable per eligible pair, a constraint per person."""

    def __init__(self, document):
        score, locked = document["score"], {tuple(pair) for pair in document["locked"]}
        floor = -np.inf if document["floor"] is None else document["floor"]
        cells = [(i, j, s) for i, row in enumerate(score) for j, s in enumerate(row) if s is not None]
        self.pairs = [(i, j) for i, j, s in cells if s >= floor and (i, j) not in locked]
        self.points = np.array([score[i][j] for i, j in self.pairs], dtype=float)
        self.room = [
            cap - sum(pair[side] == person for pair in locked)
            for side, caps in enumerate((document["row_cap"], document["col_cap"]))
            for person, cap in enumerate(caps)
        ]
        rows = len(document["row_cap"])
        self.matrix = np.zeros((len(self.room), len(self.pairs)))
        for at, (i, j) in enumerate(self.pairs):
            self.matrix[[i, rows + j], at] = 1

    def most(self, worth, least=-np.inf, count=None):
        """The highest worth over choices of pairs with at least `least` points, exactly `count` of them."""
        if not self.pairs:
            return 0
        demands = [LinearConstraint(self.matrix, ub=self.room)]
        if count is not None:
            demands.append(LinearConstraint(np.ones(len(self.pairs)), lb=count, ub=count))
        bounds = Bounds(0, (self.points >= least).astype(float))
        found = milp(-worth, constraints=demands, bounds=bounds, integrality=np.ones(len(worth)))
        return round(-found.fun) if found.success else None


def best(document):
    """Number of pairs, worst pair (None if there is none) and total over the pairs that are not locked."""
    program = Program(document)
    ones = np.ones(len(program.pairs))
    count = program.most(ones)
    if not count:
        return 0, None, 0
    least = -np.inf
    if document["objective"] == "fair":
        levels = sorted(set(program.points), reverse=True)
        least = next(level for level in levels if program.most(ones, least=level) == count)
    return count, least, program.most(program.points, least=least, count=count)


@settings(max_examples=150, deadline=None)
@given(documents())
def test_the_choice_is_as_good_as_that_of_an_integer_program(document):
    answer = solve_matrix(parse(document))
    locked = {tuple(pair) for pair in document["locked"]}
    free = [pair for pair in answer.pairs if pair not in locked]
    points = [document["score"][i][j] for i, j in free]
    count, least, total = best(document)
    assert (len(free), sum(points)) == (count, total)
    assert answer.worst == min(points, default=None)
    assert document["objective"] == "total" or answer.worst == least
    assert answer.total == total + sum(document["score"][i][j] for i, j in locked)
    assert answer.certified


@settings(max_examples=150, deadline=None)
@given(documents())
def test_the_choice_keeps_locks_and_capacities_and_the_floor(document):
    answer = solve_matrix(parse(document))
    locked = {tuple(pair) for pair in document["locked"]}
    assert locked <= set(answer.pairs) and len(set(answer.pairs)) == len(answer.pairs)
    for i, j in set(answer.pairs) - locked:
        assert document["score"][i][j] is not None
        assert document["floor"] is None or document["score"][i][j] >= document["floor"]
    for side, caps in enumerate((document["row_cap"], document["col_cap"])):
        assert all(
            sum(pair[side] == person for pair in answer.pairs) <= cap for person, cap in enumerate(caps)
        )


@settings(max_examples=150, deadline=None)
@given(documents())
def test_prices_cover_every_eligible_pair_and_meet_at_the_chosen_ones(document):
    answer = solve_matrix(parse(document))
    locked = {tuple(pair) for pair in document["locked"]}
    levels = [-np.inf if document["floor"] is None else document["floor"]]
    if document["objective"] == "fair" and answer.worst is not None:
        levels.append(answer.worst)
    assert all(price >= 0 for price in answer.col_price)
    for i, row in enumerate(document["score"]):
        for j, points in enumerate(row):
            price = answer.row_price[i] + answer.col_price[j]
            if (i, j) in answer.pairs and (i, j) not in locked:
                assert points >= price
                if 1 in (document["row_cap"][i], document["col_cap"][j]):
                    assert points == price
            elif points is not None and points >= max(levels) and (i, j) not in locked:
                assert points <= price


def test_a_mentor_with_room_to_spare_costs_nothing():
    answer = solve_matrix(parse({"score": [[3], [5]], "row_cap": [1, 1], "col_cap": [10**30]}))
    assert answer.col_price == (0,) and answer.row_price == (3, 5)


@pytest.mark.parametrize("objective", ["total", "fair"])
def test_more_pairs_win_over_more_points(objective):
    document = {"score": [[9, -5], [-7, None]], "row_cap": [1, 1], "col_cap": [1, 1], "objective": objective}
    assert solve_matrix(parse(document)).pairs == ((0, 1), (1, 0))


def test_a_fair_choice_gives_up_points_for_a_better_worst_pair():
    market = {"score": [[100, 20], [30, 1]], "row_cap": [1, 1], "col_cap": [1, 1]}
    fair, total = (solve_matrix(parse({**market, "objective": name})) for name in ("fair", "total"))
    assert (fair.worst, fair.total) == (20, 50)
    assert (total.worst, total.total) == (1, 101)


@settings(max_examples=50, deadline=None)
@given(documents())
def test_large_points_are_added_up_as_exactly_as_small_ones(document):
    def scaled(points):
        return None if points is None else points * 10**10

    large = {**document, "score": [[scaled(x) for x in row] for row in document["score"]]}
    large["floor"] = scaled(document["floor"])
    small, exact = solve_matrix(parse(document)), solve_matrix(parse(large))
    assert (len(exact.pairs), exact.total, exact.worst) == (
        len(small.pairs),
        small.total * 10**10,
        scaled(small.worst),
    )
    assert exact.certified
