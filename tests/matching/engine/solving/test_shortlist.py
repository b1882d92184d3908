import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.solving.shortlist import Listed, shortlist
from tests.matching.engine.markets import examples, table, tables


def listed_points(listed, of, who):
    return sorted(listed.points[getattr(listed, of) == who].tolist(), reverse=True)


@examples(100)
@given(tables(most=8, row_places=1, col_places=1), st.integers(1, 4))
def test_everybody_lists_the_best_allowed_partners(case, places):
    listed = shortlist(case.scores, places)
    assert case.allowed[listed.rows, listed.cols].all()
    assert (listed.points == case.points[listed.rows, listed.cols]).all()
    for of, points, allowed in (("rows", case.points, case.allowed), ("cols", case.points.T, case.allowed.T)):
        for who in range(len(points)):
            best = sorted(points[who][allowed[who]].tolist(), reverse=True)[:places]
            assert listed_points(listed, of, who)[: len(best)] == best


@examples(60)
@given(tables(most=8, row_places=1, col_places=1))
def test_lists_at_random_hold_allowed_pairs_with_their_points(case):
    listed = shortlist(case.scores, 2, at_random=True)
    assert (listed.points == case.points[listed.rows, listed.cols]).all()
    counts = np.bincount(listed.rows, minlength=case.points.shape[0])
    assert (counts >= np.minimum(case.allowed.sum(axis=1), 2)).all()


def test_equals_list_different_partners():
    """A list of a few among many equal ones leaves nobody out."""
    for at_random in (True, False):
        listed = shortlist(table(np.full((400, 400), 3)).scores, 4, at_random=at_random)
        alone = Listed(*(part[:1600] for part in (listed.rows, listed.cols, listed.points)))
        assert len(np.unique(alone.cols)) > 200


def test_lists_are_put_together_without_repetition():
    one = Listed(np.array([0, 1]), np.array([2, 0]), np.array([5, 6]))
    two = Listed(np.array([1, 0]), np.array([1, 2]), np.array([7, 5]))
    both = one + two
    assert (both.rows.tolist(), both.cols.tolist(), both.points.tolist()) == ([0, 1, 1], [2, 0, 1], [5, 6, 7])
    assert (both.flipped().rows.tolist(), both.flipped().cols.tolist()) == ([0, 1, 2], [1, 1, 0])
