import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.certificate import bonus, bound
from matching.engine.optimum import optimise
from matching.engine.result import Prices
from matching.engine.settle import pair_hashes
from tests.matching.engine.cohorts import relaxed
from tests.matching.engine.markets import best_by_trying, every_choice, orders, table, tables


def cells(best):
    return list(zip(best.rows.tolist(), best.cols.tolist(), strict=True))


def assert_best(case, fair):
    best = optimise(case.market, fair=fair)
    chosen = np.zeros_like(case.allowed)
    chosen[best.rows, best.cols] = True
    assert case.value(cells(best), fair) == best_by_trying(case, fair)
    assert cells(best) == sorted(set(cells(best)))
    assert (chosen.sum(axis=1) <= case.row_cap).all()
    assert (chosen.sum(axis=0) <= case.col_cap).all()
    assert not (chosen & ~case.allowed).any()
    assert (best.points == case.points[chosen]).all()
    assert best.level == (case.points[chosen].min() if fair and chosen.any() else None)
    return chosen, best.certificate


@relaxed
@given(tables(most=5, capacity=1), st.booleans())
def test_one_place_each_is_as_good_as_trying_everything(case, fair):
    assert_best(case, fair)


@relaxed
@given(tables(most=4, capacity=3), st.booleans())
def test_room_for_several_on_both_sides_is_as_good_as_trying_everything(case, fair):
    assert_best(case, fair)


@relaxed
@given(tables(most=4, capacity=2), st.booleans())
def test_the_prices_prove_the_optimum(case, fair):
    chosen, proof = assert_best(case, fair)
    room, count = (case.row_cap, case.col_cap), int(chosen.sum())
    assert bound(case.allowed.astype(np.int64), proof.most, *room) == count
    eligible = case.allowed
    if fair and count:
        least = case.points[chosen].min()
        eligible = case.allowed & (case.points >= least)
        assert bound((case.allowed & (case.points > least)).astype(np.int64), proof.worst, *room) < count
    extra = bonus(case.market.scores.top, *room)
    weights = np.where(eligible, case.points + extra, 0)
    assert bound(weights, proof.total, *room) == weights[chosen].sum()


@relaxed
@given(tables(most=4, capacity=2), st.booleans(), st.randoms())
def test_the_order_of_rows_and_columns_does_not_change_the_choice(case, fair, random):
    rows, cols = orders(random, case)
    again = optimise(case.turned(rows, cols).market, fair=fair)
    turned_back = [(int(rows[row]), int(cols[col])) for row, col in cells(again)]
    assert sorted(turned_back) == cells(optimise(case.market, fair=fair))


@relaxed
@given(tables(most=4, capacity=2), st.booleans())
def test_equal_optima_are_settled_by_the_highest_sum_of_hashes(case, fair):
    taste = pair_hashes(case.row_hash[:, None], case.col_hash[None, :]) >> np.uint64(32)
    best = best_by_trying(case, fair)
    ties = [choice for choice in every_choice(case) if case.value(choice, fair) == best]
    winner = max(ties, key=lambda choice: sum(int(taste[cell]) for cell in choice))
    assert cells(optimise(case.market, fair=fair)) == sorted(winner)


def test_more_tandems_win_over_better_ones():
    case = table([[90, 10], [10, 0]], [[True, True], [True, False]])
    assert cells(optimise(case.market, fair=False)) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(("fair", "pairs"), [(True, [(0, 1), (1, 0)]), (False, [(0, 0), (1, 1)])])
def test_fair_lifts_the_worst_pair_before_the_total(fair, pairs):
    assert cells(optimise(table([[90, 50], [50, 20]]).market, fair=fair)) == pairs


def test_negative_prices_prove_nothing():
    one = np.ones(1, dtype=np.int64)
    with pytest.raises(ValueError, match="negative"):
        bound(np.array([[9]]), Prices((-1,), (10,)), one, one)


def test_hundreds_of_equal_pairs_with_room_on_both_sides_are_no_trap():
    everybody = np.full(80, 2)
    case = table(np.zeros((80, 80)), row_cap=everybody, col_cap=everybody)
    best = optimise(case.market, fair=True)
    assert (np.bincount(best.rows) == 2).all() and (np.bincount(best.cols) == 2).all()
