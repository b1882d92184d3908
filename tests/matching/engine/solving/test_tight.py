import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.scoring.scores import dense
from matching.engine.solving.implicit import solve
from matching.engine.solving.lists import Effort
from matching.engine.solving.tight import tight_pairs
from tests.matching.engine.solving.test_implicit import TINY, random_market


def pair_hash(rows, cols):
    return (rows.astype(np.uint64) * np.uint64(7919) + cols.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)


def written_out(total, points, allowed, row_cap, col_cap):
    """Tight pairs from the definition."""
    here = allowed & (row_cap > 0)[:, None] & (col_cap > 0)[None, :]
    return here & (points + total.bonus == total.row_price[:, None] + total.col_price[None, :])


def as_flags(pairs, shape):
    flags = np.zeros(shape, dtype=bool)
    flags[pairs] = True
    return flags


@pytest.mark.parametrize("effort", [TINY, Effort(wished=4, small=5, share=3), Effort()])
@given(seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=100)
def test_all_tight_pairs_are_found(effort, seed):
    market = random_market(np.random.default_rng(seed))
    scores = dense(*market[:2])
    total = solve(scores, *market[2:], effort=effort)
    rows, cols = tight_pairs(total, scores, pair_hash)
    assert list(zip(rows, cols, strict=True)) == sorted(zip(rows, cols, strict=True))
    assert (as_flags((rows, cols), scores.shape) == written_out(total, *market)).all()


@pytest.mark.parametrize("flipped", [False, True])
def test_of_too_many_each_person_keeps_those_of_highest_hash(flipped):
    size = (30, 20) if flipped else (20, 30)
    market = (np.full(size, 5), np.ones(size, dtype=bool), *(np.ones(n, dtype=np.int64) for n in size))
    scores = dense(*market[:2])
    total = solve(scores, *market[2:], effort=Effort(wished=2, small=2))
    rows, cols = tight_pairs(total, scores, pair_hash, limit=3)
    found, tight = as_flags((rows, cols), size), written_out(total, *market)
    hashes = pair_hash(*(x.ravel() for x in np.indices(size))).reshape(size)
    expected = as_flags((total.rows, total.cols), size)
    for row in np.flatnonzero(tight.any(axis=1)):
        expected[row, np.flatnonzero(tight[row])[np.argsort(hashes[row][tight[row]])[-3:]]] = True
    for col in np.flatnonzero(tight.any(axis=0)):
        expected[np.flatnonzero(tight[:, col])[np.argsort(hashes[:, col][tight[:, col]])[-3:]], col] = True
    assert (found == expected).all()
