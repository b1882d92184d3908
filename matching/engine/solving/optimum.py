"""The best whole of a market: most pairs, then (fair) the best possible worst pair, then the highest total.

Rows are mentees, columns mentors, both with capacities; every pair is formed at most once. Equal wholes are
settled by the people's hashes, so that the order of people never decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.errors import ProblemError
from matching.engine.result import Certificate, Prices
from matching.engine.scoring.hashes import Hashes
from matching.engine.scoring.scores import Scores
from matching.engine.solving.cover import Cover, most_pairs
from matching.engine.solving.fair import best_worst
from matching.engine.solving.implicit import PointsTooLarge, Start, Total, resolve, solve
from matching.engine.solving.settle import settle
from matching.engine.solving.shortlist import Listed

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
    before = _prices(start, rows, cols) if start and len(start.rows) else None
    total = _solved(present, before, watch.phase("looking" if fair else "solving"))
    most = _counted(present, total, watch)
    level, worst, scores = None, None, present.scores
    if fair and len(total.rows):
        level, worst = _best_worst(present, total, most, watch)
        scores = present.scores.at_least(level)
        total = _lifted(present, total, scores, watch)
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


def _counted(market: Market, total: Total, watch: Watch) -> Cover:
    """A cover of all pairs that costs as much as the total has pairs.

    It is a side that is full, or else whoever has a price above half of the bonus: no pair of two others is open, as
    it would be worth more than its prices. Should that cost more than there are pairs, it is searched for.
    """
    rows, cols = (np.zeros(size, dtype=np.bool_) for size in market.scores.shape)
    if len(total.rows) == market.row_cap.sum():
        return Cover(~rows, cols)
    if len(total.rows) == market.col_cap.sum():
        return Cover(rows, ~cols)
    cover = Cover(2 * total.row_price > total.bonus, 2 * total.col_price > total.bonus)
    beside = ~(cover.rows[total.rows] | cover.cols[total.cols])
    cost = market.row_cap[cover.rows].sum() + market.col_cap[cover.cols].sum() + beside.sum()
    if cost == len(total.rows):
        return cover
    done = watch.phase("looking")
    return most_pairs(market.scores, market.row_cap, market.col_cap, _listed(total), done).cover


def _best_worst(market: Market, total: Total, most: Cover, watch: Watch) -> tuple[int, Cover]:
    """The best worst pair of as many pairs as the total has, and a cover of all better pairs."""
    chosen = Listed(total.rows, total.cols, total.points)
    done = watch.phase("looking")
    return best_worst(market.scores, market.row_cap, market.col_cap, most, chosen, _listed(total), done)


def _lifted(market: Market, total: Total, scores: Scores, watch: Watch) -> Total:
    """The highest total of as many pairs where `scores` forbid those below the best worst pair."""
    nobody = np.zeros(0, dtype=np.int64)
    room, done = (market.row_cap, market.col_cap), watch.phase("solving")
    return resolve(total, scores, *room, rows=nobody, cols=nobody, progress=done)


def _listed(total: Total) -> Listed:
    """The pairs that the total was chosen from."""
    state = total.state
    row, col, points = state.lists.pairs
    if state.flipped:
        row, col = col, row
    return Listed.of(state.rows[row], state.cols[col], points)


def _solved(market: Market, start: Start | None, done: Callable[[int], None]) -> Total:
    """The most pairs with the highest total."""
    try:
        room = market.row_cap, market.col_cap
        return solve(market.scores, *room, start=start, progress=done)
    except PointsTooLarge:
        raise ProblemError("huge_score", "The scores are too large to be added up exactly.") from None


def _prices(start: Optimum, rows: Ints, cols: Ints) -> Start:
    """The prices of an earlier total for these rows and columns, and its bonus: most pairs are worth their prices."""
    prices = start.certificate.total
    row, col = (np.array(side, dtype=np.int64) for side in (prices.mentees, prices.mentors))
    return row[rows], col[cols], int((row[start.rows] + col[start.cols] - start.points).max())


def _scattered(values: Ints, where: Ints, size: int) -> Ints:
    """The values at their places, 0 elsewhere."""
    everywhere = np.zeros(size, dtype=np.int64)
    everywhere[where] = values
    return everywhere
