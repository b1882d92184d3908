"""Short lists of pairs, with references that bound every pair that is not listed.

For a margin, a reference per row and a reference per column, every allowed pair that is not listed satisfies

    points <= row reference + column reference - margin.

So if prices (row price less the bonus, column price) lie below the references by at most the margin, taken together
for the worst row and the worst column, no pair outside the lists is worth more than its prices, and what is the best
choice among the lists is the best of all. This is pricing out of a core problem (Volgenant: Linear and semi-assignment
problems, a core oriented approach, 1996) with a proof that looks at references instead of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.engine.scoring.scores import Scores
from matching.engine.solving.sieve import NOBODY, Ints, Progress, Sifted, sift

Flags = npt.NDArray[np.bool_]

#: A margin wide enough for every pair: the lists hold them all.
EVERYTHING = 1 << 58
#: Rows that are looked at to choose the margin.
SAMPLE = 128
#: The widest lists, as a multiple of the wished ones.
WIDEST = 8


@dataclass(frozen=True)
class Effort:
    """`wished`: pairs listed per row; `small`: a side up to which all pairs are listed; `share`: one of how many people
    is sampled for the first prices; `threads`: None for the setting of `blocks`."""

    wished: int = 20
    small: int = 500
    share: int = 4
    threads: int | None = None


class Lists:
    """The lists of a market; `keys` are row × columns + column, sorted."""

    def __init__(self, scores: Scores, effort: Effort, progress: Progress | None) -> None:
        self.scores, self.effort, self.progress = scores, effort, progress
        self.margin, self.limit, self.looked_at = 1, WIDEST * effort.wished, 0
        self.row_ref, self.col_ref = (np.zeros(size, dtype=np.int64) for size in scores.shape)
        self.keys, self.points = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        self.overflow = False

    @cached_property
    def flipped(self) -> Scores:
        return self.scores.flipped()

    @property
    def pairs(self) -> tuple[Ints, Ints, Ints]:
        """Row, column and points of the listed pairs."""
        rows, width = self.scores.shape
        starts = np.searchsorted(self.keys, np.arange(rows + 1) * width)
        row = np.repeat(np.arange(rows), np.diff(starts))  # several times faster than dividing
        return row, self.keys - row * width, self.points

    @property
    def alone(self) -> Flags:
        """Rows without any allowed pair."""
        return self.row_ref == NOBODY

    def list_all(self) -> None:
        """List every allowed pair."""
        self.margin, self.limit = EVERYTHING, max(self.scores.shape)
        self.begin(np.zeros(self.scores.shape[1], dtype=np.int64))

    def anchor(self, price: Ints) -> None:
        """List anew, in one pass, what comes close to the best of each row at these column prices."""
        self.limit = WIDEST * self.effort.wished
        self.margin = self.choose_margin(price)
        self.begin(price)

    def begin(self, price: Ints) -> None:
        sifted = self.sifted(self.scores, np.arange(self.scores.shape[0]), price, self.limit)
        self.row_ref, self.col_ref = sifted.reference, price.copy()
        self.keys, self.points = sifted.row * self.scores.shape[1] + sifted.col, sifted.points

    def choose_margin(self, price: Ints) -> int:
        """The margin that lists as many pairs per row as wished, in a sample of rows.

        Where points differ by less than a hundredth of all there is, lists become longer instead.
        """
        rows = np.sort(np.random.default_rng(SAMPLE).permutation(self.scores.shape[0])[:SAMPLE])
        left = self.scores.tile(rows).astype(np.float64)
        self.looked_at += left.size
        left[left <= self.scores.forbidden / 2] = -np.inf
        left -= price
        best = left.max(axis=1)
        some = np.isfinite(best)
        gaps = (best[some, None] - left[some]).ravel()
        if not len(gaps):
            return max(1, self.scores.top // 100)

        def gap(per_row: int) -> float:
            at = min(len(gaps) - 1, per_row * int(some.sum()))
            return float(np.partition(gaps, at)[at])

        chosen, flat = gap(self.effort.wished), self.scores.top / 100
        if chosen < flat:
            chosen = min(flat, gap(WIDEST * self.effort.wished))
        return int(min(chosen, self.scores.top)) + 1

    def rescan_rows(self, rows: Ints, reference: Ints, limit: int | None = None) -> None:
        """List what these rows miss at lower references, at the columns' references."""
        sifted = self.sifted(self.scores, rows, self.col_ref, limit or self.limit, reference)
        self.row_ref[rows] = sifted.reference
        self.add(sifted.row, sifted.col, sifted.points)

    def rescan_cols(self, cols: Ints, reference: Ints, limit: int | None = None) -> None:
        price = np.where(self.alone, 0, self.row_ref)
        sifted = self.sifted(self.flipped, cols, price, limit or self.limit, reference)
        self.col_ref[cols] = sifted.reference
        self.add(sifted.col, sifted.row, sifted.points)

    def jump(self, rows: Flags, cols: Flags, by: int) -> None:
        """Lower the references of these rows and raise those of these columns.

        The sums that bound pairs of both, or of neither, do not fall; pairs of these rows with other columns are looked
        at.
        """
        self.row_ref[rows] -= by
        self.col_ref[cols] += by
        some, others = np.flatnonzero(rows), np.flatnonzero(~cols)
        if len(some) and len(others):
            part, every = self.scores.take(some, others), np.arange(len(some))
            sifted = self.sifted(part, every, self.col_ref[others], self.limit, self.row_ref[some])
            self.row_ref[some] = sifted.reference
            self.add(some[sifted.row], others[sifted.col], sifted.points)

    def renew(self, scores: Scores, rows: Ints, cols: Ints) -> None:
        """Take over scores that differ for some rows and columns only, and list those anew.

        The floor may have risen for all: what is listed stays above it, and what is not stays bounded.
        """
        self.scores = scores
        self.__dict__.pop("flipped", None)
        row, col, _ = self.pairs
        kept = (self.points >= (scores.floor or 0)) & ~(np.isin(row, rows) | np.isin(col, cols))
        self.keys, self.points = self.keys[kept], self.points[kept]
        if len(rows):
            sifted = self.sifted(self.scores, rows, self.col_ref, self.limit)
            self.row_ref[rows] = sifted.reference
            self.add(sifted.row, sifted.col, sifted.points)
        if len(cols):
            self.wake(cols)
            self.rescan_cols(cols, self.col_ref[cols])

    def wake(self, cols: Ints) -> None:
        """Rows that were alone get a reference if one of these columns is allowed to them now."""
        alone = np.flatnonzero(self.alone)
        if len(alone):
            allowed = self.flipped.take(cols, alone).tile(np.arange(len(cols))) > self.scores.forbidden / 2
            self.row_ref[alone[allowed.any(axis=0)]] = 0

    def sifted(
        self, scores: Scores, rows: Ints, price: Ints, limit: int, reference: Ints | None = None
    ) -> Sifted:
        self.looked_at += len(rows) * scores.shape[1]
        found = sift(
            scores,
            rows,
            price,
            self.margin,
            limit,
            reference=reference,
            progress=self.progress,
            threads=self.effort.threads,
        )
        self.overflow |= found.overflow
        return found

    def add(self, row: Ints, col: Ints, points: Ints) -> None:
        """List further pairs; those that are listed already stay once."""
        keys = row * self.scores.shape[1] + col
        order = np.argsort(keys, kind="stable")
        keys, points = keys[order], points[order]
        at = np.searchsorted(self.keys, keys)
        new = np.ones(len(keys), dtype=bool)
        inside = at < len(self.keys)
        new[inside] = self.keys[at[inside]] != keys[inside]
        self.keys = np.insert(self.keys, at[new], keys[new])
        self.points = np.insert(self.points, at[new], points[new])
