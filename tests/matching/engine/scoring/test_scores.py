import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.scoring.factors import Factors
from matching.engine.scoring.scores import FORBIDDEN, TOP, Corrections, Lookup, Scores, dense


def random_scores(rng, kind=np.float32):
    """Scores with sparse features, a table on either side, a capped count, corrections and sometimes a floor."""
    rows, cols = rng.integers(1, 40, 2)
    skills = [rng.integers(0, 900, (size, 30)) * (rng.random((size, 30)) < 0.1) for size in (rows, cols)]
    table = rng.integers(0, 5000, (6, 4))
    table[rng.random(table.shape) < 0.3] = FORBIDDEN
    ours, theirs = rng.integers(0, 6, rows), rng.integers(0, 4, cols)
    left = np.hstack([skills[0], table[ours], np.eye(6)[ours]])
    right = np.hstack([skills[1] > 0, np.eye(4)[theirs], rng.integers(0, 9, (6, 4)).T[theirs]])
    free = [(rng.random((size, 12)) < 0.2).astype(kind) for size in (rows, cols)]
    lookup = Lookup(*free, np.array([0, 10, 20], dtype=kind))
    keys = np.flatnonzero(rng.random(rows * cols) < 0.1)
    values = np.where(rng.random(len(keys)) < 0.5, FORBIDDEN, 77).astype(kind)
    corrections = Corrections(keys // cols, keys % cols, values, (int(rows), int(cols)))
    floor = int(rng.integers(0, 3000)) if rng.random() < 0.5 else None
    scores = Scores(left.astype(kind), right.astype(kind), corrections, (lookup,), floor)
    return prepared(scores) if rng.random() < 0.5 else scores


def prepared(scores):
    """With the short sums that otherwise only many rows are worth."""
    for part in (scores, *scores.lookups):
        _ = part.factors
    return scores


def written_out(scores):
    """The same points from the definition, in whole numbers."""
    points = scores.left.astype(np.int64) @ scores.right.astype(np.int64).T
    for lookup in scores.lookups:
        counts = lookup.left.astype(np.int64) @ lookup.right.astype(np.int64).T
        points += lookup.table.astype(np.int64)[np.minimum(counts, len(lookup.table) - 1)]
    points[scores.corrections.row, scores.corrections.col] += scores.corrections.value.astype(np.int64)
    return points if scores.floor is None else np.where(points < scores.floor, 2 * scores.forbidden, points)


seeds = given(seed=st.integers(0, 2**32))


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@seeds
@settings(deadline=None, max_examples=60)
def test_a_tile_holds_the_points_of_its_rows(kind, seed):
    scores = random_scores(np.random.default_rng(seed), kind)
    rows = np.arange(scores.shape[0])[:: -2 if seed % 2 else 1]
    tile = scores.tile(rows)
    assert tile.dtype == kind
    assert (tile.astype(np.int64) == written_out(scores)[rows]).all()


@seeds
@settings(deadline=None, max_examples=30)
def test_a_tile_is_written_into_the_given_buffer(seed):
    scores = random_scores(np.random.default_rng(seed))
    buffer = np.full(scores.shape, np.nan, dtype=np.float32)
    tile = scores.tile(np.arange(scores.shape[0]), out=buffer)
    assert np.shares_memory(tile, buffer)
    assert (buffer.astype(np.int64) == written_out(scores)).all()


@seeds
@settings(deadline=None, max_examples=60)
def test_single_pairs_have_the_points_of_the_tile(seed):
    scores = random_scores(np.random.default_rng(seed))
    rows, cols = (x.ravel() for x in np.indices(scores.shape))
    assert (scores.at(rows, cols) == written_out(scores).ravel()).all()


@seeds
@settings(deadline=None, max_examples=60)
def test_sides_can_be_exchanged_and_people_taken(seed):
    rng = np.random.default_rng(seed)
    scores = random_scores(rng)
    everything = written_out(scores)
    flipped = prepared(scores.flipped())
    assert (flipped.tile(np.arange(scores.shape[1])).astype(np.int64) == everything.T).all()
    rows, cols = (np.flatnonzero(rng.random(size) < 0.6) for size in scores.shape)
    for some in (scores, flipped.flipped()):
        taken = some.take(rows, cols)
        assert (taken.tile(np.arange(len(rows))).astype(np.int64) == everything[np.ix_(rows, cols)]).all()
        strip = some.take(rows)
        assert (strip.tile(np.arange(len(rows))).astype(np.int64) == everything[rows]).all()


def test_pairs_below_a_level_are_not_allowed():
    scores = dense(np.array([[5, 7], [0, 9]]), np.ones((2, 2), dtype=bool)).at_least(6)
    assert (scores.tile(np.arange(2)) > scores.forbidden / 2).tolist() == [[False, True], [False, True]]
    assert scores.at_least(8).floor == 8
    assert scores.at_least(2).floor == 6


def test_single_pairs_can_be_taken_out():
    scores = dense(np.full((2, 2), 5), np.ones((2, 2), dtype=bool)).without(np.array([0]), np.array([1]))
    assert (scores.tile(np.arange(2)) > scores.forbidden / 2).tolist() == [[True, False], [True, True]]


def test_points_beyond_float32_are_exact():
    points = np.array([[2**40 + 1, 3], [2**40, 2**40 + 1]])
    scores = dense(points, points > 3)
    assert scores.tile(np.arange(2)).dtype == np.float64
    assert scores.at(np.array([0, 1]), np.array([0, 1])).tolist() == [2**40 + 1, 2**40 + 1]
    assert scores.at(np.array([0]), np.array([1]))[0] <= scores.forbidden / 2
    assert scores.top > 2**40


def test_small_points_keep_to_float32():
    assert dense(np.array([[TOP - 1]]), np.array([[True]])).dtype == np.float32


def test_many_rows_are_summed_up_and_few_are_multiplied():
    points = np.arange(300 * 4).reshape(300, 4)
    scores = dense(points.T, points.T > 0).flipped()
    few, many = scores.tile(np.arange(5)), scores.tile(np.arange(300))
    assert "factors" in scores.__dict__
    assert (few[1:] == points[1:5]).all()
    assert (many[1:] == points[1:]).all()


def test_a_table_needs_one_feature_per_row():
    rng = np.random.default_rng(1)
    left = rng.integers(1, 100, (5, 40))[rng.integers(0, 5, 60)].astype(np.float32)
    right = np.eye(40, dtype=np.float32)[rng.integers(0, 40, 50)]
    factors = Factors.of(left, right)
    assert np.diff(factors.starts).tolist() == [1] * 60
    assert (factors.tile(np.arange(60)) == left @ right.T).all()


def test_sums_as_long_as_the_product_are_left_to_the_product():
    assert Factors.of(np.ones((9, 40), dtype=np.float32), np.ones((9, 40), dtype=np.float32)) is None


def test_nobody_has_no_points():
    scores = dense(np.zeros((0, 3), dtype=np.int64), np.zeros((0, 3), dtype=bool))
    assert scores.tile(np.arange(0)).shape == (0, 3)
    assert scores.flipped().tile(np.arange(3)).shape == (3, 0)
