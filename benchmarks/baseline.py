"""The yardstick: the whole matrix in memory and SciPy's assignment on it."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from matching.engine.scoring.blocks import over_blocks
from matching.engine.solving.optimum import Market

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Dense:
    """What SciPy found, and its seconds for building the matrix and for solving it."""

    card: int
    total: int
    build: float
    solve: float

    @property
    def seconds(self) -> float:
        return self.build + self.solve


def solve_densely(market: Market) -> Dense:
    """Most pairs, then the highest total. Each mentor stands in a column per place; mentees have one place.

    An allowed pair counts its points and a bonus that outranks all points; any other counts 0.
    """
    begun = perf_counter()
    worth, columns = matrix(market)
    built = perf_counter()
    row, col = linear_sum_assignment(worth, maximize=True)
    solved = perf_counter()
    formed = worth[row, col] > 0
    points = market.scores.at(row[formed], columns[col[formed]])
    return Dense(len(points), int(points.sum()), built - begun, solved - built)


def matrix(market: Market) -> tuple[npt.NDArray[np.float64], Ints]:
    """The worth of every pair (mentees × places), and which mentor each place belongs to."""
    scores = market.scores
    columns = np.repeat(np.arange(scores.shape[1]), market.col_cap)
    bonus = float(scores.top) * (min(scores.shape[0], len(columns)) + 1)
    worth = np.empty((scores.shape[0], len(columns)))

    def fill(block: Ints) -> None:
        tile = scores.tile(block)
        worth[block] = np.where(tile > scores.forbidden / 2, tile.astype(np.float64) + bonus, 0.0)[:, columns]

    for _ in over_blocks(np.arange(scores.shape[0]), fill):
        pass
    return worth, columns
