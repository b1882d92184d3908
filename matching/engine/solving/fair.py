"""The best possible worst pair: the highest level at which the most pairs still exist.

A largest choice fills everybody who is in its cover, row or column, forms every pair that has nobody in the cover, and
no pair of two who are both in it. So the market falls into two halves: rows of the cover with the other columns, and
columns of the cover with the other rows. In each, one side has to be full; the lower of the two levels counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.engine.scoring.scores import Scores
from matching.engine.solving.cover import Cover, Done, Largest, missed_by
from matching.engine.solving.shortlist import Ints, Listed


@dataclass(frozen=True)
class Half:
    """People who have to be full as rows, who can fill them as columns: points, places, a choice, and some pairs.

    `rows`, `cols`: their numbers in the market, whose columns are the rows here if `flipped`.
    """

    scores: Scores
    row_cap: Ints
    col_cap: Ints
    pairs: Listed
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
    scores: Scores,
    row_cap: Ints,
    col_cap: Ints,
    most: Cover,
    pairs: Listed,
    listed: Listed,
    done: Done = None,
) -> tuple[int, Cover]:
    """The highest number of points that all pairs of a largest choice can have, and a cover of all better pairs.

    The cover costs less than the choice has pairs: no choice as large has better pairs only. `pairs`: a largest
    choice with at least one pair; `most`: a cover of all pairs that costs as much; `listed`: allowed pairs to begin
    with, among them the chosen ones. `done` is told the pairs looked at and may raise to stop.
    """
    beside = ~(most.rows[pairs.rows] | most.cols[pairs.cols])
    row_room = row_cap - np.bincount(pairs.rows[beside], minlength=len(row_cap))
    col_room = col_cap - np.bincount(pairs.cols[beside], minlength=len(col_cap))
    level, worst = int(pairs.points[beside].min(initial=scores.top + 1)), most
    for flipped in (False, True):
        half = half_of(scores, row_room, col_room, pairs, listed, most, flipped)
        found = lowest(half, level, done)
        if found is not None:
            level, worst = found[0], half.covered(found[1], most)
    return level, worst


def half_of(
    scores: Scores, row_room: Ints, col_room: Ints, pairs: Listed, listed: Listed, most: Cover, flipped: bool
) -> Half:
    """The people, chosen pairs and listed pairs of one half."""
    rows, cols = np.flatnonzero(most.rows != flipped), np.flatnonzero(most.cols == flipped)
    inside = scores.take(rows, cols)
    chosen, known = (within(some, rows, cols, scores.shape) for some in (pairs, listed))
    if not flipped:
        return Half(inside, row_room[rows], col_room[cols], chosen, known, rows, cols, flipped)
    turned = chosen.flipped(), known.flipped()
    return Half(inside.flipped(), col_room[cols], row_room[rows], *turned, cols, rows, flipped)


def within(listed: Listed, rows: Ints, cols: Ints, shape: tuple[int, int]) -> Listed:
    """The pairs between these rows and columns, numbered among them."""
    row, col = np.full(shape[0], -1), np.full(shape[1], -1)
    row[rows], col[cols] = np.arange(len(rows)), np.arange(len(cols))
    inside = listed.only((row[listed.rows] >= 0) & (col[listed.cols] >= 0))
    return Listed(row[inside.rows], col[inside.cols], inside.points)


def lowest(half: Half, ceiling: int, done: Done) -> tuple[int, Cover] | None:
    """The highest level at which all rows can be full, with a cover of the better pairs; None if at `ceiling`."""
    largest = Largest(half.listed, half.row_cap, half.col_cap, half.pairs)
    level = int(half.pairs.points.min(initial=ceiling))
    while True:
        level = highest(half, largest, level, ceiling)
        if level == ceiling:
            return None
        largest.grow(level + 1)
        missed = missed_by(half.scores.at_least(level + 1), largest, best=True, done=done)
        if not len(missed):
            return level, largest.cover
        largest.extend(missed)


def highest(half: Half, largest: Largest, level: int, ceiling: int) -> int:
    """The highest level up to `ceiling` at which listed pairs fill all rows; at `level` they do.

    The next level is tried first: it is too high already if the pairs listed since the last time change nothing.
    """
    largest.grow(level)
    points = largest.listed.points
    between = np.unique(points[(points > level) & (points < ceiling)])
    levels = np.concatenate([[level], between, [ceiling]])
    low, high, middle = 0, len(levels) - 1, 1
    while low < high:
        formed = largest.formed
        if fills(half, largest, int(levels[middle])):
            low = middle
        else:
            high, largest.formed = middle - 1, formed
        middle = (low + high + 1) // 2
    return int(levels[low])


def fills(half: Half, largest: Largest, level: int) -> bool:
    """Whether listed pairs of at least `level` points fill all rows."""
    listed = largest.listed
    options = np.bincount(listed.rows[listed.points >= level], minlength=len(half.row_cap))
    if (options < half.row_cap).any():
        return False
    largest.grow(level)
    return largest.count == half.row_cap.sum()
