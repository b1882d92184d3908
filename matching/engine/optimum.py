"""The best whole of a market: most pairs, then (fair) the best possible worst pair, then the highest total.

Rows are mentees, columns mentors, both with capacities; every pair is formed at most once. Equal wholes are
settled by the people's hashes, so that the order of people never decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.certificate import bonus
from matching.engine.cover import Cover, missed_by, most_pairs
from matching.engine.fair import best_worst
from matching.engine.result import Certificate, Prices
from matching.engine.scores import Scores
from matching.engine.settle import Hashes, Ties, settle
from matching.engine.shortlist import Listed, shortlist
from matching.engine.sparse import Sparse

Ints = npt.NDArray[np.int64]

#: Called with a phase, the pairs looked at and the pairs in all; may raise to stop the calculation.
Progress = Callable[[str, int, int], None]

#: How many of everybody's best partners are listed to begin with.
PLACES = 8


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

    def take(self, rows: Ints, cols: Ints) -> Market:
        """These rows and columns only."""
        return Market(
            self.scores.take(rows, cols),
            self.row_cap[rows],
            self.col_cap[cols],
            self.row_hash[rows],
            self.col_hash[cols],
        )


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


class Watch:
    """Counts the pairs looked at, phase by phase, and tells about it."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total = progress, total
        self.looked_at = 0

    def phase(self, name: str) -> Callable[[int], None]:
        """Begin a phase; the answer is to be told every further pair looked at."""
        self._progress(name, self.looked_at, self._total)

        def done(pairs: int) -> None:
            self.looked_at += pairs
            self._progress(name, self.looked_at, self._total)

        return done


def optimise(
    market: Market, *, fair: bool, progress: Progress = silent, start: Optimum | None = None
) -> Optimum:
    """The best choice of pairs, with the proof that it is the best.

    `start`: an earlier optimum of a similar market of the same shape; it saves work and changes nothing. Phases of
    `progress`: "looking" for the most pairs and the best worst one, "solving" for the highest total.
    """
    rows, cols = np.flatnonzero(market.row_cap > 0), np.flatnonzero(market.col_cap > 0)
    watch = Watch(progress, len(rows) * len(cols))
    present = market.take(rows, cols)
    level, most, worst = _looked_for(present, fair, watch)
    choice = _solved(present, level, most, watch)

    def of_all(prices: tuple[Ints, Ints]) -> Prices:
        return Prices(
            *(
                tuple(_scattered(price, where, len(room)).tolist())
                for price, where, room in zip(
                    prices, (rows, cols), (market.row_cap, market.col_cap), strict=True
                )
            )
        )

    return Optimum(
        rows[choice.rows],
        cols[choice.cols],
        choice.points,
        level,
        Certificate(of_all(most.prices), worst and of_all(worst.prices), of_all(choice.prices)),
        watch.looked_at,
    )


def _looked_for(market: Market, fair: bool, watch: Watch) -> tuple[int | None, Cover, Cover | None]:
    """The best worst pair (None if not fair or without pairs), and covers: of all pairs, of those that are better."""
    done = watch.phase("looking")
    width = market.scores.shape[1]
    listed = shortlist(market.scores, PLACES, lambda rows: done(rows * width))
    largest, most = most_pairs(market.scores, market.row_cap, market.col_cap, listed, done=done)
    if not fair or not most.count:
        return None, most, None
    level, worst = best_worst(market.scores, largest, most.count, done)
    return level, most, worst


@dataclass(frozen=True)
class Choice:
    """Chosen pairs by row and column with their points, and row and column prices that prove the total."""

    rows: Ints
    cols: Ints
    points: Ints
    prices: tuple[Ints, Ints]


def _solved(market: Market, level: int | None, most: Cover, watch: Watch) -> Choice:
    """The highest total with pairs of at least `level` points, settled among equals."""
    scores = market.scores if level is None else market.scores.at_least(level)
    extra = bonus(scores.top, market.row_cap, market.col_cap)
    watch.phase("solving")
    sparse = Sparse(market.row_cap, market.col_cap, extra)
    everything = _everything(scores)
    sparse.set_edges(everything.rows, everything.cols, everything.points)
    sparse.solve()
    row_price, col_price = sparse.rows.price.copy(), sparse.cols.price.copy()
    rows, cols, points = sparse.pairs()
    kept = points + extra > row_price[rows] + col_price[cols]
    tied = everything.points + extra == row_price[everything.rows] + col_price[everything.cols]
    ties = Ties(
        everything.rows[tied],
        everything.cols[tied],
        market.row_cap - np.bincount(rows[kept], minlength=len(row_price)),
        market.col_cap - np.bincount(cols[kept], minlength=len(col_price)),
        row_price > 0,
        col_price > 0,
    )
    taken = settle(ties, market.row_hash, market.col_hash)
    rows = np.concatenate([rows[kept], ties.rows[taken]])
    cols = np.concatenate([cols[kept], ties.cols[taken]])
    order = np.lexsort((cols, rows))
    rows, cols = rows[order], cols[order]
    return Choice(rows, cols, scores.at(rows, cols), (row_price, col_price))


def _everything(scores: Scores) -> Listed:
    """Every allowed pair."""
    rows, cols = (np.zeros(size, dtype=np.bool_) for size in scores.shape)
    return missed_by(scores, Cover(rows, cols, 0), 0, Listed.nothing(), limit=scores.shape[1])


def _scattered(values: Ints, where: Ints, size: int) -> Ints:
    """The values at their places, 0 elsewhere."""
    everywhere = np.zeros(size, dtype=np.int64)
    everywhere[where] = values
    return everywhere
