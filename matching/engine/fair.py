"""The best possible worst pair: the highest level at which the most pairs still exist."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matching.engine.cover import Cover, Largest, missed_by
from matching.engine.scores import Scores


def best_worst(
    scores: Scores, largest: Largest, count: int, done: Callable[[int], None] | None = None
) -> tuple[int, Cover]:
    """The highest number of points that all of `count` pairs can have, and a cover of all pairs with more.

    The cover costs less than `count`: no `count` pairs have more points. `largest`: `count` pairs, as many as there
    can be. Searches the listed pairs, then holds the cover of what lies above the level against all pairs; pairs
    that it misses join the lists. `done` is told the pairs looked at and may raise to stop.
    """
    level = int(largest.pairs.points.min())
    while True:
        level = highest(largest, count, level)
        largest.grow(level + 1)
        missed = missed_by(scores, largest.cover, level + 1, largest.pairs, done)
        if not len(missed):
            return level, largest.cover
        largest.extend(missed)


def highest(largest: Largest, count: int, feasible: int) -> int:
    """The highest level with `count` listed pairs; there are `count` at level `feasible`."""
    points = largest.listed.points
    levels = np.unique(points[points >= feasible])
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        enough = largest.grow(int(levels[middle])) >= count
        low, high = (middle, high) if enough else (low, middle - 1)
    return int(levels[low])
