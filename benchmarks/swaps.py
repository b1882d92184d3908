"""Changes by hand through the engine's public face, with people."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.instances import generate
from benchmarks.trial import repeated
from matching.engine import solve
from matching.engine.what_if import alternatives, what_if


def what_if_seconds(size: int) -> dict[str, float]:
    """Median seconds of each question about a result of `size` mentees and `size` mentors, after a first run."""
    problem = generate(size, size, "tight", several=True).problem()
    result = solve(problem)
    first, second = result.pairs[0].pair, result.pairs[-1].pair
    crossed = [(first[0], second[1]), (second[0], first[1])]
    questions: dict[str, Callable[[], object]] = {
        "Effect of a swap": lambda: what_if(problem, result, add=crossed, remove=[first, second]),
        "Two alternatives for a tandem": lambda: alternatives(problem, result, first),
    }
    return {name: repeated(ask, 3)[0] for name, ask in questions.items()}
