from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.errors import ProblemError
from matching.engine.result import Certificate, Prices
from matching.engine.solving.certificate import Claim, bonus, bounds, unproven
from matching.engine.solving.optimum import optimise
from tests.matching.engine.markets import best_by_trying, examples, table, tables


def flaws(case, best, proof, fair=True):
    room = case.row_cap, case.col_cap
    return unproven(case.scores, *room, best.rows, best.cols, proof, fair=fair)


def by_formula(case, claim):
    """The bound by its formula, pair by pair; places times price for everybody."""
    total = int(case.row_cap @ claim.prices.mentees) + int(case.col_cap @ claim.prices.mentors)
    for row, col in np.argwhere(case.allowed).tolist():
        points = int(case.points[row, col])
        weight = claim.each + claim.per_point * points if points >= claim.least else 0
        if case.row_cap[row] and case.col_cap[col]:
            total += max(0, weight - claim.prices.mentees[row] - claim.prices.mentors[col])
    return total


@examples(100)
@given(tables(most=6, row_places=2, col_places=2), st.integers(0, 2**32), st.integers(0, 1))
def test_a_bound_is_the_cost_of_places_and_what_pairs_are_worth_beyond_their_prices(case, seed, per_point):
    random = np.random.default_rng(seed)
    sides = (tuple(random.integers(0, 300, size).tolist()) for size in case.points.shape)
    claim = Claim(Prices(*sides), least=50, each=200, per_point=per_point)
    assert bounds(case.scores, case.row_cap, case.col_cap, [claim]) == (by_formula(case, claim),)


@examples(100)
@given(tables(most=4, row_places=2, col_places=2), st.integers(0, 2**32))
def test_no_choice_is_worth_more_than_any_bound(case, seed):
    random = np.random.default_rng(seed)
    extra = bonus(case.scores.top, case.row_cap, case.col_cap)
    sides = (tuple(random.integers(0, 2 * extra, size).tolist()) for size in case.points.shape)
    (most,) = bounds(case.scores, case.row_cap, case.col_cap, [Claim(Prices(*sides), 0, extra, 1)])
    count, _, total = best_by_trying(case, fair=False)
    assert count * extra + total <= most


def example():
    """For two rows 50 and 50, or 90 and 20 with the higher total; the third has two good columns to itself."""
    case = table([[90, 50, 0, 0], [50, 20, 0, 0], [0, 0, 80, 70]], [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]])
    return case, optimise(case.market, fair=True)


def test_the_best_choice_is_proven():
    case, best = example()
    assert flaws(case, best, best.certificate) == ()


def test_a_missing_pair_is_noticed():
    case, best = example()
    fewer = replace(best, rows=best.rows[:2], cols=best.cols[:2])
    assert flaws(case, fewer, best.certificate) == (
        "more_tandems_possible",
        "better_worst_possible",
        "higher_total_possible",
    )


def test_a_better_worst_pair_is_noticed_whatever_is_claimed():
    case, best = example()
    unfair = optimise(case.market, fair=False)
    assert unfair.points.min() == 20
    for proof in (unfair.certificate, best.certificate):
        assert "better_worst_possible" in flaws(case, unfair, proof)
    assert flaws(case, unfair, unfair.certificate, fair=False) == ()


def test_a_higher_total_is_noticed_whatever_is_claimed():
    case, best = example()
    unfair = optimise(case.market, fair=False)
    for proof in (unfair.certificate, best.certificate):
        assert "higher_total_possible" in flaws(case, best, proof, fair=False)


def without(prices):
    return Prices((0,) * len(prices.mentees), (0,) * len(prices.mentors))


def dearer(prices):
    return Prices((prices.mentees[0] + 1, *prices.mentees[1:]), prices.mentors)


def negative(prices):
    return Prices((-1, *prices.mentees[1:]), prices.mentors)


def shorter(prices):
    return Prices(prices.mentees[1:], prices.mentors)


def broken(prices):
    return Prices((float("nan"), *prices.mentees[1:]), prices.mentors)


def as_text(prices):
    return Prices(prices.mentees, tuple(map(str, prices.mentors)))


def immense(prices):
    return Prices((2**200, *prices.mentees[1:]), prices.mentors)


def wrapping(prices):
    """Prices whose sums would be negative in 64 bits."""
    return Prices((2**63 - 1,) * len(prices.mentees), (2**63 - 1,) * len(prices.mentors))


def missing(prices):
    return None


@pytest.mark.parametrize(
    "forge", [without, dearer, negative, shorter, broken, as_text, immense, wrapping, missing]
)
@pytest.mark.parametrize(
    ("proof", "code"),
    [
        ("most", "more_tandems_possible"),
        ("worst", "better_worst_possible"),
        ("total", "higher_total_possible"),
    ],
)
def test_forged_prices_prove_nothing(proof, code, forge):
    case, best = example()
    forged = replace(best.certificate, **{proof: forge(getattr(best.certificate, proof))})
    assert flaws(case, best, forged) == (code,)


@examples(100)
@given(tables(most=5, row_places=2, col_places=2), st.integers(0, 2**32), st.booleans())
def test_random_prices_prove_nothing_but_what_is_true(case, seed, fair):
    random = np.random.default_rng(seed)

    def some(high):
        return Prices(*(tuple(random.integers(0, high, size).tolist()) for size in case.points.shape))

    extra = bonus(case.scores.top, case.row_cap, case.col_cap)
    chosen = np.argwhere(case.allowed)[:1]
    claimed = replace(optimise(case.market, fair=fair), rows=chosen[:, 0], cols=chosen[:, 1])
    room = case.row_cap[claimed.rows].all() and case.col_cap[claimed.cols].all()
    found = flaws(case, claimed, Certificate(some(3), some(3), some(2 * extra)), fair)
    if room and found == ():
        choice = [tuple(cell) for cell in chosen.tolist()]
        assert case.value(choice, fair) == best_by_trying(case, fair)


def test_whoever_has_no_place_needs_no_price():
    case = table([[9, 7], [8, 6]], row_cap=[1, 0], col_cap=[0, 3])
    best = optimise(case.market, fair=True)
    assert (best.rows.tolist(), best.cols.tolist()) == ([0], [1])
    assert flaws(case, best, best.certificate) == ()


def test_points_too_large_for_exact_sums_are_refused():
    case = table([[2**52]])
    claim = Claim(None, 0, 2**61, 1)
    with pytest.raises(ProblemError, match="too large"):
        bounds(case.scores, case.row_cap, case.col_cap, [claim])


def test_the_check_tells_the_rows_it_has_looked_at():
    case, told = table(np.ones((600, 3))), []
    none = Claim(None, 0, 1, 0)
    bounds(case.scores, case.row_cap, case.col_cap, [none], told.append)
    assert sum(told) == 600
    assert len(told) > 1
