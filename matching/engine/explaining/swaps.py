"""The best swaps of many tandems at once, over blocks of tandems.

A tandem (row, column) gets another column. A newcomer with a free place simply comes in. A newcomer without one leaves
a tandem for it, and who is displaced there takes the column set free or the best other one with a free place,
whichever fits best, or waits if none is allowed. Locked tandems are neither changed nor left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.engine.explaining.whole import Whole
from matching.engine.scoring.blocks import over_blocks
from matching.engine.scoring.criteria import Flags
from matching.engine.scoring.scores import Floats, Ints

Cell = tuple[int, int]
TANDEMS = 128


@dataclass(frozen=True)
class Swap:
    """Cells (row, column) taken out and put in, the opened tandem and the newcomer's first; points gained."""

    removed: tuple[Cell, ...]
    added: tuple[Cell, ...]
    delta: int

    @property
    def tandems(self) -> int:
        return len(self.added) - len(self.removed)

    def flipped(self) -> Swap:
        """The same with rows and columns exchanged."""
        removed, added = (tuple((col, row) for row, col in cells) for cells in (self.removed, self.added))
        return Swap(removed, added, self.delta)


def best_swaps(whole: Whole, tandems: Ints, count: int) -> dict[int, list[Swap]]:
    """For each of `tandems` (positions in `whole.rows`) at most `count` swaps, each with another newcomer.

    Best first: most tandems kept, then most points, then the first newcomer in the order of columns.
    """
    board = _Board(whole)
    movable = tandems[~whole.locked[tandems]]
    found = over_blocks(movable, lambda block: _best_of(board, block, count), size=TANDEMS)
    swaps = {int(tandem): best for part in found for tandem, best in part.items()}
    return {tandem: swaps.get(tandem, []) for tandem in tandems.tolist()}


class _Board:
    """Columns that could come in. `free`: those with a free place; `rows`, `cols`, `points`: tandems that could be left
    for another one, sorted by column; `starts`: where each of the columns `taken` begins among them; `refuge`: the best
    free column of each of their rows, with `comfort`, its points."""

    def __init__(self, whole: Whole) -> None:
        self.whole, self.turned = whole, whole.of_mentors()
        self.free = np.flatnonzero(whole.col_room > 0)
        order = np.lexsort((whole.rows, whole.cols))
        order = order[~whole.locked[order] & (whole.col_room[whole.cols[order]] <= 0)]
        self.rows, self.cols = whole.rows[order], whole.cols[order]
        self.points = whole.points[order].astype(whole.appraisal.scores.dtype)
        self.taken, self.starts = np.unique(self.cols, return_index=True)
        #: More than all points that a swap can win: the worth of a tandem that is lost.
        self.tandem = 8 * whole.appraisal.scores.top
        self.refuge, self.comfort = self._refuges()

    def _refuges(self) -> tuple[Ints, Floats]:
        best: Ints = np.zeros(self.whole.shape[0], dtype=np.int64)
        points = np.full(self.whole.shape[0], -np.inf, dtype=self.points.dtype)
        displaced = np.unique(self.rows)
        if len(self.free):
            found = list(over_blocks(displaced, lambda rows: _highest(self.whole, rows, self.free)))
            best[displaced] = np.concatenate([np.zeros(0, dtype=np.int64), *(part[0] for part in found)])
            points[displaced] = np.concatenate([points[:0], *(part[1] for part in found)])
        return best[self.rows], points[self.rows]


def _highest(whole: Whole, rows: Ints, cols: Ints) -> tuple[Ints, Floats]:
    """The best of some columns for each row, and its points."""
    offers = _offers(whole, rows)[:, cols]
    best = offers.argmax(axis=1)
    return cols[best], offers[np.arange(len(rows)), best]


def _offers(whole: Whole, rows: Ints) -> Floats:
    """Points of every new pair of these rows; minus infinity where it is not allowed or is a tandem already."""
    points, allowed = whole.tile(rows)
    points[~allowed] = -np.inf
    points[whole.own(rows)] = -np.inf
    return points


def _best_of(board: _Board, tandems: Ints, count: int) -> dict[int, list[Swap]]:
    whole = board.whole
    offers = _offers(whole, whole.rows[tandems])
    worth = np.full(offers.shape, -np.inf, dtype=offers.dtype)
    worth[:, board.free] = offers[:, board.free]
    freed = _offers(board.turned, whole.cols[tandems])[:, board.rows]
    left = offers[:, board.cols] - board.points + _consoled(board, np.maximum(freed, board.comfort))
    if len(board.taken):
        worth[:, board.taken] = np.maximum.reduceat(left, board.starts, axis=1)
    found: dict[int, list[Swap]] = {int(tandem): [] for tandem in tandems}
    lines = np.arange(len(tandems))
    for _ in range(count):
        best = worth.argmax(axis=1)
        for i in np.flatnonzero(worth[lines, best] > -np.inf).tolist():
            newcomer, value = int(best[i]), int(worth[i, best[i]])
            found[int(tandems[i])].append(_swap(board, int(tandems[i]), newcomer, value, left[i], freed[i]))
        worth[lines, best] = -np.inf
    return found


def _consoled(board: _Board, points: Floats) -> Floats:
    """Points of the displaced with their new partner; the loss of a tandem where there is none."""
    waits: Flags = np.isneginf(points)
    return np.where(waits, -points.dtype.type(board.tandem), points)


def _swap(board: _Board, tandem: int, newcomer: int, worth: int, left: Floats, freed: Floats) -> Swap:
    """The swap that brings in `newcomer` and is `worth` so much, from the worth of and the way out of each tandem."""
    whole = board.whole
    row, col = int(whole.rows[tandem]), int(whole.cols[tandem])
    delta = worth - int(whole.points[tandem])
    if whole.col_room[newcomer] > 0:
        return Swap(((row, col),), ((row, newcomer),), delta)
    start, end = np.searchsorted(board.cols, [newcomer, newcomer + 1])
    at = int(start + left[start:end].argmax())
    displaced = int(board.rows[at])
    removed = (row, col), (displaced, newcomer)
    if max(freed[at], board.comfort[at]) == -np.inf:
        return Swap(removed, ((row, newcomer),), delta + board.tandem)
    refuge = col if freed[at] >= board.comfort[at] else int(board.refuge[at])
    return Swap(removed, ((row, newcomer), (displaced, refuge)), delta)
