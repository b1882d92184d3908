"""Why somebody has no tandem, and the nearest possibility."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine.explaining import facts
from matching.engine.explaining.hall import Contest, contests
from matching.engine.explaining.whole import Whole
from matching.engine.model import CHECKED, Person, Problem
from matching.engine.points import fit
from matching.engine.result import Fact, LeftOver, Nearest
from matching.engine.scoring import criteria, rules
from matching.engine.scoring.appraisal import Appraisal
from matching.engine.scoring.blocks import over_blocks
from matching.engine.scoring.criteria import Flags
from matching.engine.scoring.scores import Ints

# Not worth suggesting: the first two cannot change, the others are somebody's decision.
FINAL = ("same_person", "not_opted_in", "declined", "excluded")
# Rows at a time: a flag for every rule, partner and row is held at once.
ROWS = 64


def leave_over(problem: Problem, whole: Whole) -> tuple[LeftOver, ...]:
    """Everybody without a tandem: mentors first, then mentees, each by key.

    `whole`: the optimum with mentees as rows. Reasons:
    no_capacity, not_opted_in, nobody_there; the code of a rule that stops every partner (cannot_check with the person's
    `own` rules that lack data), or no_allowed_partner with counts for each rule; too_few_places (`possible` partners,
    but `people` compete for `places`, which are fewer; with the keys of those `competing` and their `partners` if they
    are few; see `hall`); served_elsewhere (`possible` partners, but the whole is better so; `price`: points that the
    whole loses at least if this person takes over a tandem of somebody who has another one, None if more than these
    two people would have to change).
    """
    idle = rules.unchecked(whole.appraisal.mentees, whole.appraisal.mentors, problem.rules)
    return tuple(
        LeftOver(
            person.side, person.key, reason, nearest, missing(person, problem, whole.appraisal.maxima, idle)
        )
        for side in (whole.of_mentors(), whole)
        for person, reason, nearest in left_over_on(problem, side)
    )


def left_over_on(problem: Problem, whole: Whole) -> Iterator[tuple[Person, Fact, Nearest | None]]:
    """Everybody among the rows who has no tandem, with the reason and the nearest possibility."""
    alone = np.flatnonzero(whole.row_count == 0)
    taking_part = alone[whole.appraisal.row_cap[alone] > 0]
    outlooks = {}
    if (whole.appraisal.col_cap > 0).any():
        found = over_blocks(taking_part, lambda rows: list(_outlooks(problem, whole, rows)), size=ROWS)
        outlooks = {outlook.row: outlook for block in found for outlook in block}
    reasons = {row: outlook.hurdle for row, outlook in outlooks.items() if outlook.hurdle}
    reasons.update(reasons_of_waiting(whole, outlooks))
    for row in alone.tolist():
        person = whole.appraisal.people[row]
        if row in outlooks:
            yield person, reasons[row], outlooks[row].nearest
        elif person.takes_part:
            yield person, Fact("nobody_there"), None
        else:
            yield person, Fact("no_capacity" if person.opted_in else "not_opted_in"), None


@dataclass(frozen=True)
class Outlook:
    """What a row could hope for: how many `possible` partners, else what the rules say; the nearest possibility."""

    row: int
    possible: int
    hurdle: Fact | None
    nearest: Nearest | None


def _outlooks(problem: Problem, whole: Whole, rows: Ints) -> Iterator[Outlook]:
    present = whole.appraisal.col_cap > 0
    by_code = whole.appraisal.broken_of(rows)
    broken = np.stack([by_code[code] for code in rules.REASONS], axis=1)
    final = np.any([by_code[code] for code in FINAL], axis=0) | ~present
    points = whole.appraisal.total_of(rows)
    # Fewest rules in the way, then the best fit.
    rank = points - broken.sum(axis=1) * (int(points.max(initial=0)) + 1)
    best = np.where(final, np.iinfo(np.int64).min, rank).argmax(axis=1).tolist()
    possible = (~broken.any(axis=1) & present).sum(axis=1).tolist()
    for i, row in enumerate(rows.tolist()):
        hurdle = None if possible[i] else rules_in_the_way(broken[i][:, present])
        if hurdle and hurdle.code == "cannot_check":
            own = rules.lacking(whole.appraisal.people[row], problem.rules)
            hurdle = Fact(hurdle.code, {**hurdle.params, "own": list(own)})
        nearest = (
            None
            if final[i, best[i]]
            else _nearest(problem, whole, row, best[i], points[i, best[i]], broken[i])
        )
        yield Outlook(row, possible[i], hurdle, nearest)


def rules_in_the_way(broken: Flags) -> Fact:
    """One rule that stops every partner, or all of them with how many each stops, and stops alone.

    `broken`: rules (in the order of `rules.REASONS`) × partners.
    """
    stops = broken.sum(axis=1).tolist()
    alone = (broken & (broken.sum(axis=0) == 1)).sum(axis=1).tolist()
    people = broken.shape[1]
    for code, count in zip(rules.REASONS, stops, strict=True):
        if count == people:
            return Fact(code, {"people": people})
    counts = {
        code: {"stops": count, "alone": single}
        for code, count, single in zip(rules.REASONS, stops, alone, strict=True)
        if count
    }
    return Fact("no_allowed_partner", {"people": people, "rules": counts})


def _nearest(problem: Problem, whole: Whole, row: int, col: int, points: int, broken: Flags) -> Nearest:
    here, there = whole.appraisal.people[row], whole.appraisal.others[col]
    pair = (there, here) if here.side == "mentee" else (here, there)
    codes = [code for code, stops in zip(rules.REASONS, broken[:, col], strict=True) if stops]
    return Nearest(
        partner=there.key,
        fit=fit(int(points)),
        reasons=tuple(facts.reason(code, *pair, problem.rules, int(points)) for code in codes),
        taken_by=tuple(whole.appraisal.people[k].key for k in whole.holders(col).tolist()),
    )


def reasons_of_waiting(whole: Whole, outlooks: Mapping[int, Outlook]) -> Iterator[tuple[int, Fact]]:
    """Why nobody is left for those who have an allowed partner."""
    waiting = np.array([row for row, outlook in outlooks.items() if outlook.possible], dtype=np.int64)
    contest_of = contests(whole, waiting)
    for row in waiting.tolist():
        possible = {"possible": outlooks[row].possible}
        if row in contest_of:
            yield row, Fact("too_few_places", {**possible, **told(whole.appraisal, contest_of[row])})
        else:
            yield row, Fact("served_elsewhere", {**possible, "price": take_over(whole, row)})


def told(appraisal: Appraisal, contest: Contest) -> dict[str, object]:
    return {
        "people": contest.people,
        "places": contest.places,
        "competing": [appraisal.people[row].key for row in contest.rows],
        "partners": [appraisal.others[col].key for col in contest.cols],
    }


def take_over(whole: Whole, row: int) -> int | None:
    """Points that the whole loses at least if this row takes over a tandem of somebody who has another one."""
    points, allowed = (tile[0] for tile in whole.tile(np.array([row])))
    spare = ~whole.locked & (whole.row_count[whole.rows] > 1) & allowed[whole.cols]
    losses = whole.points[spare] - points[whole.cols[spare]]
    return int(losses.min()) if len(losses) else None


def missing(
    person: Person, problem: Problem, counting: Collection[str], idle: Collection[str]
) -> tuple[str, ...]:
    """What this person has not told, by criterion: for those that count and for the rules in force."""
    checked = [rule for rule in CHECKED if rules.in_force(rule, problem.rules) and rule not in idle]
    untold = {name for name in counting if not criteria.known(person, name, problem.rules)}
    untold |= {rules.DATA[rule] for rule in checked if not rules.checkable(person, rule, problem.rules)}
    return tuple(sorted(untold))
