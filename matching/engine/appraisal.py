"""All pairs of a cohort at once: points per criterion, broken rules, and which pairs are allowed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np

from matching.engine import criteria, rules
from matching.engine.criteria import Flags, People, Points
from matching.engine.model import Pair, Problem
from matching.engine.points import UNIT
from matching.engine.scores import Ints, Scores, dense


@dataclass(frozen=True)
class Appraisal:
    """Every possible pair with mentees as rows and mentors as columns, or turned round (`of_mentors`).

    `people`: the rows, `others`: the columns, both sorted by key. `maxima`: shown points per criterion that
    counts.
    """

    people: People
    others: People
    maxima: Mapping[str, int]
    points: Mapping[str, Points]
    total: Points
    broken: Mapping[str, Flags]
    turned: bool = False

    @property
    def mentees(self) -> People:
        return self.others if self.turned else self.people

    @property
    def mentors(self) -> People:
        return self.people if self.turned else self.others

    @property
    def allowed(self) -> Flags:
        forbidden = self.total < 0
        for flags in self.broken.values():
            forbidden = forbidden | flags
        return ~forbidden

    @cached_property
    def scores(self) -> Scores:
        """Points and rules in one: what the optimum is taken from. Locked pairs are still in it."""
        return dense(self.total, self.allowed)

    @cached_property
    def row_cap(self) -> Ints:
        """Places of each row; none for those who have not opted in."""
        return capacities(self.people)

    @cached_property
    def col_cap(self) -> Ints:
        return capacities(self.others)

    def points_at(self, rows: Ints, cols: Ints) -> dict[str, Ints]:
        """Exact points of single pairs by criterion."""
        return {name: matrix[rows, cols] for name, matrix in self.points.items()}

    def total_of(self, rows: Ints) -> Ints:
        """Points of whole rows (len(rows) × columns), whatever the rules say."""
        return self.total[rows]

    def broken_of(self, rows: Ints) -> dict[str, Flags]:
        """Reason code → pairs of whole rows that break the rule, the floor included."""
        return {code: flags[rows] for code, flags in self.broken.items()}

    def broken_at(self, rows: Ints, cols: Ints) -> dict[str, Flags]:
        """Reason code → which of these single pairs break the rule, the floor included."""
        return {code: flags[rows, cols] for code, flags in self.broken.items()}

    def of_mentors(self) -> Appraisal:
        """The same pairs with mentors as rows and mentees as columns."""
        return Appraisal(
            people=self.others,
            others=self.people,
            maxima=self.maxima,
            points={name: matrix.T for name, matrix in self.points.items()},
            total=self.total.T,
            broken={code: flags.T for code, flags in self.broken.items()},
            turned=not self.turned,
        )

    def located(self, pairs: Collection[Pair]) -> tuple[Ints, Ints]:
        """Rows and columns of pairs (mentor key, mentee key); a key that is not here raises KeyError."""
        row, col = ({p.key: i for i, p in enumerate(people)} for people in (self.people, self.others))
        turned = [pair if self.turned else pair[::-1] for pair in pairs]
        rows = np.array([row[one] for one, _ in turned], dtype=np.int64)
        return rows, np.array([col[other] for _, other in turned], dtype=np.int64)

    def at(self, pair: Pair) -> tuple[int, int]:
        """Row and column of a pair (mentor key, mentee key)."""
        rows, cols = self.located([pair])
        return int(rows[0]), int(cols[0])


def capacities(people: People) -> Ints:
    return np.array([p.capacity if p.opted_in else 0 for p in people], dtype=np.int64)


def appraise(problem: Problem) -> Appraisal:
    """Appraise every pair of the problem."""
    mentees, mentors = problem.on("mentee"), problem.on("mentor")
    return _appraise(problem, mentees, mentors, maxima_of(problem))


def appraise_pair(problem: Problem, pair: Pair) -> Appraisal:
    """Appraise one pair as it counts within the whole problem."""
    mentor, mentee = problem.person("mentor", pair[0]), problem.person("mentee", pair[1])
    return _appraise(problem, (mentee,), (mentor,), maxima_of(problem))


def maxima_of(problem: Problem) -> dict[str, int]:
    """Most shown points per criterion that counts in this problem."""
    everyone = problem.on("mentee"), problem.on("mentor")
    return criteria.effective_maxima(*everyone, problem.rules, asdict(problem.weights))


def _appraise(problem: Problem, mentees: People, mentors: People, maxima: Mapping[str, int]) -> Appraisal:
    points = criteria.score(mentees, mentors, problem.rules, maxima)
    total = sum(points.values(), start=criteria.nothing(mentees, mentors))
    broken = rules.broken(mentees, mentors, problem.rules)
    broken["below_floor"] = _below_floor(total, problem) & ~rules.listed(
        mentees, mentors, frozenset(problem.locked)
    )
    return Appraisal(mentees, mentors, maxima, points, total, broken)


def _below_floor(total: Points, problem: Problem) -> Flags:
    """Pairs whose shown fit is under the floor; a lock outranks the floor."""
    return (2 * total + UNIT) // (2 * UNIT) < (problem.rules.floor or 0)
