"""What the whole loses at least when a pair is forced, read from the prices that prove the optimum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.engine.explaining.whole import Whole
from matching.engine.result import Prices
from matching.engine.scoring.scores import Floats, Ints
from matching.engine.solving.certificate import bonus


@dataclass(frozen=True)
class Losses:
    """Prices per row and column, for weights of the points plus `tandem` (see `certificate.bonus`).

    A forced pair takes one place of each of its two people, so that all other pairs together are worth at most the
    bound less the two prices: the whole loses at least the prices less the pair's own weight. This holds among wholes
    without a pair below the proven worst one. A loss of `tandem` or more is the loss of a tandem.
    """

    rows: Ints
    cols: Ints
    tandem: int

    @classmethod
    def of(cls, whole: Whole, prices: Prices) -> Losses:
        """`prices` of the certificate for the total; `whole` with mentees as rows."""
        locked = whole.rows[whole.locked], whole.cols[whole.locked]
        room = (
            cap - np.bincount(taken, minlength=len(cap))
            for cap, taken in zip((whole.appraisal.row_cap, whole.appraisal.col_cap), locked, strict=True)
        )
        tandem = bonus(whole.appraisal.scores.top, *room)
        return cls(np.array(prices.mentees, dtype=np.int64), np.array(prices.mentors, dtype=np.int64), tandem)

    def of_mentors(self) -> Losses:
        """The same with mentors as rows."""
        return Losses(self.cols, self.rows, self.tandem)

    def of_rows(self, rows: Ints, points: Floats) -> Ints:
        """Least loss for every pair of these rows, given their points (len(rows) × columns)."""
        prices = self.rows[rows][:, None] + self.cols[None, :]
        return np.maximum(prices - points.astype(np.int64) - self.tandem, 0)
