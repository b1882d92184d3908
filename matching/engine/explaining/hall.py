"""Proof that somebody cannot have a tandem: k people compete for c places (Hall 1935, Koenig 1931).

From a person without tandem, walk to every allowed partner, from there to whoever has that partner's places, to all
allowed partners of theirs, and so on. If everybody on the way has exactly one tandem and nobody met has a free place,
then the allowed partners of all these people are among the partners met, whose places are one fewer than the
people: somebody must stay out, whoever it is. If somebody on the way has a second tandem, they could pass one on.
Then there is no such proof: the person is without tandem because the whole is better so.

Rows are scanned in blocks and each at most twice, columns at most once; nothing holds all pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine.explaining.whole import Whole
from matching.engine.scoring.blocks import over_blocks
from matching.engine.scoring.criteria import Flags
from matching.engine.scoring.scores import Ints

#: A contest of up to this many people is told by name, a larger one in numbers.
NAMED = 20


@dataclass(frozen=True)
class Contest:
    """`people` compete for `places`, which are fewer; `rows` and `cols` name both if they are few, else empty.

    Places that locked tandems take are not counted: nobody competes for them.
    """

    people: int
    places: int
    rows: tuple[int, ...] = ()
    cols: tuple[int, ...] = ()


def contests(whole: Whole, waiting: Ints) -> dict[int, Contest]:
    """The contest that keeps each row out, for those of `waiting` that it can be proven for.

    `waiting`: rows with room, without tandem, with an allowed partner. `whole` must have as many tandems as possible.
    A contest of few is the smallest there is: all its partners are met from this person, and everybody belongs to it
    who depends on these partners alone. A contest of many is of everybody connected.
    """
    arena = Arena(whole)
    reached = reach(arena, waiting)
    if (arena.open & reached.cols).any():
        waiting = waiting[~could_take_over(arena, reached)[waiting]]
        reached = reach(arena, waiting)
    few, many = contests_of_few(arena, reached, waiting), contests_of_many(arena, reached)
    return {row: few.get(row) or many[reached.class_of(row)] for row in waiting.tolist()}


class Arena:
    """Who holds the places that are not locked, and which of these places are open to others.

    `rows`, `cols`: the tandems that are not locked; `single`: those that are their row's only one; `places`: of each
    column; `open`: columns with a free place, or one that is held by somebody with another tandem.
    """

    def __init__(self, whole: Whole) -> None:
        free = ~whole.locked
        self.whole = whole
        self.rows, self.cols = whole.rows[free], whole.cols[free]
        self.single: Flags = whole.row_count[self.rows] == 1
        taken = np.bincount(whole.cols[whole.locked], minlength=whole.shape[1])
        self.places = whole.appraisal.col_cap - taken
        self.open: Flags = whole.col_room > 0
        self.open[self.cols[~self.single]] = True

    def holders(self, cols: Flags) -> Ints:
        """Rows whose only tandem is with one of these columns."""
        return self.rows[self.single & cols[self.cols]]


@dataclass
class Reached:
    """What can be reached from some rows.

    `cols`: flags; `first`: each row with its first partner; `few`: all partners of each row that has few; `classes`:
    columns with the same number are connected.
    """

    cols: Flags
    classes: Ints
    first: dict[int, int] = field(default_factory=dict)
    few: dict[int, frozenset[int]] = field(default_factory=dict)

    def class_of(self, row: int) -> int:
        return int(self.classes[self.first[row]])

    def add(self, row: int, partners: Flags) -> None:
        self.cols |= partners
        self.first[row] = int(partners.argmax())
        if partners.sum() <= NAMED:
            self.few[row] = frozenset(np.flatnonzero(partners).tolist())
        self._connect(partners)

    def _connect(self, partners: Flags) -> None:
        """Put these columns into one class, together with all that shared a class with any of them."""
        met = self.classes[partners]
        lowest = met.min()
        if (met != lowest).any():
            merged = np.zeros(len(self.classes), dtype=bool)
            merged[met] = True
            self.classes[merged[self.classes]] = lowest


def reach(arena: Arena, start: Ints) -> Reached:
    """Everything that can be reached from some rows."""
    cols = arena.whole.shape[1]
    reached, frontier = Reached(np.zeros(cols, dtype=bool), np.arange(cols)), start
    while len(frontier):
        before = reached.cols.copy()
        for row, partners in allowed_partners(arena.whole, frontier):
            reached.add(row, partners)
        frontier = arena.holders(reached.cols & ~before)
    return reached


def allowed_partners(whole: Whole, rows: Ints) -> Iterator[tuple[int, Flags]]:
    """Each of the rows with its allowed partners."""
    parts = over_blocks(rows, lambda block: zip(block.tolist(), whole.tile(block)[1], strict=True))
    return (entry for part in parts for entry in part)


def could_take_over(arena: Arena, reached: Reached) -> Flags:
    """Rows from which a free place, or one that somebody could pass on, can be reached."""
    turned = arena.whole.of_mentors()
    rows = np.zeros(arena.whole.shape[0], dtype=bool)
    done = np.zeros(arena.whole.shape[1], dtype=bool)
    frontier = np.flatnonzero(arena.open & reached.cols)
    while len(frontier):
        done[frontier] = True
        for _, partners in allowed_partners(turned, frontier):
            rows |= partners
        held = arena.cols[rows[arena.rows]]
        frontier = np.unique(held[~done[held] & reached.cols[held]])
    return rows


def contests_of_many(arena: Arena, reached: Reached) -> dict[int, Contest]:
    """The contest of each class, in numbers."""
    people = Counter(reached.class_of(row) for row in reached.first)
    cols = np.flatnonzero(reached.cols)
    places = np.bincount(reached.classes[cols], weights=arena.places[cols], minlength=len(reached.cols))
    return {kind: Contest(count, int(places[kind])) for kind, count in people.items()}


def contests_of_few(arena: Arena, reached: Reached, waiting: Ints) -> dict[int, Contest]:
    """The contests of at most `NAMED` people for at most as many partners, by name."""
    holders, alike = defaultdict(list), defaultdict(list)
    for row, col in zip(arena.rows.tolist(), arena.cols.tolist(), strict=True):
        holders[col].append(row)
    for row in waiting.tolist():
        alike[reached.first[row]].append(row)
    found = {}
    for row in waiting.tolist():
        cols = closed(reached.few, holders, row)
        rivals = (other for col in cols for other in alike[col] if reached.few.get(other, {-1}) <= cols)
        people = sorted({*rivals, *(other for col in cols for other in holders[col])})
        if cols and len(people) <= NAMED:
            places = int(arena.places[list(cols)].sum())
            found[row] = Contest(len(people), places, tuple(people), tuple(sorted(cols)))
    return found


def closed(
    few: Mapping[int, frozenset[int]], holders: Mapping[int, Sequence[int]], start: int
) -> frozenset[int]:
    """All columns that can be reached from a row; none if they are more than `NAMED`."""
    todo, cols = [start], frozenset[int]()
    while todo:
        partners = few.get(todo.pop())
        if partners is None or len(cols | partners) > NAMED:
            return frozenset()
        todo += [row for col in partners - cols for row in holders.get(col, ())]
        cols |= partners
    return cols
