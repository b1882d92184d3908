"""The best whole of a market: most pairs, then (fair) the best possible worst pair, then the highest total.

Rows are mentees, columns mentors, both with capacities; every pair is formed at most once. Equal wholes are
settled by the people's hashes, so that the order of people never decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.certificate import bonus, tight_prices
from matching.engine.result import Certificate, Prices
from matching.engine.scores import Scores
from matching.engine.settle import Hashes, pair_hashes

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: Called with a phase, the pairs looked at and the pairs in all; may raise to stop the calculation.
Progress = Callable[[str, int, int], None]

EXACT = 2**53


def silent(phase: str, done: int, total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class Market:
    """Points of every pair, the room of each row and column (whole numbers from 0), and a hash per person."""

    scores: Scores
    row_cap: Ints
    col_cap: Ints
    row_hash: Hashes
    col_hash: Hashes


@dataclass(frozen=True)
class Optimum:
    """The chosen pairs by row and column with their points, and the proof.

    `level`: points of the worst pair, proven to be the best possible (None if not fair, or without pairs).
    `looked_at`: how many points of pairs were computed.
    """

    rows: Ints
    cols: Ints
    points: Ints
    level: int | None
    certificate: Certificate
    looked_at: int


def optimise(
    market: Market, *, fair: bool, progress: Progress = silent, start: Optimum | None = None
) -> Optimum:
    """The best choice of pairs, with the proof that it is the best.

    `start`: an earlier optimum of a similar market of the same shape; it saves work and changes nothing.
    """
    table = _table(market)
    progress("solving", 0, table.points.size)
    pairs = most_pairs(table, table.allowed)
    most = tight_prices(table.allowed.astype(np.int64), pairs, table.row_cap, table.col_cap)
    level, worst = best_worst(table, int(pairs.sum())) if fair and pairs.any() else (None, None)
    eligible = table.allowed if level is None else table.allowed & (table.points >= level)
    extra = bonus(market.scores.top, market.row_cap, market.col_cap)
    hashes = pair_hashes(market.row_hash[:, None], market.col_hash[None, :])
    chosen, total = best_total(table.only(eligible), extra, hashes)
    rows, cols = np.nonzero(chosen)
    return Optimum(
        rows, cols, table.points[rows, cols], level, Certificate(most, worst, total), table.points.size
    )


@dataclass(frozen=True)
class _Table:
    """Points of every pair, which pairs are allowed, and the room of each row and column."""

    points: Ints
    allowed: Flags
    row_cap: Ints
    col_cap: Ints

    def only(self, allowed: Flags) -> _Table:
        return _Table(self.points, allowed, self.row_cap, self.col_cap)


def _table(market: Market) -> _Table:
    tile = market.scores.tile(np.arange(market.scores.shape[0]))
    allowed = (tile > market.scores.forbidden / 2) & (market.row_cap > 0)[:, None] & (market.col_cap > 0)
    return _Table(np.where(allowed, tile, 0).astype(np.int64), allowed, market.row_cap, market.col_cap)


def most_pairs(market: _Table, allowed: Flags) -> Flags:
    """As many allowed pairs as the capacities admit: a maximum flow from rows to columns."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    rows, cols = allowed.shape
    row, col = np.nonzero(allowed)
    source, sink = rows + cols, rows + cols + 1
    tails = np.concatenate([np.full(rows, source), row, rows + np.arange(cols)])
    heads = np.concatenate([np.arange(rows), rows + col, np.full(cols, sink)])
    room = np.concatenate([market.row_cap, np.ones(len(row), dtype=np.int64), market.col_cap])
    graph = csr_array((room.astype(np.int32), (tails, heads)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(graph, source, sink).flow
    return np.asarray(flow[:rows, rows:source].toarray() > 0, dtype=bool)


def best_worst(market: _Table, count: int) -> tuple[int, Prices]:
    """The highest level at or above which `count` pairs exist, and prices that prove that none is higher."""
    levels = np.unique(market.points[market.allowed])
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        enough = int(most_pairs(market, market.allowed & (market.points >= levels[middle])).sum()) >= count
        low, high = (middle, high) if enough else (low, middle - 1)
    above = market.allowed & (market.points > levels[low])
    short = most_pairs(market, above)
    return int(levels[low]), tight_prices(above.astype(np.int64), short, market.row_cap, market.col_cap)


def best_total(market: _Table, extra: int, hashes: Hashes) -> tuple[Flags, Prices]:
    """Most pairs, then most points, then the highest sum of hashes."""
    weights = np.where(market.allowed, market.points + extra, 0)
    best = heaviest(weights, market.row_cap, market.col_cap)
    prices = tight_prices(weights, best, market.row_cap, market.col_cap)
    return settle(weights, best, prices, market, hashes), prices


def settle(weights: Ints, best: Flags, prices: Prices, market: _Table, hashes: Hashes) -> Flags:
    """Among all choices as heavy as `best`, the one with the highest sum of hashes.

    By complementary slackness a choice is optimal if and only if it keeps every pair worth more than its two
    prices, otherwise uses only pairs worth exactly their prices, and fills every person whose price is
    positive.
    """
    row_price, col_price = np.array(prices.mentees, dtype=np.int64), np.array(prices.mentors, dtype=np.int64)
    worth = row_price[:, None] + col_price[None, :]
    kept = best & (weights > worth)
    open_pairs = (weights > 0) & (weights == worth)
    row_cap, col_cap = market.row_cap - kept.sum(axis=1), market.col_cap - kept.sum(axis=0)
    size = max(1, int(min(row_cap.sum(), col_cap.sum())))
    bits = min(32, (EXACT // (4 * size * size)).bit_length() - 1)
    taste = (hashes >> np.uint64(64 - bits)).astype(np.int64)
    must_fill = (row_price > 0).astype(np.int64)[:, None] + (col_price > 0).astype(np.int64)[None, :]
    return kept | heaviest(np.where(open_pairs, must_fill * (size << bits) + taste, 0), row_cap, col_cap)


def heaviest(weights: Ints, row_cap: Ints, col_cap: Ints) -> Flags:
    """The pairs of greatest total weight within both capacities; a weight of 0 is no pair.

    People with room for several stand in the assignment as several. That may form one pair twice if both
    sides have room; such a pair is then given a gate that lets it through once, and the assignment is solved
    again.
    """
    gates: Flags = np.zeros(weights.shape, dtype=bool)
    while True:
        count = assign(weights, row_cap, col_cap, gates)
        if not (count > 1).any():
            return count > 0
        gates |= count > 1


def assign(weights: Ints, row_cap: Ints, col_cap: Ints, gates: Flags) -> Ints:
    """How often each pair is formed when people are repeated by their capacity and `gates` pass once.

    A gate (i, j) is one more column, reached from i for the pair's weight, and one more row, leading to j.
    The two are joined at a weight above all others: the row gives its column up only in exchange for a place
    at j.
    """
    from scipy.optimize import linear_sum_assignment

    rows = copies(np.minimum(row_cap, (weights > 0).sum(axis=1)))
    cols = copies(np.minimum(col_cap, (weights > 0).sum(axis=0)))
    gate_row, gate_col = np.nonzero(gates)
    toll = int(weights.max(initial=0)) + 1
    plain = np.where(gates, 0, weights)[np.ix_(rows, cols)]
    enter = np.where(rows[:, None] == gate_row, weights[gate_row, gate_col], 0)
    leave = np.where(gate_col[:, None] == cols, toll, 0)
    costs = np.block([[plain, enter], [leave, toll * np.eye(len(gate_row), dtype=np.int64)]]).astype(
        np.float64
    )
    row, col = linear_sum_assignment(costs, maximize=True)
    formed = (costs[row, col] > 0) & (row < len(rows))
    row, col = row[formed], col[formed]
    direct = col < len(cols)
    count = np.zeros(weights.shape, dtype=np.int64)
    np.add.at(count, (rows[row[direct]], cols[col[direct]]), 1)
    through = col[~direct] - len(cols)
    np.add.at(count, (gate_row[through], gate_col[through]), 1)
    return count


def copies(room: Ints) -> Ints:
    """Each index as often as it has room, scattered: side by side, ties would form the same pair again and again."""
    return np.random.default_rng(0).permutation(np.repeat(np.arange(len(room)), room))
