"""The best whole of a market: most pairs, then (fair) the best possible worst pair, then the highest total.

Rows are mentees, columns mentors, both with capacities; every pair is formed at most once. Equal wholes are
settled by the people's hashes, so that the order of people never decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.cover import Cover, most_pairs
from matching.engine.errors import ProblemError
from matching.engine.fair import best_worst
from matching.engine.hashes import Hashes
from matching.engine.implicit import PointsTooLarge, Total, solve
from matching.engine.result import Certificate, Prices
from matching.engine.scores import Scores
from matching.engine.settle import settle
from matching.engine.shortlist import PLACES, Listed, shortlist

Ints = npt.NDArray[np.int64]

#: Called with a phase, the pairs looked at and the pairs in all; may raise to stop the calculation.
Progress = Callable[[str, int, int], None]


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
    `progress`: "looking" for the most pairs and the best worst one, "solving" for the highest total, "settling" among
    equals. Raises ProblemError("huge_score") if points are too large for exact sums.
    """
    rows, cols = np.flatnonzero(market.row_cap > 0), np.flatnonzero(market.col_cap > 0)
    present, watch = market.take(rows, cols), Watch(progress, len(rows) * len(cols))
    before = None if start is None else _present_prices(start, rows, cols)
    if fair:
        most, level, worst = _lifted(present, watch)
        scores = present.scores if level is None else present.scores.at_least(level)
        total = _solved(present, scores, before, watch)
    else:
        level, worst, scores = None, None, present.scores
        total = _solved(present, scores, before, watch)
        most = _counted(present, total, watch)
    row, col = settle(
        total,
        scores,
        present.row_cap,
        present.col_cap,
        present.row_hash,
        present.col_hash,
        watch.phase("settling"),
    )

    def everybody(row_price: Ints, col_price: Ints) -> Prices:
        sides = (row_price, rows, market.row_cap), (col_price, cols, market.col_cap)
        return Prices(*(tuple(_scattered(price, who, len(cap)).tolist()) for price, who, cap in sides))

    proof = Certificate(
        everybody(*most.prices),
        None if worst is None else everybody(*worst.prices),
        everybody(total.row_price, total.col_price),
    )
    return Optimum(rows[row], cols[col], scores.at(row, col), level, proof, watch.looked_at)


def _lifted(market: Market, watch: Watch) -> tuple[Cover, int | None, Cover | None]:
    """A cover of all pairs, the best worst pair, and a cover of all better pairs (None without pairs)."""
    done = watch.phase("looking")
    listed = shortlist(market.scores, PLACES, done)
    largest = most_pairs(market.scores, market.row_cap, market.col_cap, listed, done)
    most = largest.cover
    if not largest.count:
        return most, None, None
    return most, *best_worst(market.scores, market.row_cap, market.col_cap, largest, done)


def _counted(market: Market, total: Total, watch: Watch) -> Cover:
    """A cover of all pairs for a total that is known: a side that is full, or else by the total's lists."""
    rows, cols = (np.zeros(size, dtype=np.bool_) for size in market.scores.shape)
    if len(total.rows) == market.row_cap.sum():
        return Cover(~rows, cols)
    if len(total.rows) == market.col_cap.sum():
        return Cover(rows, ~cols)
    listed = _listed(total)
    return most_pairs(market.scores, market.row_cap, market.col_cap, listed, watch.phase("looking")).cover


def _listed(total: Total) -> Listed:
    """The pairs that the total was chosen from."""
    state = total.state
    row, col, points = state.lists.pairs
    if state.flipped:
        row, col = col, row
    return Listed.of(state.rows[row], state.cols[col], points)


def _solved(market: Market, scores: Scores, start: tuple[Ints, Ints] | None, watch: Watch) -> Total:
    """The most pairs with the highest total."""
    try:
        return solve(
            scores, market.row_cap, market.col_cap, start_prices=start, progress=watch.phase("solving")
        )
    except PointsTooLarge:
        raise ProblemError("huge_score", "The scores are too large to be added up exactly.") from None


def _present_prices(start: Optimum, rows: Ints, cols: Ints) -> tuple[Ints, Ints]:
    """The prices of an earlier total for these rows and columns."""
    prices = start.certificate.total
    return np.array(prices.mentees, dtype=np.int64)[rows], np.array(prices.mentors, dtype=np.int64)[cols]


def _scattered(values: Ints, where: Ints, size: int) -> Ints:
    """The values at their places, 0 elsewhere."""
    everywhere = np.zeros(size, dtype=np.int64)
    everywhere[where] = values
    return everywhere
