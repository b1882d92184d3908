"""Points of every possible pair, never all at once.

Rows × columns. Points are whole numbers from 0 to `top`; a pair that is not allowed lies at or below half of
`forbidden`. Every score is a product of two factor matrices of whole numbers plus lookups of small counts plus sparse
corrections. As long as no sum of absolute products exceeds 2^24, float32 holds every intermediate sum exactly, so that
tiles do not depend on their size, on the number of threads or on the order of summation.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.engine.scoring.factors import Factors

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[Any]  # float32 or, for large points, float64: whole numbers either way

#: Weight of a broken rule: outranks all points, and seven of them still fit into float32.
FORBIDDEN = -(1 << 21)
TOP = 1 << 20
#: So many rows asked for at once are worth preparing short sums, which takes about as long as some hundred rows.
MANY = 128


@dataclass(frozen=True)
class Lookup:
    """Points that are no product: `table[min(count, last)]` for the count `left @ right.T`."""

    left: Floats
    right: Floats
    table: Floats

    @cached_property
    def factors(self) -> Factors | None:
        return Factors.of(self.left, self.right)

    def flipped(self) -> Lookup:
        return Lookup(self.right, self.left, self.table)

    def take(self, rows: Any, cols: Any) -> Lookup:
        return Lookup(self.left[rows], self.right[cols], self.table)


@dataclass(frozen=True)
class Corrections:
    """What single pairs get on top: points, or `FORBIDDEN`. Sorted by row and column, each pair once."""

    row: Ints
    col: Ints
    value: Floats
    shape: tuple[int, int]

    @classmethod
    def none(cls, shape: tuple[int, int]) -> Corrections:
        nothing = np.zeros(0, dtype=np.int64)
        return cls(nothing, nothing, np.zeros(0, dtype=np.float32), shape)

    @classmethod
    def of(cls, row: Ints, col: Ints, value: Floats, shape: tuple[int, int]) -> Corrections:
        """Sort pairs that are each named once."""
        order = np.lexsort((col, row))
        return cls(row[order], col[order], value[order], shape)

    @cached_property
    def starts(self) -> Ints:
        """Where each row begins, with the end of the last one."""
        return np.searchsorted(self.row, np.arange(self.shape[0] + 1))

    def flipped(self) -> Corrections:
        return Corrections.of(self.col, self.row, self.value, self.shape[::-1])

    def of_rows(self, rows: Ints) -> tuple[Ints, Ints, Floats]:
        """Position in `rows`, column and value of every correction of these rows."""
        counts = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(counts)
        at = np.repeat(self.starts[rows] - ends + counts, counts) + np.arange(counts.sum())
        return np.repeat(np.arange(len(rows)), counts), self.col[at], self.value[at]

    def take(self, rows: Ints, cols: Ints) -> Corrections:
        row, col, value = self.of_rows(rows)
        position = np.full(self.shape[1], -1)
        position[cols] = np.arange(len(cols))
        kept = position[col] >= 0
        return Corrections.of(row[kept], position[col[kept]], value[kept], (len(rows), len(cols)))


@dataclass(frozen=True)
class Scores:
    """The points of all pairs of a market, computed when they are asked for.

    `left` (rows × features), `right` (columns × features): their product is the main part of the points. Pairs below
    `floor` are not allowed. `top`: no pair has more points. float64 instead of float32 allows larger points.
    """

    left: Floats
    right: Floats
    corrections: Corrections
    lookups: tuple[Lookup, ...] = ()
    floor: int | None = None
    top: int = TOP
    forbidden: int = field(default=FORBIDDEN)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.left), len(self.right)

    @property
    def dtype(self) -> Any:
        return self.left.dtype

    @cached_property
    def factors(self) -> Factors | None:
        """The product as short sums, where that is faster."""
        return Factors.of(self.left, self.right)

    def tile(self, rows: Ints, out: Floats | None = None) -> Floats:
        """Points of the given rows (len(rows) × columns) as whole floats; `out` is a buffer of that shape."""
        tile = product(self, rows, out)
        for lookup in self.lookups:
            add_lookup(tile, product(lookup, rows), lookup.table)
        at, col, value = self.corrections.of_rows(rows)
        tile[at, col] += value
        if self.floor is not None:
            forbid_below(tile, tile.dtype.type(self.floor), tile.dtype.type(2 * self.forbidden))
        return tile

    def at(self, rows: Ints, cols: Ints) -> Ints:
        """Points of single pairs; at or below half of `forbidden` where a pair is not allowed."""
        points = np.einsum("ij,ij->i", self.left[rows], self.right[cols], dtype=np.float64)
        for lookup in self.lookups:
            count = np.einsum("ij,ij->i", lookup.left[rows], lookup.right[cols]).astype(np.int64)
            points += lookup.table[np.minimum(count, len(lookup.table) - 1)]
        points += self._corrected(rows, cols)
        if self.floor is not None:
            points[points < self.floor] = 2 * self.forbidden
        return points.astype(np.int64)

    def _corrected(self, rows: Ints, cols: Ints) -> Floats:
        sparse, width = self.corrections, self.shape[1]
        keys, wanted = sparse.row * width + sparse.col, rows * width + cols
        if not len(keys):
            return np.zeros(len(rows))
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, sparse.value[at], 0)

    def take(self, rows: Ints | None = None, cols: Ints | None = None) -> Scores:
        """The same points for some rows and columns only, in the given order."""
        rows, cols = (
            None if everybody(ids, size) else ids for ids, size in zip((rows, cols), self.shape, strict=True)
        )
        if rows is None and cols is None:
            return self
        some, whole = rows, cols is None
        rows = np.arange(self.shape[0]) if rows is None else rows
        cols = np.arange(self.shape[1]) if cols is None else cols
        taken = replace(
            self,
            left=self.left if some is None else self.left[rows],
            right=self.right if whole else self.right[cols],
            corrections=self.corrections.take(rows, cols),
            lookups=tuple(lookup.take(rows, cols) for lookup in self.lookups),
        )
        if self.__dict__.get("factors") is not None:  # cheaper to take than to find again
            taken.__dict__["factors"] = self.__dict__["factors"].take(rows, None if whole else cols)
        return taken

    def flipped(self) -> Scores:
        """Rows and columns exchanged."""
        return replace(
            self,
            left=self.right,
            right=self.left,
            corrections=self.corrections.flipped(),
            lookups=tuple(lookup.flipped() for lookup in self.lookups),
        )

    def at_least(self, level: int) -> Scores:
        """Pairs with fewer points are not allowed."""
        return replace(self, floor=level if self.floor is None else max(level, self.floor))

    def without(self, rows: Ints, cols: Ints) -> Scores:
        """These pairs are not allowed."""
        extra = np.full(len(rows), self.forbidden, dtype=self.dtype)
        return replace(self, corrections=merged(self.corrections, rows, cols, extra))


def everybody(ids: Ints | None, size: int) -> bool:
    """Whether these are all there are, in order: nothing has to be copied then."""
    return ids is None or (len(ids) == size and bool((ids == np.arange(size)).all()))


def product(of: Scores | Lookup, rows: Ints, out: Floats | None = None) -> Floats:
    """`left[rows] @ right.T`: by short sums, unless these are not known yet and few rows are asked for."""
    factors = of.factors if len(rows) >= MANY or "factors" in of.__dict__ else None
    return np.matmul(of.left[rows], of.right.T, out=out) if factors is None else factors.tile(rows, out)


def merged(base: Corrections, rows: Ints, cols: Ints, value: Floats) -> Corrections:
    """Corrections with further ones for pairs; a broken rule counts once, points add up."""
    width = base.shape[1]
    keys = np.concatenate([base.row * width + base.col, rows * width + cols])
    values = np.concatenate([base.value, value])
    pairs, position = np.unique(keys, return_inverse=True)
    lowest = np.zeros(len(pairs), dtype=values.dtype)
    np.minimum.at(lowest, position, values)
    points = np.zeros(len(pairs), dtype=values.dtype)
    np.add.at(points, position, np.maximum(values, 0))
    return Corrections(pairs // width, pairs % width, np.where(lowest < 0, lowest, points), base.shape)


@njit(cache=True, nogil=True)
def add_lookup(tile: Floats, counts: Floats, table: Floats) -> None:
    """Add `table[min(count, last)]` to every pair of the tile."""
    last = len(table) - 1
    for i in range(tile.shape[0]):
        for j in range(tile.shape[1]):
            tile[i, j] += table[min(int(counts[i, j]), last)]


@njit(cache=True, nogil=True)
def forbid_below(tile: Floats, floor: Any, forbidden: Any) -> None:
    for i in range(tile.shape[0]):
        for j in range(tile.shape[1]):
            tile[i, j] = tile[i, j] if tile[i, j] >= floor else forbidden


def dense(points: Ints, allowed: npt.NDArray[np.bool_]) -> Scores:
    """Scores of a matrix that is already there: points from 0 up, and which pairs are allowed.

    The matrix stands in for the product of factors: each row has one feature per column.
    """
    top = int(points.max(initial=0, where=allowed)) + 1
    small = top <= TOP
    forbidden = FORBIDDEN if small else -4 * top
    kind = np.float32 if small else np.float64
    left = np.where(allowed, points, forbidden).astype(kind)
    right = np.eye(points.shape[1], dtype=kind)
    return Scores(left, right, Corrections.none(left.shape), top=top, forbidden=forbidden)
