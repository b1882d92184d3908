"""The hard rules: which pairs are not allowed and why, and which could not be checked.

Rows are mentees, columns mentors. Data that is missing for one person never forbids a pair and never passes
in silence: the pair is reported as one that cannot be checked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.engine.criteria import Flags, People, gaps, overlap
from matching.engine.model import Person, Rules

# Rule → reason code of a pair that breaks it, for the rules that depend on data people may not have given.
CHECKS = {
    "common_language": "no_common_language",
    "mentor_junior": "mentor_not_junior",
    "reporting_line": "same_reporting_line",
}
# Rule → what people tell for it, by the name of the criterion that uses the same.
DATA = {"common_language": "language", "mentor_junior": "distance", "reporting_line": "reporting_line"}
REASONS = (
    "not_opted_in",
    "same_person",
    "excluded",
    "declined",
    "same_reporting_line",
    "mentor_not_junior",
    "no_common_language",
    "below_floor",
)


def in_force(rule: str, rules: Rules) -> bool:
    if rule == "common_language":
        return rules.common_language
    return rule == "mentor_junior" or rules.reporting_depth != 0


def checkable(person: Person, rule: str, rules: Rules) -> bool:
    """Whether the person gave what the rule needs; a line only from mentors, as it leads up to the mentee."""
    if rule == "common_language":
        return bool(person.languages)
    if rule == "mentor_junior":
        return person.measured(rules.measure) is not None
    return person.side == "mentee" or person.line is not None


def unchecked(mentees: People, mentors: People, rules: Rules) -> tuple[str, ...]:
    """Rules in force that no pair can be checked against, because everybody on one side lacks the data."""
    sides = [[p for p in people if p.takes_part] for people in (mentees, mentors)]
    return tuple(
        rule
        for rule in CHECKS
        if in_force(rule, rules)
        and not all(any(checkable(p, rule, rules) for p in side) for side in sides)
        and all(sides)
    )


def broken(mentees: People, mentors: People, rules: Rules) -> dict[str, Flags]:
    """Reason code → matrix of the pairs that break that rule, without the floor."""
    return {
        "not_opted_in": ~both([p.opted_in for p in mentees], [p.opted_in for p in mentors]),
        "same_person": listed(mentees, mentors, frozenset((p.key, p.key) for p in mentors)),
        "excluded": listed(mentees, mentors, rules.excluded),
        "declined": listed(mentees, mentors, rules.declined | avoided(mentees, mentors)),
        "same_reporting_line": same_line(mentees, mentors, rules),
        "mentor_not_junior": wrong_way(mentees, mentors, rules),
        "no_common_language": speechless(mentees, mentors, rules),
    }


def both(mentees: Sequence[bool], mentors: Sequence[bool]) -> Flags:
    """Pairs for which the answer is yes on both sides."""
    pairs: Flags = np.logical_and.outer(np.array(mentees, dtype=bool), np.array(mentors, dtype=bool))
    return pairs


def listed(mentees: People, mentors: People, pairs: frozenset[tuple[str, str]]) -> Flags:
    """The pairs (mentor key, mentee key) as a matrix; people who are not here any more are passed over."""
    row = {p.key: i for i, p in enumerate(mentees)}
    col = {p.key: i for i, p in enumerate(mentors)}
    matrix = np.zeros((len(mentees), len(mentors)), dtype=bool)
    for mentor, mentee in pairs:
        if mentor in col and mentee in row:
            matrix[row[mentee], col[mentor]] = True
    return matrix


def avoided(mentees: People, mentors: People) -> frozenset[tuple[str, str]]:
    by_mentors = {(mentor.key, key) for mentor in mentors for key in mentor.avoid}
    by_mentees = {(key, mentee.key) for mentee in mentees for key in mentee.avoid}
    return frozenset(by_mentors | by_mentees)


def same_line(mentees: People, mentors: People, rules: Rules) -> Flags:
    """Pairs in which one stands above the other within the reporting depth, in either direction."""
    depth = rules.reporting_depth
    above_mentor = {(m.key, boss) for m in mentors for boss in (m.line or ())[:depth]}
    above_mentee = {(boss, m.key) for m in mentees for boss in (m.line or ())[:depth]}
    return listed(mentees, mentors, frozenset(above_mentor | above_mentee))


def wrong_way(mentees: People, mentors: People, rules: Rules) -> Flags:
    gap, known = gaps(mentees, mentors, rules)
    return known & (gap < rules.min_gap)


def speechless(mentees: People, mentors: People, rules: Rules) -> Flags:
    if not rules.common_language:
        return np.zeros((len(mentees), len(mentors)), dtype=bool)
    common = overlap([p.languages for p in mentees], [p.languages for p in mentors])
    known = both([bool(p.languages) for p in mentees], [bool(p.languages) for p in mentors])
    return np.where(common == 0, known, False)
