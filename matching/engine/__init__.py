"""The matching engine: the best whole for a cohort of mentors and mentees, explained and proven.

    result = solve(Problem(people=(Person(key="a", side="mentor", ...), ...)))

Pure numpy and scipy; knows neither the web application nor a database.
"""

from matching.engine.errors import ProblemError
from matching.engine.explain import explain
from matching.engine.model import CRITERIA, FACTORS, Pair, Person, Problem, Rules, Weights, reporting_line
from matching.engine.points import grade
from matching.engine.result import (
    Certificate,
    Explanation,
    Fact,
    Factor,
    LeftOver,
    Line,
    Nearest,
    Result,
)
from matching.engine.solver import solve, verify
from matching.engine.what_if import Change, alternatives, what_if

__all__ = [
    "CRITERIA",
    "FACTORS",
    "Certificate",
    "Change",
    "Explanation",
    "Fact",
    "Factor",
    "LeftOver",
    "Line",
    "Nearest",
    "Pair",
    "Person",
    "Problem",
    "ProblemError",
    "Result",
    "Rules",
    "Weights",
    "alternatives",
    "explain",
    "grade",
    "reporting_line",
    "solve",
    "verify",
    "what_if",
]
