import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.solving.cover import Largest, missed_by, most_pairs
from matching.engine.solving.shortlist import Listed, shortlist
from tests.matching.engine.markets import examples, most_by_flow, table, tables


def present(case):
    """Everybody has at least one place."""
    return case.turned(np.flatnonzero(case.row_cap), np.flatnonzero(case.col_cap))


def largest_of(case, places):
    listed = shortlist(case.scores, places) if places else Listed.nothing()
    return most_pairs(case.scores, case.row_cap, case.col_cap, listed)


def cost(case, cover):
    """Places of the people in the cover, and pairs that have nobody in it."""
    beside = case.allowed & ~cover.rows[:, None] & ~cover.cols[None, :]
    return int(case.row_cap[cover.rows].sum() + case.col_cap[cover.cols].sum() + beside.sum())


@examples(200)
@given(tables(most=12, row_places=3, col_places=3), st.integers(0, 3))
def test_as_many_pairs_are_formed_as_a_maximum_flow_admits(case, places):
    case = present(case)
    largest = largest_of(case, places)
    pairs = largest.pairs
    assert largest.count == len(pairs) == most_by_flow(case)
    assert case.allowed[pairs.rows, pairs.cols].all()
    assert (pairs.points == case.points[pairs.rows, pairs.cols]).all()
    assert (np.bincount(pairs.rows, minlength=len(case.row_cap)) <= case.row_cap).all()
    assert (np.bincount(pairs.cols, minlength=len(case.col_cap)) <= case.col_cap).all()


@examples(200)
@given(tables(most=12, row_places=3, col_places=3), st.integers(0, 3))
def test_the_cover_costs_as_much_as_there_are_pairs(case, places):
    case = present(case)
    largest = largest_of(case, places)
    assert cost(case, largest.cover) == largest.count


@examples(60)
@given(tables(most=8, row_places=2, col_places=2), st.integers(0, 100))
def test_a_choice_follows_the_level_up_and_down(case, level):
    case = present(case)
    largest = largest_of(case, 12)
    before = largest.count
    largest.grow(level)
    assert largest.count == most_by_flow(case.at_least(level))
    largest.grow()
    assert largest.count == before


def test_pairs_that_no_list_names_are_found():
    """Everybody lists the same few partners."""
    everybody = np.arange(300)
    listed = Listed(everybody, everybody % 2, np.full(300, 5))
    case = table(np.full((300, 300), 5))
    largest = most_pairs(case.scores, case.row_cap, case.col_cap, listed)
    assert largest.count == 300


def test_the_cover_of_a_deficit_is_found_in_a_large_market():
    """200 rows compete for 150 columns, beside 200 rows with 250 columns of their own."""
    allowed = np.zeros((400, 400), dtype=bool)
    allowed[:200, :150] = allowed[200:, 150:] = True
    case = table(np.zeros((400, 400)), allowed)
    largest = largest_of(case, 2)
    assert largest.count == cost(case, largest.cover) == 350
    assert largest.cover.rows.tolist() == [False] * 200 + [True] * 200
    assert largest.cover.cols.tolist() == [True] * 150 + [False] * 250


def test_layered_lists_are_no_trap():
    """Each row knows the columns of its own and of the next layer; only the last row's way out is missing."""
    size, layers = 40, 40
    rows = np.repeat(np.arange(size * layers), 2 * size)
    cols = (rows // size) * size + np.tile(np.arange(2 * size), size * layers) - size
    inside = cols >= 0
    listed = Listed(rows[inside], cols[inside], np.zeros(inside.sum(), dtype=np.int64))
    one = np.ones(size * layers, dtype=np.int64)
    largest = Largest(listed, one, one)
    largest.grow()
    assert largest.count == size * layers


@pytest.mark.parametrize("best", [True, False])
def test_missed_pairs_are_those_beside_the_cover(best):
    case = table([[1, 2], [3, 4]])
    largest = Largest(Listed.nothing(), case.row_cap, case.col_cap)
    largest.grow()
    missed = missed_by(case.scores, largest, best=best)
    assert (missed.rows.tolist(), missed.cols.tolist()) == ([0, 0, 1, 1], [0, 1, 0, 1])
    assert missed.points.tolist() == [1, 2, 3, 4]


def test_the_search_tells_what_it_looks_at_and_can_be_stopped():
    case, told = table(np.ones((6, 5))), []
    most_pairs(case.scores, case.row_cap, case.col_cap, Listed.nothing(), told.append)
    assert sum(told) >= 30

    def stop(pairs):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        most_pairs(case.scores, case.row_cap, case.col_cap, Listed.nothing(), stop)
