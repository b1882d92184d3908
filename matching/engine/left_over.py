"""Why somebody has no tandem, and the nearest possibility."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine import criteria, facts, rules
from matching.engine.appraisal import Appraisal
from matching.engine.criteria import Flags, People, Points
from matching.engine.model import Person, Problem
from matching.engine.points import fit
from matching.engine.result import Fact, LeftOver, Nearest

# Not worth suggesting: the first two cannot change, the others are somebody's decision.
FINAL = ("same_person", "not_opted_in", "declined", "excluded")


@dataclass(frozen=True)
class Side:
    """The cohort as one side sees it: own people as rows, the others as columns, `broken` by reason."""

    people: People
    others: People
    points: Points
    broken: Flags
    chosen: Flags

    @cached_property
    def present(self) -> Flags:
        """Which of the others take part."""
        return np.array([p.takes_part for p in self.others], dtype=bool)


def leave_over(problem: Problem, appraisal: Appraisal, chosen: Flags) -> tuple[LeftOver, ...]:
    """Everybody without a tandem: mentors first, then mentees, each by key."""
    idle = rules.unchecked(appraisal.mentees, appraisal.mentors, problem.rules)
    return tuple(
        LeftOver(
            side=side.people[i].side,
            key=side.people[i].key,
            reason=why(side, i),
            nearest=nearest(side, i, problem),
            missing=missing(side.people[i], problem, appraisal.maxima, idle),
        )
        for side in sides(appraisal, chosen)
        for i in np.flatnonzero(~side.chosen.any(axis=1)).tolist()
    )


def sides(appraisal: Appraisal, chosen: Flags) -> Iterator[Side]:
    layers = np.stack([appraisal.broken[code] for code in rules.REASONS])
    mentees, mentors = appraisal.mentees, appraisal.mentors
    yield Side(mentors, mentees, appraisal.total.T, layers.transpose(0, 2, 1), chosen.T)
    yield Side(mentees, mentors, appraisal.total, layers, chosen)


def why(side: Side, i: int) -> Fact:
    """The reason, by what stands between this person and everybody on the other side who takes part."""
    person = side.people[i]
    if not person.takes_part:
        return Fact("no_capacity" if person.opted_in else "not_opted_in")
    if not side.present.any():
        return Fact("nobody_there")
    broken = side.broken[:, i, side.present]
    possible = int((~broken.any(axis=0)).sum())
    if possible:
        return Fact("no_place_left", {"possible": possible})
    return rules_in_the_way(broken)


def rules_in_the_way(broken: Flags) -> Fact:
    """One rule that stops every partner, or all of them with how many each stops, and stops alone."""
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


def nearest(side: Side, i: int, problem: Problem) -> Nearest | None:
    """The partner with the fewest rules in the way, then the best fit; None if there is nobody to suggest."""
    final = side.broken[[rules.REASONS.index(code) for code in FINAL], i].any(axis=0)
    open_to = np.flatnonzero(side.present & ~final)
    if not len(open_to) or not side.people[i].takes_part:
        return None
    hurdles = side.broken[:, i, open_to].sum(axis=0)
    best = int(open_to[np.lexsort((-side.points[i, open_to], hurdles))[0]])
    pair = sorted((side.people[i], side.others[best]), key=lambda p: p.side == "mentee")
    points = int(side.points[i, best])
    codes = [code for code, stops in zip(rules.REASONS, side.broken[:, i, best], strict=True) if stops]
    return Nearest(
        partner=side.others[best].key,
        fit=fit(points),
        reasons=tuple(facts.reason(code, pair[0], pair[1], problem.rules, points) for code in codes),
        taken_by=tuple(side.people[k].key for k in np.flatnonzero(side.chosen[:, best]).tolist()),
    )


def missing(
    person: Person, problem: Problem, counting: Collection[str], idle: Collection[str]
) -> tuple[str, ...]:
    """What this person has not told, by criterion: for those that count and for the rules in force."""
    checked = [rule for rule in rules.CHECKS if rules.in_force(rule, problem.rules) and rule not in idle]
    untold = {name for name in counting if not criteria.known(person, name, problem.rules)}
    untold |= {rules.DATA[rule] for rule in checked if not rules.checkable(person, rule, problem.rules)}
    return tuple(sorted(untold))
