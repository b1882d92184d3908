"""The best choice for a matrix of whole points: the engine without people, for tests and benchmarks.

Rows are mentees, columns mentors. Points may be negative: since the number of pairs comes first, the same amount on top
of every point changes neither the best choice nor its proof.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matching.engine.model import Json
from matching.engine.result import Prices
from matching.engine.scoring.hashes import mix
from matching.engine.scoring.scores import dense
from matching.engine.solving.certificate import bonus, unproven
from matching.engine.solving.optimum import Market, Optimum, optimise

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Cell = tuple[int, int]


@dataclass(frozen=True)
class Matrix:
    """A market as somebody writes it down. `points` is 0 where a pair is not `allowed` (rows × columns).

    `floor`: fewer points are no pair; `locked` pairs stay whatever the floor says. `objective` as in `Problem`.
    """

    points: Ints
    allowed: Flags
    row_cap: tuple[int, ...]
    col_cap: tuple[int, ...]
    locked: tuple[Cell, ...] = ()
    floor: int | None = None
    objective: str = "fair"


@dataclass(frozen=True)
class Answer:
    """The best choice. `worst` is the worst pair among those not locked, None if there is none.

    The prices prove the total. A pair is eligible if it is allowed, not under the floor and, for "fair", not under
    `worst`. Column prices are never negative; points <= row price + column price for every eligible pair that is not
    chosen, with equality for every chosen pair, locked ones aside, of a person with room for one. A row price goes
    without the bonus that each pair counts beside its points.
    """

    pairs: tuple[Cell, ...]
    total: int
    worst: int | None
    row_price: tuple[int, ...]
    col_price: tuple[int, ...]
    certified: bool

    def to_json(self) -> Json:
        """As the command line prints it. What cannot be fulfilled is refused before, so an answer is feasible."""
        return {
            "feasible": True,
            "pairs": [list(pair) for pair in self.pairs],
            "card": len(self.pairs),
            "total": self.total,
            "min": self.worst,
            "row_price": list(self.row_price),
            "col_price": list(self.col_price),
            "certified": self.certified,
        }


def solve_matrix(matrix: Matrix) -> Answer:
    """Most pairs, then (fair) the best possible worst pair, then the highest total; locked pairs stay."""
    base, fair = int(matrix.points.min(initial=0)), matrix.objective == "fair"
    market, eligible = _market(matrix, base)
    found = optimise(market, fair=fair)
    if found.level is not None:
        eligible &= matrix.points >= found.level + base
    extra = bonus(market.scores.top, market.row_cap, market.col_cap)
    prices = _tightened(np.where(eligible, matrix.points - base + extra, 0), market, found)
    proof = replace(found.certificate, total=prices)
    doubts = unproven(market.scores, market.row_cap, market.col_cap, found.rows, found.cols, proof, fair=fair)
    free = matrix.points[found.rows, found.cols].tolist()
    pairs = zip(found.rows.tolist(), found.cols.tolist(), strict=True)
    return Answer(
        pairs=tuple(sorted([*matrix.locked, *pairs])),
        total=sum(free) + sum(int(matrix.points[pair]) for pair in matrix.locked),
        worst=min(free, default=None),
        row_price=tuple(price - extra + base for price in prices.mentees),
        col_price=prices.mentors,
        certified=not doubts,
    )


def _market(matrix: Matrix, base: int) -> tuple[Market, Flags]:
    """What is left to decide once the locked pairs have taken their places, and which pairs are eligible."""
    eligible = matrix.allowed.copy()
    if matrix.floor is not None:
        eligible &= matrix.points >= matrix.floor
    for pair in matrix.locked:
        eligible[pair] = False
    rows, cols = eligible.shape
    row_cap = _room(matrix.row_cap, [row for row, _ in matrix.locked], cols)
    col_cap = _room(matrix.col_cap, [col for _, col in matrix.locked], rows)
    names = mix(np.arange(rows + cols, dtype=np.uint64))
    scores = dense(matrix.points - base, eligible)
    return Market(scores, row_cap, col_cap, names[:rows], names[rows:]), eligible


def _room(caps: tuple[int, ...], locked: list[int], partners: int) -> Ints:
    """Places left. One place more than there are partners stands for any number of them and is never used up."""
    left = np.array([min(cap, len(locked) + partners + 1) for cap in caps], dtype=np.int64)
    np.subtract.at(left, np.array(locked, dtype=np.int64), 1)
    return left


def _tightened(weights: Ints, market: Market, found: Optimum) -> Prices:
    """The same proof in prices that can be checked pair by pair.

    People with room for one pay the whole worth of their pair; those without room, whose price costs nothing, pay
    enough for every pair they cannot form.
    """
    total = found.certificate.total
    row, col = (np.array(prices, dtype=np.int64) for prices in (total.mentees, total.mentors))
    worth = weights[found.rows, found.cols]
    single = market.row_cap[found.rows] == 1
    row[found.rows[single]] = (worth - col[found.cols])[single]
    single = market.col_cap[found.cols] == 1
    col[found.cols[single]] = (worth - row[found.rows])[single]
    full = market.row_cap == 0
    row[full] = np.maximum(weights[full] - col, 0).max(axis=1, initial=0)
    full = market.col_cap == 0
    col[full] = np.maximum(weights[:, full] - row[:, None], 0).max(axis=0, initial=0)
    return Prices(tuple(row.tolist()), tuple(col.tolist()))
