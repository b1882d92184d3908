"""Why a pair, or why not: points that add up, facts, broken rules and flags."""

from __future__ import annotations

import numpy as np

from matching.engine import criteria, facts, rules
from matching.engine.appraisal import Appraisal, appraise_pair
from matching.engine.model import Problem
from matching.engine.points import fit, shown
from matching.engine.result import Explanation, Fact, Line


def explain(problem: Problem, mentor: str, mentee: str) -> Explanation:
    """Everything about one pair within the whole problem, allowed or not. Unknown keys raise ProblemError."""
    appraisal = appraise_pair(problem, (mentor, mentee))
    return _explanation(problem, appraisal, 0, 0, idle_rules(problem))


def describe(problem: Problem, appraisal: Appraisal, chosen: criteria.Flags) -> tuple[Explanation, ...]:
    """The chosen pairs, sorted by mentor and mentee."""
    idle = idle_rules(problem)
    pairs = [_explanation(problem, appraisal, row, col, idle) for row, col in np.argwhere(chosen).tolist()]
    return tuple(sorted(pairs, key=lambda x: x.pair))


def idle_rules(problem: Problem) -> tuple[str, ...]:
    return rules.unchecked(problem.on("mentee"), problem.on("mentor"), problem.rules)


def _explanation(
    problem: Problem, appraisal: Appraisal, row: int, col: int, idle: tuple[str, ...]
) -> Explanation:
    mentor, mentee = appraisal.mentors[col], appraisal.mentees[row]
    lines, points = _lines(problem, appraisal, row, col), int(appraisal.total[row, col])
    known = {line.criterion: line.fact for line in lines}
    return Explanation(
        mentor=mentor.key,
        mentee=mentee.key,
        points=points,
        fit=fit(points),
        lines=lines,
        reasons=_reasons(problem, appraisal, row, col),
        flags=facts.flags(mentor, mentee, problem.rules, points, known, idle),
        locked=(mentor.key, mentee.key) in problem.locked,
    )


def _lines(problem: Problem, appraisal: Appraisal, row: int, col: int) -> tuple[Line, ...]:
    points = {name: int(matrix[row, col]) for name, matrix in appraisal.points.items()}
    parts, pair = shown(points), (appraisal.mentors[col], appraisal.mentees[row])
    return tuple(
        Line(name, points[name], parts[name], appraisal.maxima[name], facts.fact(name, *pair, problem.rules))
        for name in points
    )


def _reasons(problem: Problem, appraisal: Appraisal, row: int, col: int) -> tuple[Fact, ...]:
    pair = appraisal.mentors[col], appraisal.mentees[row]
    points = int(appraisal.total[row, col])
    return tuple(
        facts.reason(code, *pair, problem.rules, points)
        for code in rules.REASONS
        if appraisal.broken[code][row, col]
    )
