"""What a decision does to the whole when everything else is optimised anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.earlier import remembered
from matching.engine.explaining.change import Tandem
from matching.engine.explaining.explain import describe
from matching.engine.model import SIDES, Json, Pair, Person, Problem, plain
from matching.engine.points import fit
from matching.engine.result import Explanation, Result
from matching.engine.scoring.appraisal import Appraisal, appraise
from matching.engine.scoring.scores import Ints
from matching.engine.solver import locked_pairs, open_market
from matching.engine.solving.optimum import optimise


@dataclass(frozen=True)
class Standing:
    """A whole in figures: tandems, exact points, points of the worst pair that is not locked, mean shown fit."""

    tandems: int
    total: int
    worst: int | None
    mean: float | None

    @classmethod
    def of(cls, result: Result) -> Standing:
        return cls(result.tandems, result.total, result.worst, result.mean_fit)


@dataclass(frozen=True)
class Effect:
    """Two wholes, before and after a decision, and the tandems that go and come."""

    before: Standing
    after: Standing
    gone: tuple[Tandem, ...]
    come: tuple[Explanation, ...]

    @property
    def tandems(self) -> int:
        """Tandems gained."""
        return self.after.tandems - self.before.tandems

    @property
    def delta(self) -> int:
        """Exact points gained by the whole."""
        return self.after.total - self.before.total

    def to_json(self) -> Json:
        data: Json = plain(self)
        return data

    @classmethod
    def from_json(cls, data: Json) -> Effect:
        gone = tuple(Tandem(**pair) for pair in data["gone"])
        come = tuple(Explanation.from_json(pair) for pair in data["come"])
        return cls(Standing(**data["before"]), Standing(**data["after"]), gone, come)


def effect(
    problem: Problem,
    result: Result,
    *,
    lock: Collection[Pair] = (),
    exclude: Collection[Pair] = (),
    remove: Collection[tuple[str, str]] = (),
) -> Effect:
    """What becomes of the `result` of a problem if pairs are locked or excluded and people (side, key) drop out.

    A lock takes the place of an exclusion of the same pair, and the other way round. Raises ProblemError for people
    who are not in the problem, and for locks that a rule or a capacity forbids.
    """
    changed = decided(problem, lock, exclude, remove)
    appraisal = appraise(changed)
    return effect_on(changed, result, appraisal, locked_pairs(changed, appraisal))


def decided(
    problem: Problem,
    lock: Collection[Pair],
    exclude: Collection[Pair],
    remove: Collection[tuple[str, str]],
) -> Problem:
    """The problem with these decisions. Who drops out stays in the lists as somebody who does not take part."""
    named = {*remove, *(who for pair in (*lock, *exclude) for who in people_of(pair))}
    for side, key in sorted(named):
        problem.person(side, key)
    kept = [
        pair
        for pair in sorted({*problem.locked, *lock})
        if (pair in lock or pair not in exclude) and not set(people_of(pair)) & set(remove)
    ]
    excluded = (problem.rules.excluded | frozenset(exclude)) - frozenset(lock)
    return replace(
        problem,
        people=tuple(_without(person, remove) for person in problem.people),
        rules=replace(problem.rules, excluded=excluded),
        locked=tuple(kept),
    )


def people_of(pair: Pair) -> list[tuple[str, str]]:
    """The two people of a pair, as (side, key)."""
    return list(zip(SIDES, pair, strict=True))


def _without(person: Person, remove: Collection[tuple[str, str]]) -> Person:
    return replace(person, opted_in=False) if (person.side, person.key) in remove else person


def effect_on(problem: Problem, result: Result, appraisal: Appraisal, locked: tuple[Ints, Ints]) -> Effect:
    """The effect of solving `problem` anew with these pairs (rows, columns) locked; `result` is the whole before."""
    market = open_market(appraisal, *locked)
    fair = problem.objective == "fair"
    best = optimise(market, fair=fair, start=remembered(result, appraisal, market))
    rows, cols = (np.concatenate(both) for both in zip(locked, (best.rows, best.cols), strict=True))
    points = appraisal.total_at(rows, cols)
    pairs = appraisal.pairs_at(rows, cols)
    before = {x.pair: x for x in result.pairs}
    new = np.array([pair not in before for pair in pairs], dtype=bool)
    return Effect(
        before=Standing.of(result),
        after=Standing(
            tandems=len(rows),
            total=int(points.sum()),
            worst=int(best.points.min()) if len(best.points) else None,
            mean=_mean(fit(value) for value in points.tolist()),
        ),
        gone=tuple(Tandem.of(before[pair]) for pair in sorted(before.keys() - set(pairs))),
        come=describe(problem, appraisal, rows[new], cols[new]),
    )


def _mean(fits: Iterable[int]) -> float | None:
    values = list(fits)
    return sum(values) / len(values) if values else None
