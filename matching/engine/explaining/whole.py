"""The tandems of a cohort as rows and columns of its appraisal, with the places that are left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.model import Pair
from matching.engine.scoring.appraisal import Appraisal
from matching.engine.scoring.criteria import Flags
from matching.engine.scoring.scores import Floats, Ints


@dataclass(frozen=True)
class Whole:
    """Tandems sorted by row and column; `points` and `locked` per tandem."""

    appraisal: Appraisal
    rows: Ints
    cols: Ints
    points: Ints
    locked: Flags

    @classmethod
    def of(cls, appraisal: Appraisal, pairs: Collection[Pair], locked: Collection[Pair]) -> Whole:
        """The whole that consists of `pairs` (mentor key, mentee key), some of them locked."""
        pairs, fixed = list(pairs), frozenset(locked)
        rows, cols = appraisal.located(pairs)
        parts = appraisal.points_at(rows, cols).values()
        flags = np.array([pair in fixed for pair in pairs], dtype=bool)
        return cls.sorted(appraisal, rows, cols, sum(parts, start=np.zeros_like(rows)), flags)

    def of_mentors(self) -> Whole:
        """The same tandems with mentors as rows."""
        return Whole.sorted(self.appraisal.of_mentors(), self.cols, self.rows, self.points, self.locked)

    @classmethod
    def sorted(cls, appraisal: Appraisal, rows: Ints, cols: Ints, points: Ints, locked: Flags) -> Whole:
        """Tandems in any order."""
        order = np.lexsort((cols, rows))
        return cls(appraisal, rows[order], cols[order], points[order], locked[order])

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.appraisal.people), len(self.appraisal.others)

    @cached_property
    def row_count(self) -> Ints:
        """Tandems of each row."""
        return np.bincount(self.rows, minlength=self.shape[0])

    @cached_property
    def col_count(self) -> Ints:
        return np.bincount(self.cols, minlength=self.shape[1])

    @cached_property
    def row_room(self) -> Ints:
        """Free places of each row."""
        return self.appraisal.row_cap - self.row_count

    @cached_property
    def col_room(self) -> Ints:
        return self.appraisal.col_cap - self.col_count

    @cached_property
    def starts(self) -> Ints:
        """Where the tandems of each row begin, with the end of the last one."""
        return np.searchsorted(self.rows, np.arange(self.shape[0] + 1))

    def holders(self, col: int) -> Ints:
        """Rows that form a tandem with this column."""
        return self.rows[self.cols == col]

    def own(self, rows: Ints) -> tuple[Ints, Ints]:
        """Position in `rows` and column of every tandem of these rows."""
        counts = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(counts)
        at = np.repeat(self.starts[rows] - ends + counts, counts) + np.arange(counts.sum())
        return np.repeat(np.arange(len(rows)), counts), self.cols[at]

    def tile(self, rows: Ints) -> tuple[Floats, Flags]:
        """Points of whole rows (len(rows) × columns), and which pairs are allowed between people who take part."""
        scores = self.appraisal.scores
        tile = scores.tile(rows)
        present = np.outer(self.appraisal.row_cap[rows] > 0, self.appraisal.col_cap > 0)
        return tile, present & (tile > scores.forbidden / 2)
