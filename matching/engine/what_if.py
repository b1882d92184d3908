"""What a change by hand would do: to the pair, to the people it touches, and to the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from matching.engine import rules
from matching.engine.appraisal import Appraisal, appraise
from matching.engine.criteria import Flags, Points
from matching.engine.errors import demand
from matching.engine.explain import explain
from matching.engine.model import SIDES, Pair, Problem
from matching.engine.result import Explanation, Fact, Result


@dataclass(frozen=True)
class Change:
    """Pairs taken out and put in, everything else as it was.

    `delta`: exact points gained by the whole; `tandems`: tandems gained; `mean_before`, `mean_after`: mean
    shown fit;
    `set_free`: (side, key) of people who lose their only tandem; `refused`: why it cannot be done, empty if
    it can.
    """

    removed: tuple[Explanation, ...]
    added: tuple[Explanation, ...]
    delta: int
    mean_before: float | None
    mean_after: float | None
    set_free: tuple[tuple[str, str], ...]
    refused: tuple[Fact, ...] = ()

    @property
    def tandems(self) -> int:
        return len(self.added) - len(self.removed)


def what_if(
    problem: Problem, result: Result, add: Collection[Pair] = (), remove: Collection[Pair] = ()
) -> Change:
    """The effect of a swap: `remove` these pairs of the result and `add` those. Nothing is computed anew.

    Raises ProblemError if a pair to remove is not in the result or a pair to add already is.
    """
    current = {x.pair: x for x in result.pairs}
    for pair in remove:
        demand(pair in current, "no_such_tandem", f"{pair[0]} and {pair[1]} are no tandem.", pair=list(pair))
    for pair in add:
        demand(
            pair not in current, "already_tandem", f"{pair[0]} and {pair[1]} are a tandem.", pair=list(pair)
        )
    added = tuple(explain(problem, *pair) for pair in sorted(add))
    removed = tuple(current[pair] for pair in sorted(remove))
    after = [x for x in result.pairs if x.pair not in remove] + list(added)
    return Change(
        removed=removed,
        added=added,
        delta=sum(x.points for x in added) - sum(x.points for x in removed),
        mean_before=result.mean_fit,
        mean_after=sum(x.fit for x in after) / len(after) if after else None,
        set_free=set_free(removed, after),
        refused=(*_forbidden(added), *_locked(removed), *_crowded(problem, after)),
    )


def set_free(removed: Collection[Explanation], after: Collection[Explanation]) -> tuple[tuple[str, str], ...]:
    paired = {(side, key) for x in after for side, key in zip(SIDES, x.pair, strict=True)}
    touched = {(side, key) for x in removed for side, key in zip(SIDES, x.pair, strict=True)}
    return tuple(sorted(touched - paired))


def _forbidden(added: Collection[Explanation]) -> Iterator[Fact]:
    for x in added:
        if not x.allowed:
            yield Fact(
                "not_allowed",
                {"mentor": x.mentor, "mentee": x.mentee, "reasons": [r.code for r in x.reasons]},
            )


def _locked(removed: Collection[Explanation]) -> Iterator[Fact]:
    for x in removed:
        if x.locked:
            yield Fact("locked", {"mentor": x.mentor, "mentee": x.mentee})


def _crowded(problem: Problem, after: Collection[Explanation]) -> Iterator[Fact]:
    for position, side in enumerate(SIDES):
        room = {p.key: p.capacity for p in problem.on(side)}
        for key, count in sorted(Counter(x.pair[position] for x in after).items()):
            if count > room[key]:
                yield Fact("over_capacity", {"side": side, "key": key, "capacity": room[key]})


def alternatives(
    problem: Problem, result: Result, pair: Pair, side: str = "mentor", count: int = 2
) -> tuple[Change, ...]:
    """The best other people on `side` for the other half of a tandem, each as the change it takes.

    Whoever the newcomer leaves behind gets the person set free or somebody with a free place, whichever fits
    best. Best first: most tandems kept, then most points for the whole. A locked tandem has none.
    """
    appraisal = appraise(problem)
    board = _board(problem, result, appraisal, side)
    row, col = appraisal.at(pair) if side == "mentor" else appraisal.at(pair)[::-1]
    demand(
        bool(board.chosen[row, col]),
        "no_such_tandem",
        f"{pair[0]} and {pair[1]} are no tandem.",
        pair=list(pair),
    )
    ranked = sorted(_swaps(board, row, col), key=lambda swap: (-swap.tandems, -swap.delta, swap.added))
    return tuple(_change(problem, result, appraisal, side, swap) for swap in _one_each(ranked)[:count])


@dataclass(frozen=True)
class _Board:
    """Matrices with the side that stays as rows and the side that is exchanged as columns."""

    points: Points
    allowed: Flags
    chosen: Flags
    locked: Flags
    room: Points


@dataclass(frozen=True)
class _Swap:
    """Cells (row, column) taken out and put in; the first one added is the newcomer's."""

    removed: tuple[tuple[int, int], ...]
    added: tuple[tuple[int, int], ...]
    delta: int

    @property
    def tandems(self) -> int:
        return len(self.added) - len(self.removed)


def _board(problem: Problem, result: Result, appraisal: Appraisal, side: str) -> _Board:
    people = appraisal.mentees, appraisal.mentors
    chosen = rules.listed(*people, frozenset(x.pair for x in result.pairs))
    locked = rules.listed(*people, frozenset(problem.locked))
    points, allowed = appraisal.total, appraisal.allowed
    if side == "mentee":
        points, allowed, chosen, locked = points.T, allowed.T, chosen.T, locked.T
    capacity = np.array([p.capacity for p in problem.on(side)], dtype=np.int64)
    return _Board(points, allowed, chosen, locked, capacity - chosen.sum(axis=0))


def _swaps(board: _Board, row: int, col: int) -> Iterator[_Swap]:
    """Every way to give `row` somebody else than `col`, with at most one more person moved."""
    if board.locked[row, col]:
        return
    for other in np.flatnonzero(board.allowed[row] & ~board.chosen[row]).tolist():
        gain = int(board.points[row, other] - board.points[row, col])
        if board.room[other] > 0:
            yield _Swap(((row, col),), ((row, other),), gain)
            continue
        for displaced in np.flatnonzero(board.chosen[:, other] & ~board.locked[:, other]).tolist():
            lost = gain - int(board.points[displaced, other])
            removed = ((row, col), (displaced, other))
            refuge = _refuge(board, displaced, col)
            if refuge is None:
                yield _Swap(removed, ((row, other),), lost)
            else:
                found = int(board.points[displaced, refuge])
                yield _Swap(removed, ((row, other), (displaced, refuge)), lost + found)


def _refuge(board: _Board, displaced: int, freed: int) -> int | None:
    """The best person for somebody displaced, among those with a free place and the one set free."""
    free = board.room > 0
    free[freed] = True
    fitting = np.flatnonzero(free & board.allowed[displaced] & ~board.chosen[displaced])
    return int(fitting[np.argmax(board.points[displaced, fitting])]) if len(fitting) else None


def _one_each(ranked: list[_Swap]) -> list[_Swap]:
    """The best swap per newcomer, in order."""
    best: dict[int, _Swap] = {}
    for swap in ranked:
        best.setdefault(swap.added[0][1], swap)
    return list(best.values())


def _change(problem: Problem, result: Result, appraisal: Appraisal, side: str, swap: _Swap) -> Change:
    def pairs(cells: tuple[tuple[int, int], ...]) -> list[Pair]:
        turned = cells if side == "mentor" else tuple((row, col) for col, row in cells)
        return [(appraisal.mentors[col].key, appraisal.mentees[row].key) for row, col in turned]

    return what_if(problem, result, add=pairs(swap.added), remove=pairs(swap.removed))
