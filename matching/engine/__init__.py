"""The matching engine: the best whole for a cohort of mentors and mentees, explained and proven.

    result = solve(Problem(people=(Person(key="a", side="mentor", ...), ...)))

Knows neither the web application nor a database. What needs numpy, scipy and numba is loaded when it is first asked
for, so that whoever only reads results starts quickly. A function that is named like its module (`explain.explain`,
`what_if.what_if`) is imported from there: here the name would mean the module.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from matching.engine.errors import ProblemError
from matching.engine.explaining.change import Change
from matching.engine.lines import reporting_line
from matching.engine.model import CRITERIA, FACTORS, Pair, Person, Problem, Rules, Weights
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

if TYPE_CHECKING:
    from matching.engine.explaining.effects import Effect, effect
    from matching.engine.explaining.partners import Price, prices
    from matching.engine.explaining.what_if import alternatives, options
    from matching.engine.solver import solve, verify

LATE = {
    "Effect": "explaining.effects",
    "Price": "explaining.partners",
    "alternatives": "explaining.what_if",
    "effect": "explaining.effects",
    "options": "explaining.what_if",
    "prices": "explaining.partners",
    "solve": "solver",
    "verify": "solver",
}

__all__ = [
    "CRITERIA",
    "FACTORS",
    "Certificate",
    "Change",
    "Effect",
    "Explanation",
    "Fact",
    "Factor",
    "LeftOver",
    "Line",
    "Nearest",
    "Pair",
    "Person",
    "Price",
    "Problem",
    "ProblemError",
    "Result",
    "Rules",
    "Weights",
    "alternatives",
    "effect",
    "grade",
    "options",
    "prices",
    "reporting_line",
    "solve",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in LATE:
        raise AttributeError(f"The engine has no {name}.")
    return getattr(import_module(f"matching.engine.{LATE[name]}"), name)
