"""The best other partners of one person, each with its exact price for the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.engine.explaining.effects import Effect, Standing, effect_on
from matching.engine.explaining.losses import Losses
from matching.engine.explaining.whole import Whole
from matching.engine.model import Json, Problem
from matching.engine.result import Prices, Result
from matching.engine.scoring.appraisal import appraise
from matching.engine.scoring.scores import Ints
from matching.engine.solver import locked_pairs

#: How many partners are tried at most.
TRIES = 100
# Tandems, whether no free pair is worse than the worst one now (1) or one is (0), total: more is better.
Rank = tuple[int, int, float]


@dataclass(frozen=True)
class Price:
    """A partner with what becomes of the whole if this pair is locked and everything else optimised anew.

    `proven`: no partner that is not named costs less.
    """

    partner: str
    effect: Effect
    proven: bool

    def to_json(self) -> Json:
        return {"partner": self.partner, "effect": self.effect.to_json(), "proven": self.proven}

    @classmethod
    def from_json(cls, data: Json) -> Price:
        return cls(data["partner"], Effect.from_json(data["effect"]), data["proven"])


def prices(
    problem: Problem, result: Result, side: str, key: str, count: int = 2, tries: int = TRIES
) -> tuple[Price, ...]:
    """The `count` best other partners of a person: most tandems, then (fair) no worse worst pair, then the total.

    Partners are tried in the order of what the proof of the result says of them at best, until no other one can be
    better than the best found, or `tries` are through. Only allowed partners whom locks leave a place count; who is
    locked into all own tandems has none. Raises ProblemError for somebody who is not in the problem.
    """
    problem.person(side, key)
    search = _Search(problem, result, side, key)
    found: list[tuple[Rank, int, Effect]] = []
    proven = True
    for tried, (at_best, col) in enumerate(search.hopes()):
        if len(found) >= count and found[count - 1][0] >= at_best:
            break
        if tried == tries:
            proven = False
            break
        effect = search.effect(col)
        found.append((search.rank(effect.after), col, effect))
        found.sort(key=lambda entry: (*(-part for part in entry[0]), entry[1]))
    return tuple(Price(search.partner(col), effect, proven) for _, col, effect in found[:count])


class _Search:
    """A person as a row, with everybody on the other side as columns."""

    def __init__(self, problem: Problem, result: Result, side: str, key: str) -> None:
        self._problem, self._result, self._side = problem, result, side
        self._appraisal = appraise(problem)
        self._locked = locked_pairs(problem, self._appraisal)
        self._before = Standing.of(result)
        whole = Whole.of(self._appraisal, [x.pair for x in result.pairs], problem.locked)
        most, total = result.certificate.most, Losses.of(whole, result.certificate.total)
        if side == "mentor":
            whole, most, total = whole.of_mentors(), Prices(most.mentors, most.mentees), total.of_mentors()
        self._whole, self._most, self._total = whole, most, total
        self._row = next(i for i, p in enumerate(whole.appraisal.people) if p.key == key)

    def partner(self, col: int) -> str:
        return self._whole.appraisal.others[col].key

    def hopes(self) -> list[tuple[Rank, int]]:
        """Every other partner with the best rank that the prices leave possible, the best first."""
        row = np.array([self._row])
        points, _ = self._whole.tile(row)
        losses = self._total.of_rows(row, points)[0]
        cols = self._candidates()
        tandems = self._most.mentees[self._row] + np.array(self._most.mentors)[cols] > 1
        ranks = [
            (self._at_best(int(losses[col]), bool(lost)), int(col))
            for col, lost in zip(cols, tandems, strict=True)
        ]
        return sorted(ranks, key=lambda entry: (*(-part for part in entry[0]), entry[1]))

    def _candidates(self) -> Ints:
        """Columns that are allowed, form no tandem with the row yet, and have a place that no lock takes."""
        whole, row = self._whole, np.array([self._row])
        _, allowed = whole.tile(row)
        allowed[whole.own(row)] = False
        locks = [
            np.bincount(where[whole.locked], minlength=size)
            for where, size in zip((whole.rows, whole.cols), whole.shape, strict=True)
        ]
        if whole.appraisal.row_cap[self._row] <= locks[0][self._row]:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(allowed[0] & (whole.appraisal.col_cap > locks[1]))

    def _at_best(self, loss: int, tandem_lost: bool) -> Rank:
        """The best rank with a pair whose prices are worth `loss` more than itself.

        The loss is proven for wholes without a worse worst pair only; others may have any total.
        """
        tandems, lost = self._before.tandems - tandem_lost, loss // self._total.tandem
        if lost <= tandem_lost:
            return tandems, 1, self._before.total - loss + tandem_lost * self._total.tandem
        if self._problem.objective == "fair":
            return tandems, 0, np.inf
        return self._before.tandems - lost, 1, self._before.total - loss + lost * self._total.tandem

    def rank(self, after: Standing) -> Rank:
        """How good a whole is: see `Rank`."""
        bar = self._before.worst if self._problem.objective == "fair" else None
        no_worse = bar is None or after.worst is None or after.worst >= bar
        return after.tandems, int(no_worse), after.total

    def effect(self, col: int) -> Effect:
        """What locking the row and this column does."""
        pair = (self._row, col) if self._side == "mentee" else (col, self._row)
        locked = tuple(np.append(known, one) for known, one in zip(self._locked, pair, strict=True))
        return effect_on(self._problem, self._result, self._appraisal, (locked[0], locked[1]))
