from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.certificate import bonus, bound, tight_prices
from matching.engine.optimum import Market, optimise
from matching.engine.result import Prices
from tests.matching.engine.cohorts import relaxed


def every_choice(allowed, row_cap, col_cap, row=0):
    """All choices of pairs within the capacities, each pair at most once, as tuples of cells."""
    if row == len(row_cap):
        yield ()
        return
    open_cols = [col for col in np.flatnonzero(allowed[row]).tolist() if col_cap[col] > 0]
    for size in range(min(row_cap[row], len(open_cols)) + 1):
        for cols in combinations(open_cols, size):
            room = [cap - (col in cols) for col, cap in enumerate(col_cap)]
            for rest in every_choice(allowed, row_cap, room, row + 1):
                yield (*((row, col) for col in cols), *rest)


def value(points, choice, fair):
    """What a choice is worth: number of pairs, worst pair (if fair), total."""
    worst = min((points[cell] for cell in choice), default=0) if fair else 0
    return len(choice), worst, sum(points[cell] for cell in choice)


@st.composite
def markets(draw, most, capacity):
    rows, cols = draw(st.integers(0, most)), draw(st.integers(0, most))
    high = draw(st.sampled_from((0, 2, 100_000)))
    cells = st.lists(st.integers(-1 if high < 3 else -high, high), min_size=rows * cols, max_size=rows * cols)
    yes = st.lists(st.integers(0, 2), min_size=rows * cols, max_size=rows * cols)
    caps = [draw(st.lists(st.integers(0, capacity), min_size=n, max_size=n)) for n in (rows, cols)]
    return Market(
        np.array(draw(cells), dtype=np.int64).reshape(rows, cols),
        np.array(draw(yes), dtype=np.int64).reshape(rows, cols) > 0,
        *(np.array(cap, dtype=np.int64) for cap in caps),
    )


def hashes_for(market):
    return np.random.default_rng(7).integers(0, 2**64, market.points.shape, dtype=np.uint64)


def assert_best(market, fair):
    chosen, certificate = optimise(market, hashes_for(market), fair)
    found = tuple((row, col) for row, col in np.argwhere(chosen).tolist())
    everything = every_choice(market.allowed, market.row_cap.tolist(), market.col_cap.tolist())
    best = max(value(market.points, choice, fair) for choice in everything)
    assert value(market.points, found, fair) == best
    assert (chosen.sum(axis=1) <= market.row_cap).all()
    assert (chosen.sum(axis=0) <= market.col_cap).all()
    assert not (chosen & ~market.allowed).any()
    return chosen, certificate


@relaxed
@given(markets(most=5, capacity=1), st.booleans())
def test_one_place_each_is_as_good_as_trying_everything(market, fair):
    assert_best(market, fair)


@relaxed
@given(markets(most=4, capacity=3), st.booleans())
def test_room_for_several_on_both_sides_is_as_good_as_trying_everything(market, fair):
    assert_best(market, fair)


@relaxed
@given(markets(most=4, capacity=2), st.booleans())
def test_the_prices_prove_the_optimum(market, fair):
    chosen, proof = assert_best(market, fair)
    room, count = (market.row_cap, market.col_cap), int(chosen.sum())
    assert bound(market.allowed.astype(np.int64), proof.most, *room) == count
    eligible = market.allowed
    if fair and count:
        least = market.points[chosen].min()
        eligible = market.allowed & (market.points >= least)
        assert bound((market.allowed & (market.points > least)).astype(np.int64), proof.worst, *room) < count
    extra = bonus(market.points, *room)
    weights = np.where(eligible, market.points + extra, 0)
    assert bound(weights, proof.total, *room) == weights[chosen].sum()


@relaxed
@given(markets(most=4, capacity=2), st.booleans(), st.randoms())
def test_the_order_of_rows_and_columns_does_not_change_the_choice(market, fair, random):
    hashes = hashes_for(market)
    rows, cols = (random.sample(range(n), n) for n in market.points.shape)
    turned = np.ix_(rows, cols)
    shuffled = Market(
        market.points[turned], market.allowed[turned], market.row_cap[rows], market.col_cap[cols]
    )
    chosen, _ = optimise(market, hashes, fair)
    again, _ = optimise(shuffled, hashes[turned], fair)
    assert (chosen[turned] == again).all()


@relaxed
@given(markets(most=4, capacity=2), st.booleans())
def test_equal_optima_are_settled_by_the_highest_sum_of_hashes(market, fair):
    hashes = hashes_for(market)
    chosen, _ = optimise(market, hashes, fair)
    everything = list(every_choice(market.allowed, market.row_cap.tolist(), market.col_cap.tolist()))
    best = max(value(market.points, choice, fair) for choice in everything)
    ties = [choice for choice in everything if value(market.points, choice, fair) == best]
    shift = np.uint64(32)
    winner = max(ties, key=lambda choice: sum(int(hashes[cell] >> shift) for cell in choice))
    assert sorted(winner) == [tuple(cell) for cell in np.argwhere(chosen).tolist()]


def test_more_tandems_win_over_better_ones():
    market = Market(
        np.array([[90, 10], [10, 0]]),
        np.array([[True, True], [True, False]]),
        np.array([1, 1]),
        np.array([1, 1]),
    )
    chosen, _ = optimise(market, hashes_for(market), fair=False)
    assert np.argwhere(chosen).tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize(("fair", "pairs"), [(True, [[0, 1], [1, 0]]), (False, [[0, 0], [1, 1]])])
def test_fair_lifts_the_worst_pair_before_the_total(fair, pairs):
    points = np.array([[90, 50], [50, 20]])
    market = Market(points, points > 0, np.array([1, 1]), np.array([1, 1]))
    chosen, _ = optimise(market, hashes_for(market), fair)
    assert np.argwhere(chosen).tolist() == pairs


def test_a_choice_that_is_not_the_heaviest_has_no_tight_prices():
    one = np.ones(2, dtype=np.int64)
    with pytest.raises(ValueError, match="not a heaviest"):
        tight_prices(np.array([[9, 1], [1, 9]]), np.array([[False, True], [True, False]]), one, one)


def test_negative_prices_prove_nothing():
    one = np.ones(1, dtype=np.int64)
    with pytest.raises(ValueError, match="negative"):
        bound(np.array([[9]]), Prices((-1,), (10,)), one, one)


def test_hundreds_of_equal_pairs_with_room_on_both_sides_are_no_trap():
    everybody = np.full(80, 2)
    market = Market(np.zeros((80, 80), dtype=np.int64), np.ones((80, 80), dtype=bool), everybody, everybody)
    chosen, _ = optimise(market, hashes_for(market), fair=True)
    assert (chosen.sum(axis=0) == 2).all() and (chosen.sum(axis=1) == 2).all()
