"""The best possible worst pair: the highest level at which the most pairs still exist.

A largest choice fills everybody who is in its cover, row or column, forms every pair that has nobody in the cover, and
no pair of two who are both in it. So the market falls into two halves: rows of the cover with the other columns, and
columns of the cover with the other rows. In each, one side has to be full; the lower of the two levels counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.engine.cover import Cover, Done, Largest, missed_by
from matching.engine.scores import Scores
from matching.engine.shortlist import PLACES, Ints, Listed, shortlist


@dataclass(frozen=True)
class Half:
    """People who have to be full as rows, who can fill them as columns: points, places, and some pairs.

    `rows`, `cols`: their numbers in the market, whose columns are the rows here if `flipped`.
    """

    scores: Scores
    row_cap: Ints
    col_cap: Ints
    listed: Listed
    rows: Ints
    cols: Ints
    flipped: bool

    def covered(self, cover: Cover, most: Cover) -> Cover:
        """A cover of the whole market: `cover` in this half, that of the largest choice elsewhere."""
        rows, cols = most.rows.copy(), most.cols.copy()
        ours, theirs = (cols, rows) if self.flipped else (rows, cols)
        ours[self.rows], theirs[self.cols] = cover.rows, cover.cols
        return Cover(rows, cols)


def best_worst(
    scores: Scores, row_cap: Ints, col_cap: Ints, largest: Largest, done: Done = None
) -> tuple[int, Cover]:
    """The highest number of points that all pairs of a largest choice can have, and a cover of all better pairs.

    The cover costs less than the choice has pairs: no choice as large has better pairs only. `largest` has at least
    one pair, and a cover of all pairs. `done` is told the pairs looked at and may raise to stop.
    """
    most, pairs = largest.cover, largest.pairs
    beside = pairs.only(~(most.rows[pairs.rows] | most.cols[pairs.cols]))
    row_room = row_cap - np.bincount(beside.rows, minlength=len(row_cap))
    col_room = col_cap - np.bincount(beside.cols, minlength=len(col_cap))
    level, worst = int(beside.points.min(initial=scores.top + 1)), most
    for flipped in (False, True):
        half = half_of(scores, row_room, col_room, largest, most, flipped, done)
        found = lowest(half, level, done)
        if found is not None:
            level, worst = found[0], half.covered(found[1], most)
    return level, worst


def half_of(
    scores: Scores, row_room: Ints, col_room: Ints, largest: Largest, most: Cover, flipped: bool, done: Done
) -> Half:
    """One half with the best pairs of everybody in it; those known are enough if the other half is empty."""
    rows, cols = np.flatnonzero(most.rows != flipped), np.flatnonzero(most.cols == flipped)
    inside = scores.take(rows, cols)
    alone = inside.shape == scores.shape
    listed = within(largest.listed if alone else largest.pairs, rows, cols, scores.shape)
    if not alone:
        listed += shortlist(inside, PLACES, done)
    if not flipped:
        return Half(inside, row_room[rows], col_room[cols], listed, rows, cols, flipped)
    return Half(inside.flipped(), col_room[cols], row_room[rows], listed.flipped(), cols, rows, flipped)


def within(listed: Listed, rows: Ints, cols: Ints, shape: tuple[int, int]) -> Listed:
    """The pairs between these rows and columns, numbered among them."""
    row, col = np.full(shape[0], -1), np.full(shape[1], -1)
    row[rows], col[cols] = np.arange(len(rows)), np.arange(len(cols))
    inside = listed.only((row[listed.rows] >= 0) & (col[listed.cols] >= 0))
    return Listed(row[inside.rows], col[inside.cols], inside.points)


def lowest(half: Half, ceiling: int, done: Done) -> tuple[int, Cover] | None:
    """The highest level at which all rows can be full, with a cover of the better pairs; None if at `ceiling`."""
    largest = Largest(half.listed, half.row_cap, half.col_cap)
    while True:
        level = highest(half, largest, ceiling)
        if level == ceiling:
            return None
        largest.grow(level + 1)
        missed = missed_by(half.scores.at_least(level + 1), largest, best=True, done=done)
        if not len(missed):
            return level, largest.cover
        largest.extend(missed)


def highest(half: Half, largest: Largest, ceiling: int) -> int:
    """The highest level, up to `ceiling`, at which listed pairs fill all rows; at the lowest they do."""
    points = largest.listed.points
    levels = np.append(np.unique(points[points < ceiling]), ceiling)
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fills(half, largest, int(levels[middle])) else (low, middle - 1)
    return int(levels[low])


def fills(half: Half, largest: Largest, level: int) -> bool:
    """Whether listed pairs of at least `level` points fill all rows."""
    listed = largest.listed
    options = np.bincount(listed.rows[listed.points >= level], minlength=len(half.row_cap))
    if (options < half.row_cap).any():
        return False
    largest.grow(level)
    return largest.count == half.row_cap.sum()
