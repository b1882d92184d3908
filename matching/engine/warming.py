"""Compiling what is compiled, before somebody waits for it: `python -m matching.engine.warming`.

numba keeps what it compiled in `NUMBA_CACHE_DIR`, or beside the source. A first call there takes long, later ones do
not.
"""

from __future__ import annotations

import time

from matching.engine.explaining.what_if import options
from matching.engine.model import Person, Problem, Rules
from matching.engine.solver import solve, verify

#: Enough people for ties, waiting people, places for several and whole blocks of rows, so that no branch is left cold.
MENTORS, MENTEES, SKILLS = 150, 180, 7


def warm() -> float:
    """Solve, verify and compare a made-up cohort, fair and by total; return the seconds it took."""
    began = time.perf_counter()
    for objective in ("fair", "total"):
        problem = cohort(objective)
        result = solve(problem)
        verify(problem, result)
        options(problem, result)
    return time.perf_counter() - began


def cohort(objective: str) -> Problem:
    """People with few skills and languages, so that some pairs are equal and some not allowed."""
    mentors = tuple(_person("mentor", number, 1 + number % 3) for number in range(MENTORS))
    mentees = tuple(_person("mentee", number, 1) for number in range(MENTEES))
    return Problem(
        people=mentors + mentees,
        rules=Rules(measure="experience"),
        locked=(("mentor 1", "mentee 1"),),
        objective=objective,
    )


def _person(side: str, number: int, capacity: int) -> Person:
    return Person(
        key=f"{side} {number}",
        side=side,
        capacity=capacity,
        years=number % 9 + 8 * (side == "mentee"),
        department=f"department {number % 4}",
        languages=frozenset({"de", "en"} if number % 5 else {"fr" if number % 2 else "de"}),
        skills={f"skill {number * step % SKILLS}": 1 + number % 3 for step in (1, 2, 3)},
        times=frozenset(range(number % 6 * 4, number % 6 * 4 + 24)),
        place=f"place {number % 3}",
        form=("both", "online", "onsite")[number % 3],
    )


if __name__ == "__main__":
    print(f"Warm after {warm():.1f} s.")
