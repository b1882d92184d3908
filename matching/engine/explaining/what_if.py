"""What a change by hand would do: to the pair, to the people it touches, and to the whole. Nothing is computed anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from matching.engine.errors import demand
from matching.engine.explaining.change import Book, Change
from matching.engine.explaining.explain import describe, explain
from matching.engine.explaining.swaps import Swap, best_swaps
from matching.engine.explaining.whole import Whole
from matching.engine.model import SIDES, Pair, Problem
from matching.engine.result import Result
from matching.engine.scoring.appraisal import Appraisal, appraise


def what_if(
    problem: Problem, result: Result, add: Collection[Pair] = (), remove: Collection[Pair] = ()
) -> Change:
    """The effect of a swap: `remove` these pairs of the result and `add` those. Nothing is computed anew.

    Raises ProblemError if a pair to remove is not in the result or a pair to add already is.
    """
    book = Book(problem, result)
    for pair in remove:
        demand(
            pair in book.pairs, "no_such_tandem", f"{pair[0]} and {pair[1]} are no tandem.", pair=list(pair)
        )
    for pair in add:
        sentence = f"{pair[0]} and {pair[1]} are a tandem."
        demand(pair not in book.pairs, "already_tandem", sentence, pair=list(pair))
    return book.change([explain(problem, *pair) for pair in add], remove)


def alternatives(
    problem: Problem, result: Result, pair: Pair, side: str = "mentor", count: int = 2
) -> tuple[Change, ...]:
    """The best other people on `side` for the other half of a tandem, each as the change it takes.

    Whoever the newcomer leaves behind gets the person set free or somebody with a free place, whichever fits
    best. Best first: most tandems kept, then most points for the whole. A locked tandem has none.
    """
    there = pair in {x.pair for x in result.pairs}
    demand(there, "no_such_tandem", f"{pair[0]} and {pair[1]} are no tandem.", pair=list(pair))
    appraisal = appraise(problem)
    whole = _whole(problem, result, appraisal)
    found = _swaps(whole, side, count, [pair])[pair]
    return _changes(problem, result, appraisal, {pair: found})[pair]


def options(problem: Problem, result: Result, count: int = 2) -> dict[Pair, tuple[Change, ...]]:
    """For every tandem of the result the `count` best swaps for either side, as in `alternatives`.

    A swap that comes up for both sides (two tandems exchange their partners) is named once.
    """
    appraisal = appraise(problem)
    whole = _whole(problem, result, appraisal)
    pairs = [x.pair for x in result.pairs]
    sides = [_swaps(whole, side, count, pairs) for side in SIDES]
    best = {pair: _best([*sides[0][pair], *sides[1][pair]], count) for pair in pairs}
    return _changes(problem, result, appraisal, best)


def _whole(problem: Problem, result: Result, appraisal: Appraisal) -> Whole:
    return Whole.of(appraisal, [x.pair for x in result.pairs], problem.locked)


def _swaps(whole: Whole, side: str, count: int, pairs: Sequence[Pair]) -> dict[Pair, list[Swap]]:
    """The best swaps of tandems that exchange the person on `side`, with mentees as rows."""
    turned = whole if side == "mentor" else whole.of_mentors()
    width = turned.shape[1]
    rows, cols = turned.appraisal.located(pairs)
    at = np.searchsorted(turned.rows * width + turned.cols, rows * width + cols)
    swaps = best_swaps(turned, at, count)
    return {
        pair: [swap if side == "mentor" else swap.flipped() for swap in swaps[position]]
        for pair, position in zip(pairs, at.tolist(), strict=True)
    }


def _best(swaps: Iterable[Swap], count: int) -> list[Swap]:
    """The best of these swaps, each once."""
    once = {(frozenset(swap.removed), frozenset(swap.added)): swap for swap in swaps}
    ranked = sorted(once.values(), key=lambda swap: (-swap.tandems, -swap.delta, swap.added))
    return ranked[:count]


def _changes(
    problem: Problem, result: Result, appraisal: Appraisal, swaps: Mapping[Pair, Sequence[Swap]]
) -> dict[Pair, tuple[Change, ...]]:
    """The swaps as changes. Every new pair is explained once, whatever it is needed for."""
    book = Book(problem, result)
    cells = sorted({cell for some in swaps.values() for swap in some for cell in swap.added})
    rows, cols = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    told = {x.pair: x for x in describe(problem, appraisal, rows, cols)}

    def pair_of(cell: tuple[int, int]) -> Pair:
        return appraisal.mentors[cell[1]].key, appraisal.mentees[cell[0]].key

    def change(swap: Swap) -> Change:
        return book.change(
            [told[pair_of(cell)] for cell in swap.added], [pair_of(cell) for cell in swap.removed]
        )

    return {pair: tuple(change(swap) for swap in some) for pair, some in swaps.items()}
