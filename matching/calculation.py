"""What a worker makes of a run's frozen inputs, and how it is kept.

The engine's slow parts are imported here, when they are needed, so that no web process loads them.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matching import adapter
from matching.engine import Change, Explanation, LeftOver, Pair, Problem, Result
from matching.engine.model import Json, plain
from matching.engine.result import Spread
from matching.models import Leftover, Proposal, Run
from programs.models import Participant, Side

logger = logging.getLogger(__name__)

#: Called with a phase, the pairs looked at and the pairs in all; may raise to stop.
Progress = Callable[[str, int, int], None]
People = Mapping[tuple[str, str], Participant]
BATCH = 500
#: Swaps kept with each proposal.
OFFERED = 2


@dataclass(frozen=True, slots=True)
class Solution:
    """A result, how it is spread, what the check over all pairs found wrong (nothing: it is proven), and swaps."""

    result: Result
    spread: Spread
    findings: tuple[str, ...]
    swaps: Mapping[Pair, Sequence[Change]]
    pairs_in_all: int


def solution_of(inputs: Json, progress: Progress, *, smallest_group: int) -> Solution:
    """Solve frozen inputs; the spread shows no group smaller than ``smallest_group``. Pure: knows no database.

    Raises ProblemError when the inputs contradict themselves.
    """
    from matching.engine import options, solve, verify
    from matching.engine.explaining.spread import spread_of

    problem = Problem.from_json(inputs)
    pairs = len(problem.on("mentor")) * len(problem.on("mentee"))
    result = solve(problem, progress=progress)
    progress("proving", pairs, pairs)
    findings = verify(problem, result)
    if findings:
        logger.error("The result %s is not proven: %s", result.digest, ", ".join(findings))
    progress("comparing", pairs, pairs)
    swaps = options(problem, result, count=OFFERED)
    return Solution(result, spread_of(problem, result.pairs, smallest_group), findings, swaps, pairs)


def store(run: Run, solution: Solution, before: set[Pair] | None) -> None:
    """Keep proposals and people left over. Whoever has been erased since the inputs were frozen is skipped.

    ``before``: the pairs of the run before, None if there is none; pairs that are not among them are new.
    """
    people, result = adapter.by_key(run.program), solution.result
    Proposal.objects.bulk_create(
        [
            _proposal(run, pair, people, solution.swaps.get(pair.pair, ()), before)
            for pair in result.pairs
            if (Side.MENTOR, pair.mentor) in people and (Side.MENTEE, pair.mentee) in people
        ],
        batch_size=BATCH,
    )
    Leftover.objects.bulk_create(
        [
            Leftover(
                run=run,
                participant=people[one.side, one.key],
                reason=one.reason.code,
                detail=_detail(one),
            )
            for one in result.left_over
            if (one.side, one.key) in people
        ],
        batch_size=BATCH,
    )


def _proposal(
    run: Run, pair: Explanation, people: People, swaps: Sequence[Change], before: set[Pair] | None
) -> Proposal:
    return Proposal(
        run=run,
        mentor=people[Side.MENTOR, pair.mentor],
        mentee=people[Side.MENTEE, pair.mentee],
        fit=pair.fit,
        points=pair.points,
        detail=plain(pair),
        flags=[flag.code for flag in pair.flags],
        is_new=before is not None and pair.pair not in before,
        options=[change.to_json() for change in swaps],
    )


def _detail(one: LeftOver) -> dict[str, Any]:
    nearest = {"partner": one.nearest.partner, "fit": one.nearest.fit} if one.nearest else None
    return {"reason": dict(one.reason.params), "nearest": nearest, "missing": list(one.missing)}


def summary(result: Result) -> dict[str, Any]:
    """Return the figures of a run's line in the list."""
    return {
        "tandems": result.tandems,
        "mean_fit": result.mean_fit,
        "left_over": len(result.left_over),
        "left_out": list(result.left_out),
        "unchecked": list(result.unchecked),
    }


def report(solution: Solution) -> dict[str, Any]:
    """Return what the run's report tells: totals, spread, stability and proof."""
    result = solution.result
    return {
        "pairs_in_all": solution.pairs_in_all,
        "findings": list(solution.findings),
        "total": result.total,
        "worst": result.worst,
        "maxima": dict(result.maxima),
        "spread": plain(solution.spread),
        "stability": plain(result.stability),
    }
