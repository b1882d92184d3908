import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.solving.cover import most_pairs
from matching.engine.solving.fair import best_worst
from matching.engine.solving.shortlist import Listed, shortlist
from tests.matching.engine.markets import examples, most_by_flow, table, tables


def lifted(case, places=8):
    listed = shortlist(case.scores, places) if places else Listed.nothing()
    largest = most_pairs(case.scores, case.row_cap, case.col_cap, listed)
    most, pairs = largest.cover, largest.pairs
    return best_worst(case.scores, case.row_cap, case.col_cap, most, pairs, largest.listed)


def assert_highest(case, level, cover, count):
    """There are `count` pairs at the level, and the cover proves that there are fewer above."""
    assert most_by_flow(case.at_least(level)) == count
    above = case.allowed & (case.points > level)
    beside = above & ~cover.rows[:, None] & ~cover.cols[None, :]
    assert case.row_cap[cover.rows].sum() + case.col_cap[cover.cols].sum() + beside.sum() < count


@examples(300)
@given(tables(most=12, row_places=3, col_places=3), st.integers(0, 3))
def test_the_level_is_the_highest_that_keeps_all_pairs(case, places):
    case = case.turned(np.flatnonzero(case.row_cap), np.flatnonzero(case.col_cap))
    count = most_by_flow(case)
    if count:
        assert_highest(case, *lifted(case, places), count)


def test_pairs_that_every_largest_choice_has_bound_the_level():
    """Both sides have room to spare: every pair is formed, also the worst."""
    everybody = np.full(4, 5)
    case = table(np.arange(5, 21).reshape(4, 4), row_cap=everybody, col_cap=everybody)
    level, cover = lifted(case)
    assert level == 5
    assert_highest(case, level, cover, 16)


def test_both_halves_are_lifted_and_the_lower_counts():
    """Rows 0 to 2 compete for column 0, which takes the best; row 3 has columns 1 to 3 to itself."""
    allowed = np.zeros((4, 4), dtype=bool)
    allowed[:3, 0] = allowed[3, 1:] = True
    for other, expected in ((10, 10), (90, 70)):
        points = np.zeros((4, 4))
        points[:3, 0] = 30, 70, 50
        points[3, 1:] = 5, other, 8
        level, cover = lifted(table(points, allowed))
        assert level == expected
        assert_highest(table(points, allowed), level, cover, 2)


def test_the_level_is_found_beyond_the_lists():
    """Whoever lists only two of 300 columns still gets the pair that lifts the worst."""
    random = np.random.default_rng(1)
    case = table(random.integers(0, 1000, (300, 300)))
    level, cover = lifted(case, places=2)
    assert_highest(case, level, cover, 300)


def test_when_all_are_equal_the_level_is_what_they_have():
    for size in (1, 40):
        case = table(np.full((size, size), 7))
        level, cover = lifted(case)
        assert level == 7
        assert_highest(case, level, cover, size)
