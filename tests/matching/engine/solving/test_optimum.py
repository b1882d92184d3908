from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.errors import ProblemError
from matching.engine.scoring.hashes import pair_hashes
from matching.engine.solving.certificate import unproven
from matching.engine.solving.optimum import optimise
from tests.matching.engine.markets import (
    best_by_assignment,
    best_by_programming,
    best_by_trying,
    every_choice,
    examples,
    orders,
    table,
    tables,
)


def cells(best):
    return list(zip(best.rows.tolist(), best.cols.tolist(), strict=True))


def assert_sound(case, best, fair):
    """Allowed pairs within the places, sorted, each once, told and proven right."""
    assert cells(best) == sorted(set(cells(best)))
    assert case.allowed[best.rows, best.cols].all()
    assert (np.bincount(best.rows, minlength=len(case.row_cap)) <= case.row_cap).all()
    assert (np.bincount(best.cols, minlength=len(case.col_cap)) <= case.col_cap).all()
    assert (best.points == case.points[best.rows, best.cols]).all()
    assert best.level == (best.points.min() if fair and len(best.rows) else None)
    room = case.row_cap, case.col_cap
    assert unproven(case.scores, *room, best.rows, best.cols, best.certificate, fair=fair) == ()


def assert_best(case, fair, method):
    best = optimise(case.market, fair=fair)
    assert_sound(case, best, fair)
    assert case.value(cells(best), fair) == method(case, fair)


@examples(500)
@given(tables(most=5, row_places=1, col_places=1), st.booleans())
def test_one_place_each_is_as_good_as_trying_everything(case, fair):
    assert_best(case, fair, best_by_trying)


@examples(500)
@given(tables(most=4, row_places=3, col_places=3), st.booleans())
def test_room_for_several_on_both_sides_is_as_good_as_trying_everything(case, fair):
    assert_best(case, fair, best_by_trying)


@examples(700)
@given(tables(most=12, row_places=1, col_places=3), st.booleans())
def test_room_for_several_is_as_good_as_an_assignment_of_places(case, fair):
    assert_best(case, fair, best_by_assignment)


@examples(300)
@given(tables(most=9, row_places=3, col_places=3), st.booleans())
def test_room_for_several_on_both_sides_is_as_good_as_integer_programming(case, fair):
    assert_best(case, fair, best_by_programming)


@examples(60)
@given(tables(most=6, row_places=2, col_places=2), st.booleans(), st.randoms())
def test_the_order_of_rows_and_columns_does_not_change_the_choice(case, fair, random):
    rows, cols = orders(random, case)
    again = optimise(case.turned(rows, cols).market, fair=fair)
    turned_back = [(int(rows[row]), int(cols[col])) for row, col in cells(again)]
    assert sorted(turned_back) == cells(optimise(case.market, fair=fair))


@examples(60)
@given(tables(most=4, row_places=2, col_places=2), st.booleans())
def test_equal_optima_are_settled_by_the_highest_sum_of_hashes(case, fair):
    taste = pair_hashes(case.row_hash[:, None], case.col_hash[None, :]) >> np.uint64(24)
    best = best_by_trying(case, fair)
    ties = [choice for choice in every_choice(case) if case.value(choice, fair) == best]
    winner = max(ties, key=lambda choice: sum(int(taste[cell]) for cell in choice))
    assert cells(optimise(case.market, fair=fair)) == sorted(winner)


def crowd(seed, levels):
    """More people than are listed in full, with few different points, so that ties and deficits abound."""
    random = np.random.default_rng(seed)
    rank = random.integers(0, 9, 560)[:, None], random.integers(0, 9, 520)[None, :]
    shape = 560, 520
    places = random.integers(0, 3, 560), random.integers(0, 3, 520)
    return table(random.integers(0, levels, shape), rank[0] > rank[1], *places, seed=seed)


@pytest.mark.parametrize("levels", [1, 40, 100_000])
@pytest.mark.parametrize("fair", [True, False])
def test_neither_the_order_nor_an_earlier_result_changes_the_choice_in_a_crowd(levels, fair):
    case, other = crowd(1, levels), crowd(2, levels)
    best = optimise(case.market, fair=fair)
    assert_sound(case, best, fair)
    earlier = optimise(other.market, fair=not fair)
    assert cells(optimise(case.market, fair=fair, start=earlier)) == cells(best)
    rows, cols = (np.random.default_rng(3).permutation(size) for size in case.points.shape)
    again = optimise(case.turned(rows, cols).market, fair=fair)
    assert sorted(zip(rows[again.rows].tolist(), cols[again.cols].tolist(), strict=True)) == cells(best)


def test_a_crowd_is_as_well_served_as_by_an_assignment_of_places():
    case = crowd(4, 1000)
    one_each = replace(case, row_cap=np.minimum(case.row_cap, 1))
    assert_best(one_each, True, best_by_assignment)
    assert_best(one_each, False, best_by_assignment)


def test_more_tandems_win_over_better_ones():
    case = table([[90, 10], [10, 0]], [[True, True], [True, False]])
    assert cells(optimise(case.market, fair=False)) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(("fair", "pairs"), [(True, [(0, 1), (1, 0)]), (False, [(0, 0), (1, 1)])])
def test_fair_lifts_the_worst_pair_before_the_total(fair, pairs):
    assert cells(optimise(table([[90, 50], [50, 20]]).market, fair=fair)) == pairs


def test_progress_counts_the_pairs_looked_at_and_may_stop_the_calculation():
    case, told = crowd(5, 1000), []
    best = optimise(case.market, fair=True, progress=lambda *now: told.append(now))
    present = int((case.row_cap > 0).sum() * (case.col_cap > 0).sum())
    assert [phase for phase in ("looking", "solving", "settling") if phase in {x[0] for x in told}] == [
        "looking",
        "solving",
        "settling",
    ]
    assert {total for _, _, total in told} == {present}
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1] == best.looked_at

    def stop(phase, done, total):
        if phase == "solving":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        optimise(case.market, fair=True, progress=stop)


def test_points_too_large_for_exact_sums_are_refused():
    with pytest.raises(ProblemError, match="too large"):
        optimise(table([[2**51]]).market, fair=False)


def test_hundreds_of_equal_pairs_with_room_on_both_sides_are_no_trap():
    everybody = np.full(80, 2)
    case = table(np.zeros((80, 80)), row_cap=everybody, col_cap=everybody)
    best = optimise(case.market, fair=True)
    assert (np.bincount(best.rows) == 2).all() and (np.bincount(best.cols) == 2).all()
