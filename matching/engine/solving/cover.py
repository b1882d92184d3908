"""The most pairs that a market admits, and the proof: a cover.

Each person of a cover costs one per place, each pair that the cover leaves open costs one. No choice has more pairs
than a cover costs (König); a choice with exactly as many is the largest. The search for the choice is that of Hopcroft
and Karp with room for several on both sides. It runs on short lists; the cover is then held against all pairs, and
pairs that it misses join the lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.engine.scoring.scores import Scores
from matching.engine.solving.shortlist import Listed, shortlist

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

Done = Callable[[int], None] | None

#: How many missed pairs of one person join the lists at a time.
MISSED = 16


@dataclass(frozen=True)
class Cover:
    """Who is in the cover: flags per row and column."""

    rows: Flags
    cols: Flags

    @property
    def prices(self) -> tuple[Ints, Ints]:
        """1 for everybody in the cover, 0 for everybody else."""
        return self.rows.astype(np.int64), self.cols.astype(np.int64)


class Graph(NamedTuple):
    """Listed pairs by row (`row_start`) and, as positions in `by_col`, by column (`col_start`)."""

    row: Small
    col: Small
    row_start: Ints
    by_col: Ints
    col_start: Ints


class State(NamedTuple):
    """Which pairs may be formed and are formed, places left, and steps from the nearest row with a place left."""

    usable: Flags
    formed: Flags
    row_room: Ints
    col_room: Ints
    row_layer: Small
    col_layer: Small


class Largest:
    """A largest choice among listed pairs of at least some points; it stays as a start when that level moves."""

    def __init__(self, listed: Listed, row_cap: Ints, col_cap: Ints, formed: Listed | None = None) -> None:
        """`formed`: listed pairs to begin with."""
        self._row_cap, self._col_cap = row_cap, col_cap
        self._take(listed, among(listed, Listed.nothing() if formed is None else formed))

    def _take(self, listed: Listed, formed: Flags) -> None:
        by_col = np.argsort(listed.cols, kind="stable")
        self.listed = listed
        self._graph = Graph(
            listed.rows.astype(np.int32),
            listed.cols.astype(np.int32),
            np.searchsorted(listed.rows, np.arange(len(self._row_cap) + 1)),
            by_col,
            np.searchsorted(listed.cols[by_col], np.arange(len(self._col_cap) + 1)),
        )
        self.formed = formed

    def extend(self, more: Listed) -> None:
        """List further pairs."""
        listed = self.listed + more
        width = len(self._col_cap)
        old, new = (x.rows * width + x.cols for x in (self.listed, listed))
        formed = np.zeros(len(listed), dtype=np.bool_)
        formed[np.searchsorted(new, old[self.formed])] = True
        self._take(listed, formed)

    def grow(self, level: int = 0) -> None:
        """Form as many pairs of at least `level` points as possible."""
        usable = self.listed.points >= level
        formed = self.formed & usable
        rows, cols = self.listed.rows[formed], self.listed.cols[formed]
        state = State(
            usable,
            formed,
            self._row_cap - np.bincount(rows, minlength=len(self._row_cap)),
            self._col_cap - np.bincount(cols, minlength=len(self._col_cap)),
            np.empty(len(self._row_cap), dtype=np.int32),
            np.empty(len(self._col_cap), dtype=np.int32),
        )
        form_greedily(self._graph, state)
        form_most(self._graph, state)
        self.formed, self._reached = formed, (state.row_layer >= 0, state.col_layer >= 0)

    @property
    def count(self) -> int:
        """How many pairs are formed."""
        return int(self.formed.sum())

    @property
    def pairs(self) -> Listed:
        """The pairs formed."""
        return self.listed.only(self.formed)

    @property
    def cover(self) -> Cover:
        """Rows that no row with a place left reaches by exchanges, and the columns that are reached.

        If every column is full, all columns: nothing has to be looked at to see that.
        """
        rows, cols = self._reached
        if self.count == self._col_cap.sum():
            return Cover(np.zeros_like(rows), np.ones_like(cols))
        return Cover(~rows, cols)


def most_pairs(scores: Scores, row_cap: Ints, col_cap: Ints, listed: Listed, done: Done = None) -> Largest:
    """The most pairs, with a cover that holds for all pairs.

    Everybody has at least one place. `listed`: allowed pairs to begin with, the better chosen the sooner done.
    `done` is told the pairs looked at and may raise to stop.
    """
    largest = Largest(listed, row_cap, col_cap)
    while True:
        largest.grow()
        missed = missed_by(scores, largest, done=done)
        if not len(missed):
            return largest
        largest.extend(missed)


def missed_by(scores: Scores, largest: Largest, *, best: bool = False, done: Done = None) -> Listed:
    """Pairs that neither are formed nor have a person in the cover: a few of everybody's, at random or the best."""
    cover, formed = largest.cover, largest.pairs
    rows, cols = np.flatnonzero(~cover.rows), np.flatnonzero(~cover.cols)
    if not len(rows) or not len(cols):
        return Listed.nothing()
    places = MISSED + int(np.bincount(formed.rows).max(initial=0))
    found = shortlist(scores.take(rows, cols), places, done, at_random=not best)
    missed = Listed(rows[found.rows], cols[found.cols], found.points)
    return missed.only(~among(missed, formed))


def among(listed: Listed, others: Listed) -> Flags:
    """Which of the listed pairs are among the others."""
    width = 1 + int(max(listed.cols.max(initial=0), others.cols.max(initial=0)))
    return np.isin(listed.rows * width + listed.cols, others.rows * width + others.cols)


@njit(cache=True, nogil=True)
def form_greedily(graph: Graph, state: State) -> None:
    """Form pairs wherever both have a place left."""
    for pair in range(len(graph.row)):
        row, col = graph.row[pair], graph.col[pair]
        if state.usable[pair] and not state.formed[pair] and state.row_room[row] and state.col_room[col]:
            state.formed[pair] = True
            state.row_room[row] -= 1
            state.col_room[col] -= 1


@njit(cache=True, nogil=True)
def form_most(graph: Graph, state: State) -> None:
    """Exchange pairs along shortest paths until no path leads from a row to a column with a place left."""
    path = np.empty(2 * len(state.row_room) + 2, dtype=np.int64)
    while lay(graph, state):
        row_next, col_next = graph.row_start[:-1].copy(), graph.col_start[:-1].copy()
        for row in range(len(state.row_room)):
            while state.row_room[row] and exchange(graph, state, row, row_next, col_next, path):
                pass


@njit(cache=True, nogil=True)
def lay(graph: Graph, state: State) -> bool:
    """Number the layers from the rows with places left, -1 beyond reach; whether a column with a place is reached."""
    rows = len(state.row_room)
    state.row_layer[:] = np.where(state.row_room > 0, 0, -1)
    state.col_layer[:] = -1
    queue = np.empty(rows + len(state.col_room), dtype=np.int64)
    head, end, last = 0, 0, -1
    for row in np.flatnonzero(state.row_room):
        queue[end] = row
        end += 1
    while head < end:
        node = queue[head]
        head += 1
        if node >= rows:
            end = reach_rows(graph, state, node - rows, queue, end)
        elif state.row_layer[node] == last:
            break
        else:
            end, open_ended = reach_cols(graph, state, node, queue, end)
            if open_ended:
                last = state.row_layer[node] + 2
    return last >= 0


@njit(cache=True, nogil=True)
def reach_cols(graph: Graph, state: State, row: int, queue: Ints, end: int) -> tuple[int, bool]:
    """Queue the columns that a row could turn to; whether one of them has a place left."""
    open_ended = False
    for pair in range(graph.row_start[row], graph.row_start[row + 1]):
        col = graph.col[pair]
        if state.usable[pair] and not state.formed[pair] and state.col_layer[col] < 0:
            state.col_layer[col] = state.row_layer[row] + 1
            open_ended |= state.col_room[col] > 0
            queue[end] = len(state.row_room) + col
            end += 1
    return end, open_ended


@njit(cache=True, nogil=True)
def reach_rows(graph: Graph, state: State, col: int, queue: Ints, end: int) -> int:
    """Queue the rows that a column could give up."""
    for at in range(graph.col_start[col], graph.col_start[col + 1]):
        pair = graph.by_col[at]
        row = graph.row[pair]
        if state.formed[pair] and state.row_layer[row] < 0:
            state.row_layer[row] = state.col_layer[col] + 1
            queue[end] = row
            end += 1
    return end


@njit(cache=True, nogil=True)
def exchange(graph: Graph, state: State, start: int, row_next: Ints, col_next: Ints, path: Ints) -> bool:
    """Follow the layers from a row to a column with a place left and exchange the pairs on the way.

    `row_next` and `col_next` pass over each pair once per numbering, so that dead ends are never entered twice.
    """
    length, row = 0, start
    while True:
        pair = onward(graph, state, row, row_next)
        if pair >= 0:
            path[length] = pair
            length += 1
            col = graph.col[pair]
            if state.col_room[col]:
                break
        elif length:
            length -= 1
            col = graph.col[path[length]]
            col_next[col] += 1
        else:
            return False
        pair = back(graph, state, col, col_next)
        if pair >= 0:
            path[length] = pair
            length += 1
            row = graph.row[pair]
        else:
            length -= 1
            row = graph.row[path[length]]
            row_next[row] += 1
    for at in range(length):
        state.formed[path[at]] ^= True
    state.row_room[start] -= 1
    state.col_room[col] -= 1
    return True


@njit(cache=True, nogil=True)
def onward(graph: Graph, state: State, row: int, row_next: Ints) -> int:
    """The next pair that takes a row to a column of the next layer, -1 if there is none."""
    while row_next[row] < graph.row_start[row + 1]:
        pair = row_next[row]
        fits = state.usable[pair] and not state.formed[pair]
        if fits and state.col_layer[graph.col[pair]] == state.row_layer[row] + 1:
            return pair
        row_next[row] += 1
    return -1


@njit(cache=True, nogil=True)
def back(graph: Graph, state: State, col: int, col_next: Ints) -> int:
    """The next formed pair that takes a column to a row of the next layer, -1 if there is none."""
    while col_next[col] < graph.col_start[col + 1]:
        pair = graph.by_col[col_next[col]]
        if state.formed[pair] and state.row_layer[graph.row[pair]] == state.col_layer[col] + 1:
            return pair
        col_next[col] += 1
    return -1
