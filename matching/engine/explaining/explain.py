"""Why a pair, or why not: points that add up, facts, broken rules and flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.explaining import facts
from matching.engine.model import Pair, Person, Problem, Rules
from matching.engine.points import fit, shown
from matching.engine.result import Explanation, Line
from matching.engine.scoring import rules
from matching.engine.scoring.appraisal import Appraisal, appraise_pair
from matching.engine.scoring.scores import Ints


def explain(problem: Problem, mentor: str, mentee: str) -> Explanation:
    """Everything about one pair within the whole problem, allowed or not. Unknown keys raise ProblemError."""
    first = np.zeros(1, dtype=np.int64)
    return describe(problem, appraise_pair(problem, (mentor, mentee)), first, first)[0]


def describe(problem: Problem, appraisal: Appraisal, rows: Ints, cols: Ints) -> tuple[Explanation, ...]:
    """Explanations of single pairs (rows: mentees, columns: mentors), sorted by mentor and mentee."""
    checked = rules.checked(problem.on("mentee"), problem.on("mentor"), problem.rules)
    teller = Teller(problem.rules, appraisal.maxima, checked, frozenset(problem.locked))
    points, broken = appraisal.points_at(rows, cols), appraisal.broken_at(rows, cols)
    columns = [
        values.tolist() for values in (rows, cols, *points.values(), *(broken[x] for x in rules.REASONS))
    ]
    pairs = []
    for row, col, *values in zip(*columns, strict=True):
        by_criterion = dict(zip(points, values, strict=False))
        codes = [code for code, stops in zip(rules.REASONS, values[len(points) :], strict=True) if stops]
        pairs.append(teller.tell(appraisal.mentors[col], appraisal.mentees[row], by_criterion, codes))
    return tuple(sorted(pairs, key=lambda x: x.pair))


@dataclass(frozen=True)
class Teller:
    """What all pairs of a problem have in common when they are explained."""

    rules: Rules
    maxima: Mapping[str, int]
    checked: tuple[str, ...]
    locked: frozenset[Pair]

    def tell(
        self, mentor: Person, mentee: Person, points: Mapping[str, int], codes: Sequence[str]
    ) -> Explanation:
        """The explanation of a pair from its exact points by criterion and the codes of the rules it breaks."""
        parts, whole = shown(points), sum(points.values())
        told = {name: facts.fact(name, mentor, mentee, self.rules) for name in points}
        return Explanation(
            mentor=mentor.key,
            mentee=mentee.key,
            points=whole,
            fit=fit(whole),
            lines=tuple(Line(x, points[x], parts[x], self.maxima[x], told[x]) for x in points),
            reasons=tuple(facts.reason(code, mentor, mentee, self.rules, whole) for code in codes),
            flags=facts.flags(mentor, mentee, self.rules, whole, told, self.checked),
            locked=(mentor.key, mentee.key) in self.locked,
        )
