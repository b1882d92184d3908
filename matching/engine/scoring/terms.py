"""What criteria and rules are made of: points of every pair without ever holding all pairs.

A term is a product of whole-number factors, a table over the distinct values of something, a capped count, or a
list of single pairs. Terms add up, and their sum compiles into one `Scores`. Rows are mentees, columns mentors.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from matching.engine.points import FULL, UNIT
from matching.engine.scoring.scores import Corrections, Floats, Ints, Lookup, Scores, merged

Value = TypeVar("Value", bound=Hashable)

#: Whole numbers up to here are exact in float32.
EXACT = 1 << 24


@dataclass(frozen=True)
class Table:
    """`values[row code, column code]`, where a code stands for a distinct value of what `kind` names.

    Tables of one kind have the same codes and are added up before they become factors.
    """

    kind: str
    rows: Ints
    cols: Ints
    values: Ints

    def at(self, rows: Ints, cols: Ints) -> Ints:
        return self.values[self.rows[rows], self.cols[cols]]

    def tile(self, rows: Ints) -> Ints:
        return self.values[self.rows[rows]][:, self.cols]

    def flipped(self) -> Table:
        return Table(self.kind, self.cols, self.rows, self.values.T)

    def factors(self) -> tuple[Floats, Floats]:
        """The table as a product: one column per value of the side with fewer values that make a difference."""
        rows, row_class = np.unique(self.values, axis=0, return_inverse=True)
        values, col_class = np.unique(rows, axis=1, return_inverse=True)
        row, col = row_class.ravel()[self.rows], col_class.ravel()[self.cols]
        if values.shape[0] < values.shape[1]:
            right, left = indicated(values.T, col, row)
            return left, right
        return indicated(values, row, col)


def indicated(values: Ints, row: Ints, col: Ints) -> tuple[Floats, Floats]:
    """Table rows on the left, a one for the own value on the right; values worth nothing need no column."""
    used = np.flatnonzero(values.any(axis=0))
    own = col[:, None] == used[None, :]
    return values[:, used].astype(np.float32)[row], own.astype(np.float32)


@dataclass(frozen=True)
class Terms:
    """A sum of terms for all pairs of a shape (mentees × mentors)."""

    shape: tuple[int, int]
    products: tuple[tuple[Floats, Floats], ...] = ()
    tables: tuple[Table, ...] = ()
    counts: tuple[Lookup, ...] = ()
    pairs: tuple[Corrections, ...] = ()

    def __add__(self, other: Terms) -> Terms:
        return Terms(
            self.shape,
            self.products + other.products,
            self.tables + other.tables,
            self.counts + other.counts,
            self.pairs + other.pairs,
        )

    def at(self, rows: Ints, cols: Ints) -> Ints:
        """What single pairs get."""
        return sum((table.at(rows, cols) for table in self.tables), start=self._untabled.at(rows, cols))

    def tile(self, rows: Ints) -> Ints:
        """What whole rows get (len(rows) × columns)."""
        tile = self._untabled.tile(rows).astype(np.int64)
        for table in self.tables:
            tile += table.tile(rows)
        return tile

    def flipped(self) -> Terms:
        """Rows and columns exchanged."""
        return Terms(
            self.shape[::-1],
            tuple((right, left) for left, right in self.products),
            tuple(table.flipped() for table in self.tables),
            tuple(count.flipped() for count in self.counts),
            tuple(pairs.flipped() for pairs in self.pairs),
        )

    @cached_property
    def _untabled(self) -> Scores:
        """All but the tables, which are read faster than their factors."""
        return replace(self, tables=()).scores()

    def scores(self, floor: int | None = None) -> Scores:
        """All terms in one, for pairs of at most FULL × UNIT points; pairs below `floor` are not allowed.

        float64 where the sums of products are too large for float32 to be exact.
        """
        tables = stacked(self.tables)
        products = [*self.products, *(table.factors() for table in tables)]
        largest = sum(bound_of(left, right) for left, right in self.products)
        largest += sum(int(np.abs(table.values).max(initial=0)) for table in tables)
        largest += sum(int(np.abs(count.table).max(initial=0)) for count in self.counts)
        kind: Any = np.float32 if largest < EXACT else np.float64
        left, right = (
            np.hstack([np.zeros((size, 0)), *(product[side] for product in products)], dtype=kind)
            for side, size in enumerate(self.shape)
        )
        corrections = Corrections.none(self.shape)
        for pairs in self.pairs:
            corrections = merged(corrections, pairs.row, pairs.col, pairs.value)
        return Scores(left, right, corrections, self.counts, floor, top=FULL * UNIT)


def stacked(tables: Iterable[Table]) -> list[Table]:
    """One table per kind."""
    found: dict[str, Table] = {}
    for table in tables:
        before = found.get(table.kind)
        found[table.kind] = table if before is None else replace(table, values=before.values + table.values)
    return list(found.values())


def bound_of(left: Floats, right: Floats) -> int:
    """A bound for the sum of absolute products of any pair, from either side."""
    one, other = (np.abs(side).astype(np.float64) for side in (left, right))
    by_row = (one @ other.max(axis=0, initial=0)).max(initial=0)
    return int(min(by_row, (other @ one.max(axis=0, initial=0)).max(initial=0)))


def product(left: Sequence[Mapping[str, int]], right: Sequence[Mapping[str, int]]) -> Terms:
    """Sum over the names that both mappings have of the one number times the other."""
    shared = set().union(*left) & set().union(*right)
    names = {name: i for i, name in enumerate(sorted(shared))}
    return Terms((len(left), len(right)), products=((matrix(left, names), matrix(right, names)),))


def matrix(rows: Sequence[Mapping[str, int]], columns: Mapping[str, int]) -> Floats:
    """One row per mapping, one column per name in `columns`; other names are dropped."""
    cells = [(i, columns[name], row[name]) for i, row in enumerate(rows) for name in row if name in columns]
    found = np.zeros((len(rows), len(columns)), dtype=np.float32)
    at = np.array(cells, dtype=np.int64).reshape(-1, 3)
    found[at[:, 0], at[:, 1]] = at[:, 2]
    return found


def tabled(
    kind: str, left: Sequence[Value], right: Sequence[Value], worth: Callable[[Value, Value], int]
) -> Terms:
    """What a pair of values is worth, asked once per pair of distinct values."""
    (ours, rows), (theirs, cols) = coded(left), coded(right)
    values = np.array([[worth(one, other) for other in theirs] for one in ours], dtype=np.int64)
    table = Table(kind, rows, cols, values.reshape(len(ours), len(theirs)))
    return Terms((len(left), len(right)), tables=(table,))


def coded(values: Sequence[Value]) -> tuple[list[Value], Ints]:
    """The distinct values, and the position of each one's value among them."""
    position: dict[Value, int] = {}
    codes = [position.setdefault(value, len(position)) for value in values]
    return list(position), np.array(codes, dtype=np.int64)


def counted(left: Floats, right: Floats, table: Sequence[int]) -> Terms:
    """`table[min(count, last)]` for the number of columns in which both have a one."""
    used = left.any(axis=0) & right.any(axis=0)
    one, other = (np.ascontiguousarray(side[:, used], dtype=np.float32) for side in (left, right))
    lookup = Lookup(one, other, np.array(table, dtype=np.float32))
    return Terms((len(left), len(right)), counts=(lookup,))


def listed(shape: tuple[int, int], pairs: Collection[tuple[int, int]], value: int) -> Terms:
    """The same value for single pairs (row, column), each counted once."""
    cells = np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2)
    worth = np.full(len(cells), value, dtype=np.float32)
    return Terms(shape, pairs=(Corrections(cells[:, 0], cells[:, 1], worth, shape),))
