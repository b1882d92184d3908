import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.scoring.scores import dense
from matching.engine.solving.lists import EVERYTHING, Effort, Lists
from tests.matching.engine.solving.test_implicit import changed_market, random_market

SHORT = Effort(wished=1, small=1)
seeds = given(seed=st.integers(0, 2**32))


def assert_bound(lists, points, allowed):
    """Every allowed pair that is not listed lies below its references by the margin; listed ones have their points."""
    row, col, listed = lists.pairs
    assert (listed == points[row, col]).all()
    assert allowed[row, col].all()
    assert (np.diff(lists.keys) > 0).all()
    missing = allowed.copy()
    missing[row, col] = False
    assert not missing[lists.alone].any()
    bound = lists.row_ref[:, None] + lists.col_ref[None, :] - lists.margin
    assert (points[missing] <= bound[missing]).all()


@seeds
@settings(deadline=None, max_examples=100)
def test_pairs_outside_the_lists_lie_below_the_margin(seed):
    rng = np.random.default_rng(seed)
    points, allowed, _, _ = random_market(rng)
    lists = Lists(dense(points, allowed), SHORT, None)
    lists.anchor(rng.integers(0, points.max() + 2, points.shape[1]))
    assert_bound(lists, points, allowed)
    for _ in range(3):
        rows = np.flatnonzero((rng.random(points.shape[0]) < 0.4) & ~lists.alone)
        cols = np.flatnonzero(rng.random(points.shape[1]) < 0.4)
        if len(rows):
            lists.rescan_rows(rows, lists.row_ref[rows] - rng.integers(0, 500, len(rows)), limit=2)
        if len(cols):
            lists.rescan_cols(cols, lists.col_ref[cols] - rng.integers(0, 500, len(cols)), limit=2)
        assert_bound(lists, points, allowed)


@seeds
@settings(deadline=None, max_examples=100)
def test_changed_people_are_listed_anew(seed):
    rng = np.random.default_rng(seed)
    market = random_market(rng)
    lists = Lists(dense(*market[:2]), SHORT, None)
    lists.anchor(np.zeros(market[0].shape[1], dtype=np.int64))
    for _ in range(2):
        market, rows, cols = changed_market(rng, market)
        lists.renew(dense(*market[:2]), rows, cols)
        assert_bound(lists, *market[:2])


@seeds
@settings(deadline=None, max_examples=30)
def test_small_markets_are_listed_whole(seed):
    points, allowed, _, _ = random_market(np.random.default_rng(seed))
    lists = Lists(dense(points, allowed), Effort(), None)
    lists.list_all()
    row, col, listed = lists.pairs
    assert [row.tolist(), col.tolist()] == [x.tolist() for x in np.nonzero(allowed)]
    assert listed.tolist() == points[allowed].tolist()
    assert lists.margin == EVERYTHING


def test_equal_pairs_are_listed_differently_for_each_row():
    lists = Lists(dense(np.full((40, 40), 5), np.ones((40, 40), dtype=bool)), SHORT, None)
    lists.anchor(np.zeros(40, dtype=np.int64))
    _, col, _ = lists.pairs
    assert lists.overflow
    assert np.bincount(col, minlength=40).max() < 40
    assert len(np.unique(col)) > 30
