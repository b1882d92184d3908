"""The best few partners of every person, found in one pass over all pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.engine.scoring.blocks import ROWS, Buffers, over_blocks
from matching.engine.scoring.hashes import mix
from matching.engine.scoring.scores import Scores

Ints = npt.NDArray[np.int64]

#: How many of everybody's best partners are listed to begin with.
PLACES = 8


@dataclass(frozen=True)
class Listed:
    """Some allowed pairs with their points, sorted by row and column, each once."""

    rows: Ints
    cols: Ints
    points: Ints

    @classmethod
    def nothing(cls) -> Listed:
        none = np.zeros(0, dtype=np.int64)
        return cls(none, none, none)

    @classmethod
    def of(cls, rows: Ints, cols: Ints, points: Ints) -> Listed:
        """Sort pairs and drop repetitions."""
        width = int(cols.max(initial=0)) + 1
        _, first = np.unique(rows * width + cols, return_index=True)
        return cls(rows[first], cols[first], points[first])

    def __len__(self) -> int:
        return len(self.rows)

    def __add__(self, other: Listed) -> Listed:
        return Listed.of(
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.cols, other.cols]),
            np.concatenate([self.points, other.points]),
        )

    def flipped(self) -> Listed:
        """Rows and columns exchanged."""
        return Listed.of(self.cols, self.rows, self.points)

    def only(self, kept: npt.NDArray[np.bool_]) -> Listed:
        return Listed(self.rows[kept], self.cols[kept], self.points[kept])


class _Best(NamedTuple):
    """The best partners so far (people × places), best first, by rank and then by mark; rank -1 where there is none."""

    rank: npt.NDArray[Any]
    mark: npt.NDArray[np.uint32]
    points: npt.NDArray[Any]
    partner: npt.NDArray[np.int32]

    @classmethod
    def nobody(cls, people: int, places: int, kind: Any) -> _Best:
        shape = people, places
        return cls(
            np.full(shape, -1, dtype=kind),
            np.zeros(shape, dtype=np.uint32),
            np.zeros(shape, dtype=kind),
            np.zeros(shape, dtype=np.int32),
        )

    def listed(self) -> tuple[Ints, Ints, Ints]:
        """Person, partner and points of everything found."""
        person, place = np.nonzero(self.rank >= 0)
        points = self.points[person, place].astype(np.int64)
        return person, self.partner[person, place].astype(np.int64), points


def shortlist(
    scores: Scores, places: int, done: Callable[[int], None] | None = None, *, at_random: bool = False
) -> Listed:
    """For every row and every column its best `places` allowed pairs, or some `at_random`.

    Equal pairs are told apart by a random-looking mark that differs from person to person: otherwise all would
    list the same few partners. `done` is told the pairs looked at and may raise to stop.
    """
    people, partners = scores.shape
    of_rows, of_cols = (_Best.nobody(count, places, scores.dtype) for count in scores.shape)
    ceiling = scores.dtype.type(0 if at_random else scores.top)
    buffers, one_at_a_time = Buffers((ROWS, partners), scores.dtype), Lock()

    def look(rows: Ints) -> int:
        buffer = buffers.borrow()
        tile = scores.tile(rows, out=buffer[: len(rows)])
        keep_best_of_rows(tile, rows, of_rows, ceiling)
        with one_at_a_time:
            keep_best_of_cols(tile, rows, of_cols, ceiling)
        buffers.give_back(buffer)
        return len(rows)

    for block in over_blocks(np.arange(people), look):
        if done is not None:
            done(block * partners)
    rows, cols, points = of_rows.listed()
    others, mine, more = of_cols.listed()
    return Listed.of(
        np.concatenate([rows, mine]), np.concatenate([cols, others]), np.concatenate([points, more])
    )


@njit(cache=True, nogil=True)
def keep_best_of_rows(tile: npt.NDArray[Any], rows: Ints, best: _Best, ceiling: float) -> None:
    """Rank by points up to `ceiling`, above by mark alone."""
    last = best.rank.shape[1] - 1
    for i in range(tile.shape[0]):
        row = rows[i]
        for col in range(tile.shape[1]):
            points = tile[i, col]
            rank = min(points, ceiling)
            if rank >= best.rank[row, last]:
                insert(best, row, rank, marked(row, col), points, col)


@njit(cache=True, nogil=True)
def keep_best_of_cols(tile: npt.NDArray[Any], rows: Ints, best: _Best, ceiling: float) -> None:
    """Rank by points up to `ceiling`, above by mark alone."""
    last = best.rank.shape[1] - 1
    worst = best.rank[:, last].copy()
    for i in range(tile.shape[0]):
        row = rows[i]
        for col in range(tile.shape[1]):
            points = tile[i, col]
            rank = min(points, ceiling)
            if rank >= worst[col]:
                insert(best, col, rank, marked(row, col), points, row)
                worst[col] = best.rank[col, last]


@njit(cache=True, nogil=True)
def insert(best: _Best, person: int, rank: float, mark: np.uint32, points: float, partner: int) -> None:
    """Put a pair in its place among a person's best, if it is better than the last of them."""
    places = best.rank.shape[1]
    place = places
    while place > 0:
        ahead = best.rank[person, place - 1]
        if rank < ahead or (rank == ahead and mark <= best.mark[person, place - 1]):
            break
        place -= 1
    if place == places:
        return
    for later in range(places - 1, place, -1):
        best.rank[person, later] = best.rank[person, later - 1]
        best.mark[person, later] = best.mark[person, later - 1]
        best.points[person, later] = best.points[person, later - 1]
        best.partner[person, later] = best.partner[person, later - 1]
    best.rank[person, place] = rank
    best.mark[person, place] = mark
    best.points[person, place] = points
    best.partner[person, place] = partner


@njit(cache=True, nogil=True)
def marked(row: int, col: int) -> np.uint32:
    """A random-looking number for a pair."""
    return np.uint32(mix(np.uint64(row) ^ mix(np.uint64(col))) >> np.uint64(32))
