"""All pairs of a cohort at once: points per criterion, broken rules, and which pairs are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from matching.engine import criteria, rules
from matching.engine.criteria import Flags, People, Points
from matching.engine.model import Pair, Problem
from matching.engine.points import UNIT


@dataclass(frozen=True)
class Appraisal:
    """Matrices with mentees as rows and mentors as columns.

    `maxima`: shown points per criterion that counts; `points`: exact points per criterion; `total`: their
    sum;
    `broken`: reason code → pairs that break the rule, the floor included.
    """

    mentees: People
    mentors: People
    maxima: Mapping[str, int]
    points: Mapping[str, Points]
    total: Points
    broken: Mapping[str, Flags]

    @property
    def allowed(self) -> Flags:
        forbidden = self.total < 0
        for flags in self.broken.values():
            forbidden = forbidden | flags
        return ~forbidden

    def at(self, pair: Pair) -> tuple[int, int]:
        """Row and column of a pair (mentor key, mentee key)."""
        mentor, mentee = pair
        row = next(i for i, p in enumerate(self.mentees) if p.key == mentee)
        return row, next(i for i, p in enumerate(self.mentors) if p.key == mentor)


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
