"""Products of two factor matrices as short sums.

Most people have few of all features: a product that walks only these is several times faster than a full one. Tables
over categories come as a row of values on one side and a single one on the other; on the side of the many values, the
distinct rows become categories of their own, so that each row again needs one feature per table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[Any]

#: Features that more than one of so many rows has are looked at as parts of a table.
COMMON = 8
#: A table may have so many distinct rows more than twice its columns.
SPARE = 64
#: Walking features one by one pays off below one of so many.
WORTHWHILE = 3
#: Columns that are summed up at a time: sums and features stay in the nearest caches.
STRETCH = 1024


@dataclass(frozen=True)
class Factors:
    """`left @ right.T` by row: features from `starts[row]` on, each with a factor, and `panel` (features × columns)."""

    starts: Ints
    feature: npt.NDArray[np.int32]
    factor: Floats
    panel: Floats

    @classmethod
    def of(cls, left: Floats, right: Floats) -> Factors | None:
        """The product as short sums, or None if the sums are too long to be worth it."""
        common = np.flatnonzero(frequency(left) * COMMON > len(left))
        columns = np.ascontiguousarray(right.T)
        useful = np.asarray(columns.any(axis=1))
        parts, own = [columns], []
        size = len(columns)
        for group in tables(common[useful[common]], columns):
            found = distinct(left[:, group])
            if found is not None:
                values, which = found
                parts.append(values @ columns[group])
                own.append(which + size)
                size += len(values)
                useful[group] = False
        whole = np.array(own, dtype=np.int32).reshape(len(own), len(left))
        starts, feature, factor = gathered(left, useful, whole)
        if len(feature) * WORTHWHILE > left.size:
            return None
        used, position = np.unique(feature, return_inverse=True)
        return cls(starts, position.astype(np.int32), factor, picked(parts, used))

    def take(self, rows: Ints, cols: Ints | None) -> Factors:
        """The same sums for some rows and columns."""
        counts = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(counts)])
        at = np.repeat(self.starts[rows] - starts[:-1], counts) + np.arange(starts[-1])
        panel = self.panel if cols is None else np.ascontiguousarray(self.panel[:, cols])
        return Factors(starts, self.feature[at], self.factor[at], panel)

    def tile(self, rows: Ints, out: Floats | None = None) -> Floats:
        """The product for the given rows (len(rows) × columns)."""
        tile = np.empty((len(rows), self.panel.shape[1]), self.panel.dtype) if out is None else out
        add_up(tile, rows, self.starts, self.feature, self.factor, self.panel)
        return tile


def picked(parts: list[Floats], rows: npt.NDArray[np.integer]) -> Floats:
    """Some rows (sorted) of the parts one below the other, without a copy of the whole."""
    found = np.empty((len(rows), parts[0].shape[1]), dtype=parts[0].dtype)
    begin = 0
    for part in parts:
        at, end = np.searchsorted(rows, [begin, begin + len(part)])
        np.take(part, rows[at:end] - begin, axis=0, out=found[at:end])
        begin += len(part)
    return found


@njit(cache=True, nogil=True)
def frequency(left: Floats) -> Ints:
    """How many rows have each feature."""
    count = np.zeros(left.shape[1], dtype=np.int64)
    for i in range(left.shape[0]):
        for k in range(left.shape[1]):
            count[k] += left[i, k] != 0
    return count


@njit(cache=True, nogil=True)
def gathered(
    left: Floats, useful: npt.NDArray[np.bool_], own: npt.NDArray[np.int32]
) -> tuple[Ints, npt.NDArray[np.int32], Floats]:
    """Starts, features and factors of all rows: the useful features they have, and one of each table (`own`)."""
    starts = np.zeros(len(left) + 1, dtype=np.int64)
    for i in range(len(left)):
        starts[i + 1] = starts[i] + len(own) + np.sum((left[i] != 0) & useful)
    feature = np.empty(starts[-1], dtype=np.int32)
    factor = np.ones(starts[-1], dtype=left.dtype)
    for i in range(len(left)):
        at = starts[i]
        for k in np.flatnonzero((left[i] != 0) & useful):
            feature[at], factor[at] = k, left[i, k]
            at += 1
        feature[at : starts[i + 1]] = own[:, i]
    return starts, feature, factor


def tables(features: Ints, columns: Floats) -> Iterator[Ints]:
    """Runs of neighbouring features of which every column of the market has one at most."""
    run: list[int] = []
    taken = np.zeros(columns.shape[1], dtype=bool)
    for feature in features.tolist():
        own = columns[feature] != 0
        if run and (taken.all() or (taken & own).any()):
            yield np.array(run, dtype=np.int64)
            run, taken = [], np.zeros_like(taken)
        run.append(feature)
        taken |= own
    if run:
        yield np.array(run, dtype=np.int64)


def distinct(table: Floats) -> tuple[Floats, Ints] | None:
    """The distinct rows and which one each row is; None if sums would not be shorter, or if there are too many."""
    if np.count_nonzero(table) <= len(table):
        return None
    marks = table.astype(np.float64) @ np.random.default_rng(0).random(table.shape[1])
    _, first, own = np.unique(marks, return_index=True, return_inverse=True)
    if len(first) > 2 * table.shape[1] + SPARE:
        return None
    values = table[first]
    return (values, own) if (values[own] == table).all() else None


@njit(cache=True, nogil=True)
def add_up(
    tile: Floats,
    rows: Ints,
    starts: Ints,
    feature: npt.NDArray[np.int32],
    factor: Floats,
    panel: Floats,
) -> None:
    """Sum up the features of each row, four at a time; whole numbers, so that the order does not matter."""
    wide = panel.shape[1]
    for begin in range(0, wide, STRETCH):
        end = min(begin + STRETCH, wide)
        for i in range(len(rows)):
            sums = tile[i, begin:end]
            sums[:] = 0
            at, last = starts[rows[i]], starts[rows[i] + 1]
            while at + 4 <= last:
                add_four(sums, feature[at : at + 4], factor[at : at + 4], panel, begin)
                at += 4
            for one in range(at, last):
                add_one(sums, factor[one], panel[feature[one], begin:end])


@njit(cache=True, nogil=True)
def add_one(sums: Floats, factor: Any, column: Floats) -> None:
    for j in range(len(sums)):
        sums[j] += factor * column[j]


@njit(cache=True, nogil=True)
def add_four(sums: Floats, feature: npt.NDArray[np.int32], factor: Floats, panel: Floats, begin: int) -> None:
    end = begin + len(sums)
    one, two = panel[feature[0], begin:end], panel[feature[1], begin:end]
    three, four = panel[feature[2], begin:end], panel[feature[3], begin:end]
    a, b, c, d = factor[0], factor[1], factor[2], factor[3]
    for j in range(len(sums)):
        sums[j] += a * one[j] + b * two[j] + c * three[j] + d * four[j]
