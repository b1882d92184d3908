import numpy as np
import pytest
from hypothesis import given

from matching.engine.scoring.hashes import pair_hashes
from matching.engine.solving import implicit
from matching.engine.solving.settle import settle
from tests.matching.engine.markets import best_by_trying, every_choice, examples, orders, st, table, tables


def settled(case, hashes=None):
    total = implicit.solve(case.scores, case.row_cap, case.col_cap)
    row_hash, col_hash = hashes or (case.row_hash, case.col_hash)
    rows, cols = settle(total, case.scores, case.row_cap, case.col_cap, row_hash, col_hash)
    return list(zip(rows.tolist(), cols.tolist(), strict=True))


@examples(150)
@given(tables(most=4, row_places=3, col_places=3))
def test_among_all_optima_the_highest_sum_of_hashes_wins(case):
    taste = pair_hashes(case.row_hash[:, None], case.col_hash[None, :]) >> np.uint64(24)
    best = best_by_trying(case, fair=False)
    ties = [choice for choice in every_choice(case) if case.value(choice, fair=False) == best]
    assert settled(case) == sorted(max(ties, key=lambda choice: sum(int(taste[cell]) for cell in choice)))


@examples(60)
@given(tables(most=6, row_places=2, col_places=2), st.randoms())
def test_people_keep_their_partners_in_any_order(case, random):
    rows, cols = orders(random, case)
    again = settled(case.turned(rows, cols))
    assert sorted((int(rows[row]), int(cols[col])) for row, col in again) == settled(case)


@pytest.mark.parametrize("places", [1, 2])
def test_hundreds_of_equals_are_settled_alike_in_any_order(places):
    size = 300
    everybody = np.full(size, places)
    case = table(np.full((size, size), 5), row_cap=everybody, col_cap=everybody)
    turn = np.random.default_rng(1).permutation(size)
    again = settled(case.turned(turn, turn[::-1]))
    assert sorted((int(turn[row]), int(turn[::-1][col])) for row, col in again) == settled(case)


def test_other_people_are_settled_otherwise():
    case, other = table(np.full((9, 9), 5), seed=1), table(np.full((9, 9), 5), seed=2)
    assert settled(case) != settled(other)
