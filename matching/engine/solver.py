"""From a problem to its best whole, and the check that nothing better exists."""

from __future__ import annotations

import hashlib

import numpy as np

from matching.engine.earlier import remembered
from matching.engine.errors import demand
from matching.engine.explaining.explain import describe
from matching.engine.explaining.left_over import leave_over
from matching.engine.explaining.spread import spread_of
from matching.engine.explaining.stability import stability_of
from matching.engine.explaining.whole import Whole
from matching.engine.model import CRITERIA, Problem
from matching.engine.result import Explanation, Result
from matching.engine.scoring import criteria, rules
from matching.engine.scoring.appraisal import Appraisal, appraise
from matching.engine.scoring.hashes import Hashes
from matching.engine.scoring.scores import Ints
from matching.engine.solving.certificate import unproven
from matching.engine.solving.optimum import Market, Optimum, Progress, optimise, silent


def solve(problem: Problem, *, progress: Progress = silent, start: Result | None = None) -> Result:
    """The best pairs for the whole cohort.

    Most tandems first; then, for objective "fair", the best possible worst pair among those not locked; then
    the highest total. Locked pairs always stay. Raises ProblemError("lock_forbidden") if a locked pair breaks
    a hard rule. `progress` may raise to stop (see `optimum.optimise`). `start`: an earlier result of many of the
    same people; it saves work and changes no tandem, only which of several proofs is found.
    """
    appraisal = appraise(problem)
    locked = locked_pairs(problem, appraisal)
    market, fair = open_market(appraisal, *locked), problem.objective == "fair"
    before = None if start is None else remembered(start, appraisal, market)
    best = optimise(market, fair=fair, progress=progress, start=before)
    progress("explaining", best.looked_at, len(appraisal.mentees) * len(appraisal.mentors))
    rows, cols = (np.concatenate(both) for both in zip(locked, (best.rows, best.cols), strict=True))
    return _told(problem, best, describe(problem, appraisal, rows, cols), appraisal)


def _told(problem: Problem, best: Optimum, pairs: tuple[Explanation, ...], appraisal: Appraisal) -> Result:
    """The result of `best`, with the locked pairs and what can be said of the whole."""
    whole = Whole.of(appraisal, [x.pair for x in pairs], problem.locked)
    everyone = appraisal.mentees, appraisal.mentors, problem.rules
    usable = criteria.in_use(*everyone)
    return Result(
        digest=problem.digest(),
        pairs=pairs,
        left_over=leave_over(problem, whole),
        total=sum(x.points for x in pairs),
        worst=int(best.points.min()) if len(best.points) else None,
        maxima=appraisal.maxima,
        left_out=tuple(x for x in CRITERIA if getattr(problem.weights, x) and x not in usable),
        unchecked=rules.unchecked(*everyone),
        certificate=best.certificate,
        stability=stability_of(whole),
        spread=spread_of(problem, pairs),
    )


def locked_pairs(problem: Problem, appraisal: Appraisal) -> tuple[Ints, Ints]:
    """Rows and columns of the locked pairs; refuses those that a rule forbids."""
    rows, cols = appraisal.located(problem.locked)
    broken = appraisal.broken_at(rows, cols)
    for i, (mentor, mentee) in enumerate(problem.locked):
        reasons = [code for code in rules.REASONS if broken[code][i]]
        sentence = f"{mentor} and {mentee} are locked but not allowed: {', '.join(reasons)}."
        demand(not reasons, "lock_forbidden", sentence, mentor=mentor, mentee=mentee, reasons=reasons)
    return rows, cols


def open_market(appraisal: Appraisal, rows: Ints, cols: Ints) -> Market:
    """What is left to decide once these pairs (the locked ones) have taken their places."""
    return Market(
        appraisal.scores.without(rows, cols),
        appraisal.row_cap - np.bincount(rows, minlength=len(appraisal.row_cap)),
        appraisal.col_cap - np.bincount(cols, minlength=len(appraisal.col_cap)),
        key_hashes(appraisal.mentees),
        key_hashes(appraisal.mentors),
    )


def key_hashes(people: criteria.People) -> Hashes:
    digests = (
        hashlib.blake2b(p.key.encode(), digest_size=8, person=p.side.encode()).digest() for p in people
    )
    return np.array([int.from_bytes(digest, "big") for digest in digests], dtype=np.uint64)


def verify(problem: Problem, result: Result) -> tuple[str, ...]:
    """What is wrong with a result, as codes; nothing at all proves that it is the best.

    Looks at every possible pair and trusts only the appraisal of the pairs, not the way the result was found:
    wrong_problem, unknown_pair, repeated_pair, lock_missing, not_allowed, over_capacity, wrong_points,
    more_tandems_possible, better_worst_possible, higher_total_possible (each: not proven to be impossible).
    """
    if result.digest != problem.digest():
        return ("wrong_problem",)
    appraisal = appraise(problem)
    pairs = frozenset(x.pair for x in result.pairs)
    try:
        rows, cols = appraisal.located(sorted(pairs))
        free = appraisal.located(sorted(pairs - frozenset(problem.locked)))
    except KeyError:
        return ("unknown_pair",)
    market = open_market(appraisal, *appraisal.located(problem.locked))
    room, fair = (market.row_cap, market.col_cap), problem.objective == "fair"
    missing = unproven(market.scores, *room, *free, result.certificate, fair=fair)
    return (*_unsound(problem, result, appraisal, rows, cols), *missing)


def _unsound(
    problem: Problem, result: Result, appraisal: Appraisal, rows: Ints, cols: Ints
) -> tuple[str, ...]:
    """What is wrong with the pairs themselves; `rows`, `cols`: each pair of the result once."""
    crowded = open_market(appraisal, rows, cols)
    points = dict(zip(appraisal.pairs_at(rows, cols), appraisal.total_at(rows, cols).tolist(), strict=True))
    findings = {
        "repeated_pair": len(result.pairs) != len(rows),
        "lock_missing": {x.pair for x in result.pairs if x.locked} != set(problem.locked),
        "not_allowed": any(flags.any() for flags in appraisal.broken_at(rows, cols).values()),
        "over_capacity": (crowded.row_cap < 0).any() or (crowded.col_cap < 0).any(),
        "wrong_points": any(points[x.pair] != x.points for x in result.pairs)
        or sum(points.values()) != result.total,
    }
    return tuple(code for code, found in findings.items() if found)
