"""Pairs who would both rather have each other: counted in one pass, the clearest cases by name."""

from __future__ import annotations

import numpy as np

from matching.engine.explaining.whole import Whole
from matching.engine.points import fit
from matching.engine.result import Blocking, Stability
from matching.engine.scoring.blocks import over_blocks
from matching.engine.scoring.scores import Floats, Ints

SHOWN = 5


def stability_of(whole: Whole, shown: int = SHOWN) -> Stability:
    """How many pairs block the whole (Gale and Shapley 1962), and the `shown` with the greatest gain.

    Both sides value a pair by its points. A pair blocks if it is allowed, is no tandem, and each of the two has a
    free place or a tandem with fewer points that is not locked. A locked tandem is somebody's decision: nobody
    leaves it, whatever else there would be. Gain: points that each of the two gains at least.
    """
    bars = bar(whole), bar(whole.of_mentors())
    everyone = np.flatnonzero(np.isfinite(bars[0]))
    found = list(over_blocks(everyone, lambda rows: _blocking(whole, bars, rows, shown)))
    best = sorted(pair for _, pairs in found for pair in pairs)[:shown]
    mentees, mentors = whole.appraisal.mentees, whole.appraisal.mentors
    return Stability(
        count=sum(count for count, _ in found),
        worst=tuple(
            Blocking(mentors[col].key, mentees[row].key, points, fit(points), -loss)
            for loss, row, col, points in best
        ),
    )


def bar(whole: Whole) -> Floats:
    """What a pair must exceed for each row to want it: nothing with a free place, infinity if nothing will do."""
    bars = np.full(whole.shape[0], np.inf, dtype=whole.appraisal.scores.dtype)
    free = ~whole.locked
    np.minimum.at(bars, whole.rows[free], whole.points[free])
    bars[whole.row_room > 0] = -1
    return bars


def _blocking(
    whole: Whole, bars: tuple[Floats, Floats], rows: Ints, shown: int
) -> tuple[int, list[tuple[int, int, int, int]]]:
    """Number of blocking pairs of these rows, and (minus gain, row, column, points) of the greatest gains."""
    points = whole.appraisal.scores.tile(rows)
    points[whole.own(rows)] = -np.inf
    gain = points - np.maximum(bars[0][rows][:, None], bars[1][None, :])
    row, col = np.nonzero(gain > 0)
    order = np.lexsort((col, row, -gain[row, col]))[:shown]
    row, col = row[order], col[order]
    columns = -gain[row, col], rows[row], col, points[row, col]
    return int((gain > 0).sum()), list(
        zip(*(column.astype(np.int64).tolist() for column in columns), strict=True)
    )
