"""From a problem to its best whole, and the check that nothing better exists."""

from __future__ import annotations

import hashlib

import numpy as np

from matching.engine import criteria, rules
from matching.engine.appraisal import Appraisal, appraise
from matching.engine.certificate import bonus, bound
from matching.engine.errors import ProblemError
from matching.engine.explain import describe, explain
from matching.engine.left_over import leave_over
from matching.engine.model import CRITERIA, Problem
from matching.engine.optimum import Market, optimise
from matching.engine.result import Result
from matching.engine.scores import dense
from matching.engine.settle import Hashes


def solve(problem: Problem) -> Result:
    """The best pairs for the whole cohort.

    Most tandems first; then, for objective "fair", the best possible worst pair among those not locked; then
    the highest total. Locked pairs always stay. Raises ProblemError("lock_forbidden") if a locked pair breaks
    a hard rule.
    """
    appraisal = appraise(problem)
    locked = locked_pairs(problem, appraisal)
    best = optimise(open_market(appraisal, locked), fair=problem.objective == "fair")
    chosen = np.zeros_like(locked)
    chosen[best.rows, best.cols] = True
    everyone = appraisal.mentees, appraisal.mentors, problem.rules
    both = chosen | locked
    return Result(
        digest=problem.digest(),
        pairs=describe(problem, appraisal, both),
        left_over=leave_over(problem, appraisal, both),
        total=int(appraisal.total[both].sum()),
        worst=int(appraisal.total[chosen].min()) if chosen.any() else None,
        maxima=appraisal.maxima,
        left_out=tuple(
            x for x in CRITERIA if getattr(problem.weights, x) and x not in criteria.in_use(*everyone)
        ),
        unchecked=rules.unchecked(*everyone),
        certificate=best.certificate,
    )


def locked_pairs(problem: Problem, appraisal: Appraisal) -> criteria.Flags:
    """The locked pairs as a matrix; refuses those that no rule allows."""
    locked = rules.listed(appraisal.mentees, appraisal.mentors, frozenset(problem.locked))
    for row, col in np.argwhere(locked & ~appraisal.allowed):
        mentor, mentee = appraisal.mentors[col].key, appraisal.mentees[row].key
        reasons = [reason.code for reason in explain(problem, mentor, mentee).reasons]
        sentence = f"{mentor} and {mentee} are locked but not allowed: {', '.join(reasons)}."
        raise ProblemError("lock_forbidden", sentence, mentor=mentor, mentee=mentee, reasons=reasons)
    return locked


def open_market(appraisal: Appraisal, locked: criteria.Flags) -> Market:
    """What is left to decide once the locked pairs have taken their places."""
    room = [
        np.array([p.capacity for p in people], dtype=np.int64)
        for people in (appraisal.mentees, appraisal.mentors)
    ]
    rows, cols = room[0] - locked.sum(axis=1), room[1] - locked.sum(axis=0)
    scores = dense(appraisal.total, appraisal.allowed & ~locked)
    return Market(scores, rows, cols, key_hashes(appraisal.mentees), key_hashes(appraisal.mentors))


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
    chosen = rules.listed(appraisal.mentees, appraisal.mentors, pairs)
    if chosen.sum() != len(pairs):
        return ("unknown_pair",)
    return (*_unsound(problem, result, appraisal, chosen), *_unproven(problem, result, appraisal, chosen))


def _unsound(
    problem: Problem, result: Result, appraisal: Appraisal, chosen: criteria.Flags
) -> tuple[str, ...]:
    market = open_market(appraisal, np.zeros_like(chosen))
    findings = {
        "repeated_pair": len(result.pairs) != chosen.sum(),
        "lock_missing": {x.pair for x in result.pairs if x.locked} != set(problem.locked),
        "not_allowed": (chosen & ~appraisal.allowed).any(),
        "over_capacity": (chosen.sum(axis=1) > market.row_cap).any()
        or (chosen.sum(axis=0) > market.col_cap).any(),
        "wrong_points": any(appraisal.total[appraisal.at(x.pair)] != x.points for x in result.pairs)
        or appraisal.total[chosen].sum() != result.total,
    }
    return tuple(code for code, found in findings.items() if found)


def _unproven(
    problem: Problem, result: Result, appraisal: Appraisal, chosen: criteria.Flags
) -> tuple[str, ...]:
    locked = rules.listed(appraisal.mentees, appraisal.mentors, frozenset(problem.locked))
    market, free, proof = open_market(appraisal, locked), chosen & ~locked, result.certificate
    total, allowed = appraisal.total, appraisal.allowed & ~locked
    room = market.row_cap, market.col_cap
    count, points = int(free.sum()), int(total[free].sum())
    eligible, above = allowed, np.zeros_like(chosen)
    if problem.objective == "fair" and count:
        least = total[free].min()
        eligible, above = allowed & (total >= least), allowed & (total > least)
    extra = bonus(market.scores.top, *room)
    findings = {
        "more_tandems_possible": bound(allowed.astype(np.int64), proof.most, *room) > count,
        "better_worst_possible": above.any()
        and (proof.worst is None or bound(above.astype(np.int64), proof.worst, *room) >= count),
        "higher_total_possible": bound(np.where(eligible, total + extra, 0), proof.total, *room)
        > count * extra + points,
    }
    return tuple(code for code, found in findings.items() if found)
