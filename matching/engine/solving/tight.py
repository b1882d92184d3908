"""All pairs that a best whole may be made of: those worth exactly their two prices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.engine.scoring.blocks import over_blocks
from matching.engine.scoring.scores import Floats, Scores
from matching.engine.solving.implicit import State, Total, oriented
from matching.engine.solving.refine import drift_of
from matching.engine.solving.sieve import Ints, Progress, exact_kind

#: A number per pair (row, column) by which pairs are kept where there are too many.
PairHash = Callable[[Ints, Ints], npt.NDArray[np.uint64]]
Pairs = tuple[Ints, Ints]

#: Pairs per person, on average, up to which all are given.
LIMIT = 64


class TooMany(Exception):
    """There are more pairs than wanted."""


def tight_pairs(
    total: Total,
    scores: Scores,
    pair_hash: PairHash,
    *,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> Pairs:
    """Row and column, sorted, of the allowed pairs with points + bonus = row price + column price.

    The lists of `total` hold them all if the proof left something over; otherwise one more pass finds them. If there
    are more than `limit` per person on average, each row and each column keeps its `limit` pairs of highest hash (and
    its chosen pairs). `progress` as in `implicit.solve`.
    """
    state = total.state
    market = _Market(state, scores, pair_hash, progress)
    found = market.listed() if drift_of(state.lists, state.sparse).within(state.lists.margin - 1) else None
    if found is None:
        try:
            found = market.all_pairs(limit)
        except TooMany:
            found = market.best_pairs(limit)
    return market.outside(found)


class _Market:
    """A solved market as it was solved: without those who have no room, the scarcer side as rows."""

    def __init__(self, state: State, scores: Scores, pair_hash: PairHash, progress: Progress | None) -> None:
        self.state, self.pair_hash, self.progress = state, pair_hash, progress
        self.scores = oriented(scores, state.rows, state.cols, state.flipped)
        self.share = state.sparse.rows.price - state.sparse.bonus
        self.price = state.sparse.cols.price

    def outside(self, pairs: Pairs) -> Pairs:
        """The caller's rows and columns, sorted."""
        rows, cols = self.names(*pairs)
        order = np.lexsort((cols, rows))
        return rows[order], cols[order]

    def names(self, rows: Ints, cols: Ints) -> Pairs:
        if self.state.flipped:
            rows, cols = cols, rows
        return self.state.rows[rows], self.state.cols[cols]

    def chosen(self) -> Pairs:
        rows, cols, points = self.state.sparse.pairs()
        tight = points == self.share[rows] + self.price[cols]
        return rows[tight], cols[tight]

    def listed(self) -> Pairs:
        rows, cols, points = self.state.lists.pairs
        tight = points == self.share[rows] + self.price[cols]
        return self.united((rows[tight], cols[tight]), self.chosen())

    def all_pairs(self, limit: int) -> Pairs:
        """By one pass; raises TooMany as soon as there are more than wanted."""
        left, found = limit * sum(self.scores.shape), []
        for part in self.passed(self.scores, self.share, self.price, None):
            found.append(part)
            left -= len(part[0])
            if left < 0:
                raise TooMany
        return joined(found)

    def best_pairs(self, limit: int) -> Pairs:
        """By one pass per side, which keeps the pairs of highest hash of each person."""
        rows, cols = joined(self.passed(self.scores, self.share, self.price, limit))
        others, mine = joined(self.passed(self.scores.flipped(), self.price, self.share, limit, turned=True))
        return self.united((rows, cols), (mine, others), self.chosen())

    def passed(
        self, scores: Scores, share: Ints, price: Ints, limit: int | None, turned: bool = False
    ) -> Iterator[Pairs]:
        """The tight pairs of each block of rows, or of each row the `limit` of highest hash."""
        kind = exact_kind(scores, price, 0, share)
        half = scores.dtype.type(scores.forbidden / 2)
        prices = price.astype(kind)

        def work(block: Ints) -> Pairs:
            tile = scores.tile(block)
            at, cols = equal(tile, share[block].astype(kind), prices, half)
            rows = block[at]
            if limit is not None:
                kept = self.highest(rows, cols, limit, turned)
                rows, cols = rows[kept], cols[kept]
            return rows, cols

        tell = self.progress
        done = None if tell is None else (lambda count: tell(count * scores.shape[1]))
        threads = self.state.lists.effort.threads
        return over_blocks(np.arange(scores.shape[0]), work, threads=threads, done=done)

    def highest(self, rows: Ints, cols: Ints, limit: int, turned: bool) -> Ints:
        """Positions of the pairs of highest hash of each row (sorted)."""
        hashes = self.pair_hash(*(self.names(cols, rows) if turned else self.names(rows, cols)))
        return np.flatnonzero(among_highest(rows, hashes, limit))

    def united(self, *parts: Pairs) -> Pairs:
        width = self.scores.shape[1]
        keys = np.unique(np.concatenate([rows * width + cols for rows, cols in parts]))
        return keys // width, keys % width


def joined(parts: Iterable[Pairs]) -> Pairs:
    found = list(parts)
    nothing = np.zeros(0, dtype=np.int64)
    rows, cols = (np.concatenate([nothing, *(part[side] for part in found)]) for side in (0, 1))
    return rows, cols


@njit(cache=True, nogil=True)
def equal(tile: Floats, share: Floats, price: Floats, half: float) -> tuple[Ints, Ints]:
    """Positions of the allowed pairs whose points are exactly the row's share plus the column's price."""
    count = 0
    for i in range(tile.shape[0]):
        for j in range(tile.shape[1]):
            count += tile[i, j] - price[j] == share[i] and tile[i, j] > half
    rows, cols = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    at = 0
    for i in range(tile.shape[0]):
        for j in range(tile.shape[1]):
            if tile[i, j] - price[j] == share[i] and tile[i, j] > half:
                rows[at], cols[at] = i, j
                at += 1
    return rows, cols


@njit(cache=True, nogil=True)
def among_highest(rows: Ints, hashes: npt.NDArray[np.uint64], limit: int) -> npt.NDArray[np.bool_]:
    """Which pairs are among the `limit` of highest hash of their row; rows are sorted."""
    kept = np.ones(len(rows), dtype=np.bool_)
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and rows[end] == rows[start]:
            end += 1
        if end - start > limit:
            own = hashes[start:end]
            kept[start:end] = own >= np.partition(own, len(own) - limit)[len(own) - limit]
        start = end
    return kept
