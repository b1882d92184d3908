"""The best few partners of every person, found in one pass over all pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.engine.blocks import ROWS, Buffers, over_blocks
from matching.engine.scores import Scores

Ints = npt.NDArray[np.int64]


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

    def only(self, kept: npt.NDArray[np.bool_]) -> Listed:
        return Listed(self.rows[kept], self.cols[kept], self.points[kept])


class _Best(NamedTuple):
    """The best partners so far (people × places), best first; -1 where there is none yet."""

    points: npt.NDArray[Any]
    mark: npt.NDArray[np.uint32]
    partner: npt.NDArray[np.int32]

    @classmethod
    def nobody(cls, people: int, places: int, kind: Any) -> _Best:
        return cls(
            np.full((people, places), -1, dtype=kind),
            np.zeros((people, places), dtype=np.uint32),
            np.full((people, places), -1, dtype=np.int32),
        )

    def listed(self) -> tuple[Ints, Ints, Ints]:
        """Person, partner and points of everything found."""
        person, place = np.nonzero(self.partner >= 0)
        points = self.points[person, place].astype(np.int64)
        return person, self.partner[person, place].astype(np.int64), points


def shortlist(scores: Scores, places: int, done: Callable[[int], None] | None = None) -> Listed:
    """For every row and every column its best `places` allowed pairs.

    Equal pairs are told apart by a random-looking mark that differs from person to person: otherwise all would
    list the same few partners. `done`: see `over_blocks`.
    """
    people, partners = scores.shape
    of_rows, of_cols = (_Best.nobody(count, places, scores.dtype) for count in scores.shape)
    buffers, one_at_a_time = Buffers((ROWS, partners), scores.dtype), Lock()

    def look(rows: Ints) -> None:
        buffer = buffers.borrow()
        tile = scores.tile(rows, out=buffer[: len(rows)])
        keep_best_of_rows(tile, rows, of_rows)
        with one_at_a_time:
            keep_best_of_cols(tile, rows, of_cols)
        buffers.give_back(buffer)

    for _ in over_blocks(np.arange(people), look, done=done):
        pass
    rows, cols, points = of_rows.listed()
    others, mine, more = of_cols.listed()
    return Listed.of(
        np.concatenate([rows, mine]), np.concatenate([cols, others]), np.concatenate([points, more])
    )


@njit(cache=True, nogil=True)
def keep_best_of_rows(tile: npt.NDArray[Any], rows: Ints, best: _Best) -> None:
    last = best.points.shape[1] - 1
    for i in range(tile.shape[0]):
        row = rows[i]
        for col in range(tile.shape[1]):
            points = tile[i, col]
            if points >= best.points[row, last]:
                insert(best, row, points, marked(row, col), col)


@njit(cache=True, nogil=True)
def keep_best_of_cols(tile: npt.NDArray[Any], rows: Ints, best: _Best) -> None:
    last = best.points.shape[1] - 1
    worst = best.points[:, last].copy()
    for i in range(tile.shape[0]):
        row = rows[i]
        for col in range(tile.shape[1]):
            points = tile[i, col]
            if points >= worst[col]:
                insert(best, col, points, marked(row, col), row)
                worst[col] = best.points[col, last]


@njit(cache=True, nogil=True)
def insert(best: _Best, person: int, points: float, mark: int, partner: int) -> None:
    """Put a pair in its place among a person's best, if it is better than the last of them."""
    place = best.points.shape[1]
    while place > 0:
        ahead = best.points[person, place - 1]
        if points < ahead or (points == ahead and mark <= best.mark[person, place - 1]):
            break
        place -= 1
        if place + 1 < best.points.shape[1]:
            best.points[person, place + 1] = ahead
            best.mark[person, place + 1] = best.mark[person, place]
            best.partner[person, place + 1] = best.partner[person, place]
        best.points[person, place] = points
        best.mark[person, place] = mark
        best.partner[person, place] = partner


@njit(cache=True, nogil=True, inline="always")
def marked(row: int, col: int) -> int:
    """A random-looking number of 32 bits for a pair (the finaliser of MurmurHash3 over both indices)."""
    number = np.uint32(row) * np.uint32(0x9E3779B1) ^ np.uint32(col) * np.uint32(0x85EBCA77)
    number = (number ^ (number >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    number = (number ^ (number >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return number ^ (number >> np.uint32(16))
