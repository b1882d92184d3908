"""The heaviest choice of pairs from an explicit list, with prices that prove it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from matching.engine.solving import paths
from matching.engine.solving.paths import Ids, Ints, Side

Flags = npt.NDArray[np.bool_]

#: A price that nothing reaches: no limit to the search.
NO_FLOOR = -(1 << 60)
#: People served between two reports of progress.
AT_A_TIME = 1024


class Sparse:
    """The best choice among listed pairs, where each pair is worth `bonus` plus its points.

    Rows and columns have room for several; each pair is formed at most once. `solve` keeps what was formed before and
    begins with the prices of before, so that a list that grows is solved anew in little time. Whole numbers only;
    bonus, points and prices have to stay below 2^58.
    """

    def __init__(self, row_room: Ints, col_room: Ints, bonus: int = 0) -> None:
        self.bonus = bonus
        self.shape = len(row_room), len(col_room)
        self.rows, self.cols = nobody_placed(row_room), nobody_placed(col_room)

    def set_edges(self, row: Ints, col: Ints, points: Ints) -> None:
        """The pairs to choose from, each once, sorted by row."""
        near, worth = col.astype(np.int32), points.astype(np.int64)
        first = starts(row, self.shape[0])
        self.rows = knowing(self.rows, first, near, worth)
        self.cols = knowing(self.cols, *paths.turned(first, near, worth, self.shape[1]))

    def solve(
        self,
        col_price: Ints | None = None,
        row_floor: Ints | None = None,
        col_floor: Ints | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """The heaviest choice, from the prices of before or from any `col_price` >= 0.

        Nobody searches on once the own price has fallen to the floor; such people stay pending: they have room
        although their price is not 0. `progress(people served)` is called now and then and may raise to stop.
        """
        rows, cols = self.rows, self.cols
        if col_price is not None:
            cols.price[:] = col_price
        paths.settle_rows(rows, cols, self.bonus)
        paths.form_tight(rows, cols, self.bonus)
        here, there = paths.trail(self.shape[0]), paths.trail(self.shape[1])
        heap = paths.heap(len(rows.near) + sum(self.shape) + 16)
        for ours, theirs, mine, yours, floor in (
            (rows, cols, here, there, row_floor),
            (cols, rows, there, here, col_floor),
        ):
            lowest = np.full(len(ours.room), NO_FLOOR) if floor is None else floor
            for first in range(0, len(ours.room), AT_A_TIME):
                people = first, min(first + AT_A_TIME, len(ours.room))
                paths.place(people, lowest, self.bonus, ours, theirs, mine, yours, heap)
                if progress is not None:
                    progress(people[1] - first)
        paths.tighten(rows, cols, self.bonus)
        paths.tighten(cols, rows, self.bonus)

    def raise_bonus(self, bonus: int) -> None:
        """A higher bonus per pair: pairs stay tight, and whoever is not placed searches again."""
        self.rows.price[:] += bonus - self.bonus
        self.bonus = bonus

    def form(self, row: Ints, col: Ints, points: Ints) -> None:
        """Form pairs on nobody's prices, as a start; there has to be room for them."""
        for ours, person, other in ((self.rows, row, col), (self.cols, col, row)):
            order = np.argsort(person, kind="stable")
            at = (
                ours.slot[person[order]]
                + np.arange(len(order))
                - starts(person[order], len(ours.room))[person[order]]
            )
            ours.mate[at], ours.worth[at] = other[order], points[order]
            ours.taken[:] = np.bincount(person, minlength=len(ours.room))

    def pairs(self) -> tuple[Ints, Ints, Ints]:
        """Row, column and points of the formed pairs, sorted."""
        rows = self.rows
        row = np.repeat(np.arange(self.shape[0]), rows.taken)
        at = rows.slot[row] + np.arange(len(row)) - np.repeat(np.cumsum(rows.taken) - rows.taken, rows.taken)
        order = np.lexsort((rows.mate[at], row))
        return row[order], rows.mate[at][order].astype(np.int64), rows.worth[at][order]

    @property
    def row_pending(self) -> Flags:
        return (self.rows.taken < self.rows.room) & (self.rows.price > 0)

    @property
    def col_pending(self) -> Flags:
        return (self.cols.taken < self.cols.room) & (self.cols.price > 0)


def heaviest(row: Ints, col: Ints, weight: Ints, row_room: Ints, col_room: Ints) -> Flags:
    """Which of the given pairs form a choice of greatest total weight; a weight of 0 or less is no pair.

    Pairs in any order, each named once; weights up to 2^58. The same input always gives the same choice.
    """
    chosen = np.zeros(len(row), dtype=bool)
    kept = np.flatnonzero(weight > 0)
    kept = kept[np.lexsort((col[kept], row[kept]))]
    market = Sparse(row_room, col_room)
    market.set_edges(row[kept], col[kept], weight[kept])
    market.solve()
    width = len(col_room)
    keys = row[kept] * width + col[kept]
    formed_row, formed_col, _ = market.pairs()
    chosen[kept[np.searchsorted(keys, formed_row * width + formed_col)]] = True
    return chosen


def nobody_placed(room: Ints) -> Side:
    """A side whose people know and have nobody yet."""
    people, places = len(room), int(room.sum())
    ids: Ids = np.zeros(0, dtype=np.int32)
    return Side(
        room=room.astype(np.int64),
        price=np.zeros(people, dtype=np.int64),
        taken=np.zeros(people, dtype=np.int64),
        slot=np.cumsum(room) - room,
        mate=np.zeros(places, dtype=np.int32),
        worth=np.zeros(places, dtype=np.int64),
        first=np.zeros(people + 1, dtype=np.int64),
        near=ids,
        points=np.zeros(0, dtype=np.int64),
    )


def knowing(side: Side, first: Ints, near: Ids, points: Ints) -> Side:
    """The same people with other lists."""
    return Side(side.room, side.price, side.taken, side.slot, side.mate, side.worth, first, near, points)


def starts(sorted_ids: npt.NDArray[np.integer], people: int) -> Ints:
    """Where each person's entries begin, with the end of the last."""
    return np.searchsorted(sorted_ids, np.arange(people + 1)).astype(np.int64)
