"""Changes by hand and decisions through the engine's public face, with people."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.instances import generate
from benchmarks.trial import repeated
from matching.engine import alternatives, solve
from matching.engine.explaining.effects import effect
from matching.engine.explaining.partners import prices
from matching.engine.explaining.what_if import what_if


def what_if_seconds(size: int, repeats: int = 3) -> dict[str, float]:
    """Median seconds of each question about a result of `size` mentees and `size` mentors, after a first run."""
    problem = generate(size, size, "tight", several=True).problem()
    result = solve(problem)
    first, second = result.pairs[0].pair, result.pairs[-1].pair
    crossed = [(first[0], second[1]), (second[0], first[1])]
    wanted = alternatives(problem, result, first)[0].added[0].pair
    questions: dict[str, Callable[[], object]] = {
        "What if: two tandems swapped": lambda: what_if(problem, result, add=crossed, remove=[first, second]),
        "What if: a pair locked": lambda: effect(problem, result, lock=[wanted]),
        "What if: a pair excluded": lambda: effect(problem, result, exclude=[first]),
        "What if: a person removed": lambda: effect(problem, result, remove=[("mentor", first[0])]),
        "Two alternatives for a tandem": lambda: alternatives(problem, result, first),
        "Two other partners with their price": lambda: prices(problem, result, "mentee", first[1]),
    }
    return {name: repeated(ask, repeats)[0] for name, ask in questions.items()}
