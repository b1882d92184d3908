import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from matching.engine.scoring.scores import dense
from matching.engine.solving.implicit import PointsTooLarge, resolve, solve
from matching.engine.solving.lists import Effort
from tests.matching.engine.hard_markets import MARKETS

#: Thresholds so low that small markets go the way of large ones: samples, short lists, rounds.
TINY = Effort(wished=2, small=2, share=2)


def ints(values):
    return np.array(values, dtype=np.int64)


def random_market(rng):
    """Points, allowed pairs and room of a market of any kind: sparse or full, flat or varied, tight or roomy."""
    rows, cols = rng.integers(1, 24, 2)
    high = rng.choice([1, 2, 5, 1000, 100_000])
    points = rng.integers(0, high + 1, (rows, cols))
    if rng.random() < 0.3:
        points = np.multiply.outer(rng.integers(0, 30, rows), rng.integers(0, 30, cols))
    allowed = rng.random((rows, cols)) < rng.choice([0.1, 0.3, 0.6, 1.0])
    if rng.random() < 0.3:
        allowed &= rng.integers(0, 9, rows)[:, None] > rng.integers(0, 9, cols)[None, :]
    most = rng.choice([1, 1, 3])
    return points, allowed, rng.integers(0, most + 1, rows), rng.integers(0, most + 1, cols)


def best_value(points, allowed, row_cap, col_cap):
    """Number of pairs and total of the best whole, by integer programming."""
    row, col = np.nonzero(allowed)
    if not len(row):
        return 0, 0
    use = np.zeros((sum(points.shape), len(row)))
    use[row, np.arange(len(row))] = 1
    use[len(row_cap) + col, np.arange(len(row))] = 1
    worth = points[row, col] + int(points.max()) * (min(points.shape) * 3 + 1) + 1
    room = LinearConstraint(use, ub=np.concatenate([row_cap, col_cap]))
    exact = {"mip_rel_gap": 0}
    found = milp(-worth, constraints=room, integrality=np.ones(len(row)), bounds=(0, 1), options=exact)
    chosen = found.x > 0.5
    return int(chosen.sum()), int(points[row, col][chosen].sum())


def value(total):
    return len(total.rows), int(total.points.sum())


def assert_proven(total, points, allowed, row_cap, col_cap):
    """The choice is made of allowed pairs within the room, and its prices bound every other choice by its worth."""
    chosen = np.zeros(points.shape, dtype=bool)
    chosen[total.rows, total.cols] = True
    assert chosen.sum() == len(total.rows)
    assert not (chosen & ~allowed).any()
    assert (chosen.sum(axis=1) <= row_cap).all()
    assert (chosen.sum(axis=0) <= col_cap).all()
    assert (total.points == points[total.rows, total.cols]).all()
    assert list(zip(total.rows, total.cols, strict=True)) == sorted(zip(total.rows, total.cols, strict=True))
    u, v = total.row_price, total.col_price
    assert (u >= 0).all()
    assert (v >= 0).all()
    here = allowed & (row_cap > 0)[:, None] & (col_cap > 0)[None, :]
    excess = np.maximum(points + total.bonus - u[:, None] - v[None, :], 0)[here].sum()
    assert u @ row_cap + v @ col_cap + excess == total.bonus * len(total.rows) + total.points.sum()


@pytest.mark.parametrize("effort", [TINY, Effort(wished=4, small=5, share=3), Effort()])
@given(seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=150)
def test_the_whole_is_as_good_as_the_one_of_an_integer_program(effort, seed):
    points, allowed, row_cap, col_cap = random_market(np.random.default_rng(seed))
    total = solve(dense(points, allowed), row_cap, col_cap, effort=effort)
    assert value(total) == best_value(points, allowed, row_cap, col_cap)
    assert_proven(total, points, allowed, row_cap, col_cap)


def changed_market(rng, market):
    """The market with other points, rules and room for a few people, and who they are."""
    points, allowed, row_cap, col_cap = (x.copy() for x in market)
    rows = np.flatnonzero(rng.random(len(row_cap)) < rng.choice([0, 0.1]))
    cols = np.flatnonzero(rng.random(len(col_cap)) < rng.choice([0, 0.1]))
    points[rows] = rng.integers(0, points.max() + 1, (len(rows), len(col_cap)))
    points[:, cols] = rng.integers(0, points.max() + 1, (len(row_cap), len(cols)))
    allowed[rows] = rng.random((len(rows), len(col_cap))) < rng.choice([0, 0.5, 1])
    allowed[:, cols] = rng.random((len(row_cap), len(cols))) < rng.choice([0, 0.5, 1])
    row_cap[rows], col_cap[cols] = rng.integers(0, 4, len(rows)), rng.integers(0, 4, len(cols))
    return (points, allowed, row_cap, col_cap), rows, cols


efforts = pytest.mark.parametrize("effort", [TINY, Effort(wished=4, small=5, share=3), Effort()])
seeds = given(seed=st.integers(0, 2**32))


@efforts
@seeds
@settings(deadline=None, max_examples=60)
def test_changed_people_give_the_whole_of_a_new_calculation(effort, seed):
    rng = np.random.default_rng(seed)
    market = random_market(rng)
    total = solve(dense(*market[:2]), *market[2:], effort=effort)
    for _ in range(3):
        market, rows, cols = changed_market(rng, market)
        scores = dense(*market[:2])
        total = resolve(total, scores, *market[2:], rows=rows, cols=cols)
        assert_proven(total, *market)
        assert value(total) == value(solve(scores, *market[2:], effort=effort))


@efforts
@seeds
@settings(deadline=None, max_examples=60)
def test_prices_of_before_give_the_same_worth(effort, seed):
    rng = np.random.default_rng(seed)
    market = random_market(rng)
    scores = dense(*market[:2])
    cold = solve(scores, *market[2:], effort=effort)
    warm = solve(scores, *market[2:], effort=effort, start=(cold.row_price, cold.col_price, cold.bonus))
    assert value(warm) == value(cold)
    assert_proven(warm, *market)
    noise = tuple(price + rng.integers(0, 2000, len(price)) for price in (cold.row_price, cold.col_price))
    assert value(solve(scores, *market[2:], effort=effort, start=(*noise, cold.bonus))) == value(cold)


@efforts
@seeds
@settings(deadline=None, max_examples=60)
def test_the_order_of_work_does_not_decide(effort, seed):
    points, allowed, row_cap, col_cap = random_market(np.random.default_rng(seed))
    one, two = (solve(dense(points, allowed), row_cap, col_cap, effort=effort, threads=n) for n in (1, 2))
    assert one.rows.tolist() == two.rows.tolist()
    assert one.cols.tolist() == two.cols.tolist()
    assert one.row_price.tolist() == two.row_price.tolist()
    assert one.col_price.tolist() == two.col_price.tolist()


@pytest.mark.parametrize("kind", MARKETS, ids=lambda kind: kind.__name__)
def test_hard_markets_are_proven_in_few_passes(kind):
    market = kind(300, np.random.default_rng(3))
    total = solve(dense(*market[:2]), *market[2:], effort=Effort(wished=12, small=60))
    assert_proven(total, *market)
    assert total.looked_at <= 25 * market[0].size


def skilled(people, rng):
    """A market like those of people: a few skills each, ranks that rule pairs out, a department to differ in."""
    wants, has = ((rng.random((people, 60)) < 0.08) * rng.integers(1, 6, (people, 60)) for _ in range(2))
    points = 300 * wants @ has.T + rng.integers(0, 50, (people, 1))
    return points, rng.integers(2, 9, people)[:, None] > rng.integers(1, 8, people)[None, :]


def test_one_changed_person_costs_less_than_half_a_pass():
    rng = np.random.default_rng(0)
    points, allowed = skilled(700, rng)
    caps = np.ones(700, dtype=np.int64), rng.integers(1, 4, 700)
    total = solve(dense(points, allowed), *caps)
    row = np.array([5])
    points[row] = points[row][:, rng.permutation(700)]
    total = resolve(total, dense(points, allowed), *caps, rows=row, cols=row[:0])
    assert_proven(total, points, allowed, *caps)
    assert total.looked_at < 0.4 * points.size
    allowed[:, 7] = False
    total = resolve(total, dense(points, allowed), *caps, rows=row[:0], cols=np.array([7]))
    assert_proven(total, points, allowed, *caps)
    assert total.looked_at < 0.4 * points.size


def test_prices_of_before_save_most_of_the_work():
    rng = np.random.default_rng(0)
    points, allowed = skilled(700, rng)
    caps = np.ones(700, dtype=np.int64), rng.integers(1, 3, 700)
    cold = solve(dense(points, allowed), *caps)
    warm = solve(dense(points, allowed), *caps, start=(cold.row_price, cold.col_price, cold.bonus))
    assert warm.looked_at < 2 * points.size
    assert value(warm) == value(cold)


def test_prices_of_a_larger_market_save_work_too():
    """Some have no partner: their competitors' prices hold the bonus, which is smaller without 100 columns."""
    rng = np.random.default_rng(0)
    points, allowed = skilled(700, rng)
    caps = np.ones(700, dtype=np.int64), np.ones(700, dtype=np.int64)
    before = solve(dense(points, allowed), *caps)
    caps[1][:100] = 0
    cold = solve(dense(points, allowed), *caps)
    warm = solve(dense(points, allowed), *caps, start=(before.row_price, before.col_price, before.bonus))
    assert warm.bonus < before.bonus
    assert warm.looked_at < cold.looked_at
    assert value(warm) == value(cold)


def test_points_that_do_not_fit_into_exact_numbers_are_refused():
    points = np.array([[2**52, 1]])
    with pytest.raises(PointsTooLarge):
        solve(dense(points, points > 0), ints([1]), ints([1, 1]))


def test_large_points_are_exact():
    points = np.array([[2**40 + 1, 2**40], [2**40, 2**40 - 2]])
    total = solve(dense(points, points > 0), ints([1, 1]), ints([1, 1]), effort=Effort(small=1, wished=1))
    assert total.points.tolist() == [2**40, 2**40]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_nobody_is_nobodys_partner(shape):
    market = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool), *(ints([1] * n) for n in shape)
    total = solve(dense(*market[:2]), *market[2:])
    assert value(total) == (0, 0)
    assert_proven(total, *market)


@pytest.mark.parametrize("after", [1, 3])
def test_progress_can_stop_the_calculation(after):
    calls = []

    def stop(pairs):
        calls.append(pairs)
        if len(calls) == after:
            raise KeyboardInterrupt

    points, allowed = skilled(60, np.random.default_rng(0))
    with pytest.raises(KeyboardInterrupt):
        solve(dense(points, allowed), ints([1] * 60), ints([1] * 60), progress=stop, effort=TINY)


def test_progress_tells_of_all_pairs_looked_at():
    told = []
    points, allowed = skilled(60, np.random.default_rng(0))
    solve(dense(points, allowed), ints([1] * 60), ints([1] * 60), progress=told.append)
    assert sum(told) == points.size
