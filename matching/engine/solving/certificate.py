"""Prices that prove an optimum, and an independent check of them.

For any prices that are not negative, no choice of pairs within the capacities is worth more than

    sum of capacity × price over all people + sum over all pairs of max(0, weight − price of mentee − price of
    mentor)

(weak duality of the transportation problem with pairs formed at most once). A choice that reaches the bound
is optimal. Three such bounds prove that there are no more pairs (each allowed pair weighs 1), no better worst pair
(each pair above the level weighs 1) and no higher total (points plus a bonus that outranks all points).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.engine.errors import demand
from matching.engine.result import Certificate, Prices
from matching.engine.scoring.blocks import ROWS, Buffers, over_blocks
from matching.engine.scoring.scores import Scores

Ints = npt.NDArray[np.int64]

#: No sum over a row may come near the end of int64.
LIMIT = 2**62


@dataclass(frozen=True)
class Claim:
    """Prices, and what a pair weighs: `each` plus `per_point` × points if it has at least `least` points, else 0.

    Prices that are missing or are not one whole number from 0 up per person count as 0.
    """

    prices: Prices | None
    least: int
    each: int
    per_point: int


def bonus(top: int, row_cap: Ints, col_cap: Ints) -> int:
    """A weight per pair that outranks all points (0 to `top` per pair): one more pair always wins."""
    return 2 * top * (int(min(row_cap.sum(), col_cap.sum())) + 1) + 1


def unproven(
    scores: Scores,
    row_cap: Ints,
    col_cap: Ints,
    rows: Ints,
    cols: Ints,
    proof: Certificate,
    *,
    fair: bool,
    done: Callable[[int], None] | None = None,
) -> tuple[str, ...]:
    """What the proof does not prove of the chosen pairs (`rows`, `cols`): nothing at all if they are the best.

    more_tandems_possible, better_worst_possible (if `fair`), higher_total_possible. That the pairs are allowed, each
    chosen once and within the capacities is for the caller to see. `done` is told the rows looked at.
    """
    points = scores.at(rows, cols)
    count, level = len(points), int(points.min(initial=scores.top))
    extra = bonus(scores.top, row_cap, col_cap)
    lifts = fair and count > 0
    claims = (
        Claim(proof.most, least=0, each=1, per_point=0),
        Claim(proof.worst, least=level + 1, each=1, per_point=0),
        Claim(proof.total, least=level if lifts else 0, each=extra, per_point=1),
    )
    most, better, best = bounds(scores, row_cap, col_cap, claims, done)
    findings = {
        "more_tandems_possible": most > count,
        "better_worst_possible": lifts and better >= count,
        "higher_total_possible": best > count * extra + sum(points.tolist()),
    }
    return tuple(code for code, found in findings.items() if found)


def bounds(
    scores: Scores,
    row_cap: Ints,
    col_cap: Ints,
    claims: Sequence[Claim],
    done: Callable[[int], None] | None = None,
) -> tuple[int, ...]:
    """The most that any choice of pairs can be worth, claim by claim, from one look at every allowed pair.

    Whoever has no room forms no pair and is left out of the second sum. Raises ProblemError("huge_score") if points
    are too large for exact sums.
    """
    heaviest = max(claim.each + claim.per_point * scores.top for claim in claims)
    exact = heaviest * (max(scores.shape) + 2) < LIMIT
    demand(exact, "huge_score", "The scores are too large to be added up exactly.")
    rows, cols = np.flatnonzero(row_cap > 0), np.flatnonzero(col_cap > 0)
    present = scores.take(rows, cols)
    priced = [prices_of(claim, scores.shape) for claim in claims]
    # Above the heaviest pair a price changes no excess; cut off there, no sum of prices can overflow.
    cut = [[np.array([min(p, heaviest) for p in side], dtype=np.int64) for side in sides] for sides in priced]
    buffers = Buffers((ROWS, len(cols)), scores.dtype)

    def look(block: Ints) -> list[int]:
        buffer = buffers.borrow()
        tile = present.tile(block, out=buffer[: len(block)])
        of_claims = [
            excess(tile, row[rows[block]], col[cols], claim.least, claim.each, claim.per_point)
            for claim, (row, col) in zip(claims, cut, strict=True)
        ]
        buffers.give_back(buffer)
        return [sum(of_rows.tolist()) for of_rows in of_claims]

    excesses = list(over_blocks(np.arange(len(rows)), look, done=done))
    places = row_cap.tolist(), col_cap.tolist()
    return tuple(
        cost(places[0], row) + cost(places[1], col) + sum(block[i] for block in excesses)
        for i, (row, col) in enumerate(priced)
    )


def prices_of(claim: Claim, shape: tuple[int, int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The prices of both sides, 0 for everybody if they are none."""
    sides = (claim.prices.mentees, claim.prices.mentors) if claim.prices else ((), ())
    whole = all(isinstance(price, int) and price >= 0 for side in sides for price in side)
    return sides if whole and tuple(map(len, sides)) == shape else ((0,) * shape[0], (0,) * shape[1])


def cost(places: Sequence[int], prices: Sequence[int]) -> int:
    """Capacity × price over all people of a side, in whole numbers of any size."""
    return sum(place * price for place, price in zip(places, prices, strict=True))


@njit(cache=True, nogil=True)
def excess(
    tile: npt.NDArray[Any], row_price: Ints, col_price: Ints, least: int, each: int, per_point: int
) -> Ints:
    """Per row the sum of max(0, weight − both prices) over the allowed pairs; points are whole numbers from 0 up."""
    sums = np.zeros(len(row_price), dtype=np.int64)
    for row in range(len(row_price)):
        for col in range(len(col_price)):
            points = np.int64(tile[row, col])
            over = each + per_point * points - row_price[row] - col_price[col]
            if points >= least and over > 0:
                sums[row] += over
    return sums
