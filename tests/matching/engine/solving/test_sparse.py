import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, linear_sum_assignment, milp

from matching.engine.solving.sparse import Sparse, heaviest


def best_value(row, col, weight, row_room, col_room):
    """The greatest total weight, by integer programming."""
    if not len(row):
        return 0
    use = np.zeros((len(row_room) + len(col_room), len(row)))
    use[row, np.arange(len(row))] = 1
    use[len(row_room) + col, np.arange(len(row))] = 1
    room = np.concatenate([row_room, col_room])
    found = milp(
        -weight, constraints=LinearConstraint(use, ub=room), integrality=np.ones(len(row)), bounds=(0, 1)
    )
    return round(-found.fun)


@st.composite
def edge_lists(draw, most=9, highest=6):
    rows, cols = draw(st.integers(1, most)), draw(st.integers(1, most))
    cells = draw(st.sets(st.integers(0, rows * cols - 1), max_size=rows * cols))
    keys = np.array(sorted(cells), dtype=np.int64)
    points = draw(st.lists(st.integers(0, highest), min_size=len(keys), max_size=len(keys)))
    rooms = [draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)) for n in (rows, cols)]
    return (
        keys // cols,
        keys % cols,
        np.array(points, dtype=np.int64),
        *(np.array(r, dtype=np.int64) for r in rooms),
    )


def solved(edges, bonus, **start):
    row, col, points, row_room, col_room = edges
    market = Sparse(row_room, col_room, bonus)
    market.set_edges(row, col, points)
    market.solve(**start)
    return market


def assert_proven(market, edges):
    """The choice keeps to the room, and its worth is the bound that its prices give."""
    row, col, points, row_room, col_room = edges
    formed_row, formed_col, formed_points = market.pairs()
    assert (np.bincount(formed_row, minlength=len(row_room)) <= row_room).all()
    assert (np.bincount(formed_col, minlength=len(col_room)) <= col_room).all()
    listed = {(r, c): p for r, c, p in zip(row.tolist(), col.tolist(), points.tolist(), strict=True)}
    formed = list(zip(formed_row.tolist(), formed_col.tolist(), strict=True))
    assert len(set(formed)) == len(formed)
    assert [listed[pair] for pair in formed] == formed_points.tolist()
    u, v = market.rows.price, market.cols.price
    assert (u >= 0).all()
    assert (v >= 0).all()
    excess = np.where((row_room[row] > 0) & (col_room[col] > 0), market.bonus + points - u[row] - v[col], 0)
    bound = u @ row_room + v @ col_room + np.maximum(excess, 0).sum()
    assert bound == market.bonus * len(formed) + formed_points.sum()


@given(edge_lists())
@settings(deadline=None, max_examples=200)
def test_the_choice_is_as_heavy_as_the_one_of_an_integer_program(edges):
    row, col, weight, row_room, col_room = edges
    chosen = heaviest(*edges)
    assert weight[chosen].sum() == best_value(row, col, weight, row_room, col_room)
    assert (np.bincount(row[chosen], minlength=len(row_room)) <= row_room).all()
    assert (np.bincount(col[chosen], minlength=len(col_room)) <= col_room).all()


@given(edge_lists(), st.sampled_from((0, 3, 100)))
@settings(deadline=None, max_examples=200)
def test_prices_prove_the_choice(edges, bonus):
    assert_proven(solved(edges, bonus), edges)


@given(edge_lists(), st.sampled_from((0, 3, 100)), st.data())
@settings(deadline=None, max_examples=200)
def test_any_prices_are_a_fair_start(edges, bonus, data):
    prices = data.draw(
        st.lists(st.integers(0, 2 * bonus + 20), min_size=len(edges[4]), max_size=len(edges[4]))
    )
    assert_proven(solved(edges, bonus, col_price=np.array(prices, dtype=np.int64)), edges)


@given(edge_lists(), edge_lists(), st.sampled_from((0, 3, 100)))
@settings(deadline=None, max_examples=200)
def test_a_list_that_grows_is_solved_from_what_was_formed(edges, more, bonus):
    row, col, points, row_room, col_room = edges
    half = points % 2 == 0
    market = Sparse(row_room, col_room, bonus)
    market.set_edges(row[half], col[half], points[half])
    market.solve()
    market.set_edges(row, col, points)
    market.solve()
    assert_proven(market, edges)


@given(edge_lists(), st.integers(0, 50))
@settings(deadline=None, max_examples=100)
def test_a_raised_bonus_gives_the_most_pairs(edges, bonus):
    row, col, points, row_room, col_room = edges
    market = solved(edges, bonus)
    market.raise_bonus(10_000)
    market.solve()
    assert_proven(market, edges)
    assert len(market.pairs()[0]) == best_value(row, col, np.ones_like(points), row_room, col_room)


@given(edge_lists(), st.integers(0, 10))
@settings(deadline=None, max_examples=100)
def test_people_at_their_floor_wait_and_are_placed_later(edges, floor):
    market = solved(
        edges, 20, row_floor=np.full(len(edges[3]), floor), col_floor=np.full(len(edges[4]), floor)
    )
    assert (market.rows.price[market.row_pending] <= max(floor, 0)).all() or floor == 0
    market.solve()
    assert not market.row_pending.any()
    assert_proven(market, edges)


@given(edge_lists(), edge_lists())
@settings(deadline=None, max_examples=100)
def test_pairs_can_be_formed_as_a_start(edges, other):
    before = solved(edges, 5)
    again = Sparse(edges[3], edges[4], 5)
    again.set_edges(*edges[:3])
    again.form(*before.pairs())
    assert [x.tolist() for x in again.pairs()] == [x.tolist() for x in before.pairs()]
    again.solve(col_price=before.cols.price)
    assert_proven(again, edges)


def test_heavy_weights_are_exact():
    rng = np.random.default_rng(5)
    weight = rng.integers(2**44, 2**45, (30, 30))
    row, col = (x.ravel() for x in np.indices(weight.shape))
    chosen = heaviest(row, col, weight.ravel(), np.ones(30, dtype=np.int64), np.ones(30, dtype=np.int64))
    best = linear_sum_assignment(weight.astype(np.float64), maximize=True)
    assert weight.ravel()[chosen].sum() == weight[best].sum()


def test_nothing_is_chosen_from_nothing():
    nobody, one = np.zeros(0, dtype=np.int64), np.ones(1, dtype=np.int64)
    assert heaviest(nobody, nobody, nobody, nobody, one).tolist() == []


def test_pairs_in_any_order_keep_their_places():
    row, col = np.array([1, 0, 1]), np.array([0, 0, 1])
    one = np.ones(2, dtype=np.int64)
    assert heaviest(row, col, np.array([5, 6, 3]), one, one).tolist() == [False, True, True]


def test_progress_can_stop_the_search():
    def stop(served):
        raise KeyboardInterrupt

    edges = tuple(np.array(x) for x in ([0], [0], [5], [1], [1]))
    with pytest.raises(KeyboardInterrupt):
        solved(edges, 0, progress=stop)


def test_a_pair_is_formed_once_even_if_both_have_room():
    edges = tuple(np.array(x) for x in ([0, 0, 1], [0, 1, 0], [5, 1, 1], [2, 1], [3, 1]))
    market = solved(edges, 10)
    assert [x.tolist() for x in market.pairs()[:2]] == [[0, 0, 1], [0, 1, 0]]
    assert_proven(market, edges)
