"""A cohort compiled: points per criterion, broken rules, and the scores that the optimum is taken from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np

from matching.engine.model import Pair, Problem
from matching.engine.points import UNIT, least_points
from matching.engine.scoring import criteria, rules
from matching.engine.scoring.criteria import Flags, People
from matching.engine.scoring.scores import Ints, Scores
from matching.engine.scoring.terms import Terms, listed


@dataclass(frozen=True)
class Appraisal:
    """Every possible pair with mentees as rows and mentors as columns, or turned round (`of_mentors`).

    `people`: the rows, `others`: the columns, both sorted by key. `maxima`: shown points per criterion that
    counts. `criteria`, `rules`: what each gives every pair, by criterion and by reason code; `points`: all criteria,
    `scores`: all criteria and rules in one, the floor included, for the optimum. Locked pairs are still in them.
    `exempt`: 1 for pairs to which the floor does not apply.
    """

    people: People
    others: People
    maxima: Mapping[str, int]
    criteria: Mapping[str, Terms]
    rules: Mapping[str, Terms]
    points: Terms
    scores: Scores
    exempt: Terms
    turned: bool = False

    @property
    def mentees(self) -> People:
        return self.others if self.turned else self.people

    @property
    def mentors(self) -> People:
        return self.people if self.turned else self.others

    @cached_property
    def row_cap(self) -> Ints:
        """Places of each row; none for those who have not opted in."""
        return capacities(self.people)

    @cached_property
    def col_cap(self) -> Ints:
        return capacities(self.others)

    def points_at(self, rows: Ints, cols: Ints) -> dict[str, Ints]:
        """Exact points of single pairs by criterion."""
        return {name: terms.at(rows, cols) for name, terms in self.criteria.items()}

    def total_of(self, rows: Ints) -> Ints:
        """Points of whole rows (len(rows) × columns), whatever the rules say."""
        return self.points.tile(rows)

    def total_at(self, rows: Ints, cols: Ints) -> Ints:
        """Points of single pairs, whatever the rules say."""
        return self.points.at(rows, cols)

    def broken_of(self, rows: Ints) -> dict[str, Flags]:
        """Reason code → pairs of whole rows that break the rule, the floor included."""
        broken = {code: terms.tile(rows) < 0 for code, terms in self.rules.items()}
        low = self.points.tile(rows) < (self.scores.floor or 0)
        return {**broken, "below_floor": low & (self.exempt.tile(rows) == 0)}

    def broken_at(self, rows: Ints, cols: Ints) -> dict[str, Flags]:
        """Reason code → which of these single pairs break the rule, the floor included."""
        broken = {code: terms.at(rows, cols) < 0 for code, terms in self.rules.items()}
        low = self.points.at(rows, cols) < (self.scores.floor or 0)
        return {**broken, "below_floor": low & (self.exempt.at(rows, cols) == 0)}

    def of_mentors(self) -> Appraisal:
        """The same pairs with mentors as rows and mentees as columns."""
        return Appraisal(
            people=self.others,
            others=self.people,
            maxima=self.maxima,
            criteria={name: terms.flipped() for name, terms in self.criteria.items()},
            rules={code: terms.flipped() for code, terms in self.rules.items()},
            points=self.points.flipped(),
            scores=self.scores.flipped(),
            exempt=self.exempt.flipped(),
            turned=not self.turned,
        )

    def located(self, pairs: Collection[Pair]) -> tuple[Ints, Ints]:
        """Rows and columns of pairs (mentor key, mentee key); a key that is not here raises KeyError."""
        row, col = self._positions
        turned = [pair if self.turned else pair[::-1] for pair in pairs]
        rows = np.array([row[one] for one, _ in turned], dtype=np.int64)
        return rows, np.array([col[other] for _, other in turned], dtype=np.int64)

    def pairs_at(self, rows: Ints, cols: Ints) -> list[Pair]:
        """The pairs (mentor key, mentee key) at rows and columns."""
        ours, theirs = self.people, self.others
        pairs = [(theirs[j].key, ours[i].key) for i, j in zip(rows.tolist(), cols.tolist(), strict=True)]
        return [pair[::-1] for pair in pairs] if self.turned else pairs

    @cached_property
    def _positions(self) -> tuple[dict[str, int], dict[str, int]]:
        row, col = ({p.key: i for i, p in enumerate(people)} for people in (self.people, self.others))
        return row, col

    def at(self, pair: Pair) -> tuple[int, int]:
        """Row and column of a pair (mentor key, mentee key)."""
        rows, cols = self.located([pair])
        return int(rows[0]), int(cols[0])


def capacities(people: People) -> Ints:
    return np.array([p.capacity if p.opted_in else 0 for p in people], dtype=np.int64)


def appraise(problem: Problem) -> Appraisal:
    """Appraise every pair of the problem."""
    return _appraise(problem, problem.on("mentee"), problem.on("mentor"))


def appraise_pair(problem: Problem, pair: Pair) -> Appraisal:
    """Appraise one pair as it counts within the whole problem."""
    mentor, mentee = problem.person("mentor", pair[0]), problem.person("mentee", pair[1])
    return _appraise(problem, (mentee,), (mentor,))


def maxima_of(problem: Problem) -> dict[str, int]:
    """Most shown points per criterion that counts in this problem."""
    everyone = problem.on("mentee"), problem.on("mentor")
    return criteria.effective_maxima(*everyone, problem.rules, asdict(problem.weights))


def _appraise(problem: Problem, mentees: People, mentors: People) -> Appraisal:
    sides, maxima = (mentees, mentors, problem.rules), maxima_of(problem)
    points = {name: criteria.SCORES[name](*sides, maxima[name] * UNIT) for name in maxima}
    broken = {code: rule(*sides) for code, rule in rules.RULES.items()}
    nothing = Terms((len(mentees), len(mentors)))
    total = sum(points.values(), start=nothing)
    return Appraisal(
        people=mentees,
        others=mentors,
        maxima=maxima,
        criteria=points,
        rules=broken,
        points=total,
        scores=sum(broken.values(), start=total).scores(floor_of(problem)),
        exempt=listed(*rules.cells(mentees, mentors, problem.locked), 1),
    )


def floor_of(problem: Problem) -> int | None:
    floor = problem.rules.floor
    return None if floor is None else least_points(floor)
