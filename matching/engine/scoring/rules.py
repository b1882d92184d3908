"""The hard rules: which pairs are not allowed and why, and which could not be checked.

Every rule is given as terms that are `scores.FORBIDDEN` for the pairs that break it and 0 for all others; rows are
mentees, columns mentors. Data that is missing for one person never forbids a pair and never passes
in silence: the pair is reported as one that cannot be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from matching.engine.model import UNKNOWN_ABOVE, Pair, Person, Rules
from matching.engine.scoring import terms
from matching.engine.scoring.criteria import People, tabled
from matching.engine.scoring.scores import FORBIDDEN
from matching.engine.scoring.terms import Terms

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
    """Whether the person gave what the rule needs; a line only from mentors, as it leads up to the mentee.

    The line must be known as far up as the rule goes.
    """
    if rule == "common_language":
        return bool(person.languages)
    if rule == "mentor_junior":
        return person.measured(rules.measure) is not None
    if person.side == "mentee":
        return True
    return person.line is not None and UNKNOWN_ABOVE not in person.line[: rules.reporting_depth]


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


def checked(mentees: People, mentors: People, rules: Rules) -> tuple[str, ...]:
    """Rules in force that some pair can be checked against: only for these a pair's missing data is worth a word."""
    idle = unchecked(mentees, mentors, rules)
    return tuple(rule for rule in CHECKS if in_force(rule, rules) and rule not in idle)


def same_person(mentees: People, mentors: People, rules: Rules) -> Terms:
    """Nobody is paired with the own other role."""
    return named(mentees, mentors, ((person.key, person.key) for person in mentors))


def excluded(mentees: People, mentors: People, rules: Rules) -> Terms:
    """Pairs that somebody keeps apart."""
    return named(mentees, mentors, rules.excluded)


def declined(mentees: People, mentors: People, rules: Rules) -> Terms:
    """Pairs declined before, and those that one of the two avoids."""
    by_mentors = {(mentor.key, key) for mentor in mentors for key in mentor.avoid}
    by_mentees = {(key, mentee.key) for mentee in mentees for key in mentee.avoid}
    return named(mentees, mentors, rules.declined | by_mentors | by_mentees)


def same_line(mentees: People, mentors: People, rules: Rules) -> Terms:
    """One stands above the other within the reporting depth, in either direction.

    From a depth of two on, that keeps apart whoever reports to a mentee's direct reports.
    """
    depth = rules.reporting_depth
    above_mentor = {(m.key, boss) for m in mentors for boss in (m.line or ())[:depth]}
    above_mentee = {(boss, m.key) for m in mentees for boss in (m.line or ())[:depth]}
    return named(mentees, mentors, above_mentor | above_mentee)


def named(mentees: People, mentors: People, pairs: Iterable[Pair]) -> Terms:
    """Forbid the pairs (mentor key, mentee key)."""
    return terms.listed(*cells(mentees, mentors, pairs), FORBIDDEN)


def cells(
    mentees: People, mentors: People, pairs: Iterable[Pair]
) -> tuple[tuple[int, int], set[tuple[int, int]]]:
    """Shape and cells of the pairs (mentor key, mentee key); people who are not here any more are passed over."""
    row, col = ({p.key: i for i, p in enumerate(people)} for people in (mentees, mentors))
    found = {(row[mentee], col[mentor]) for mentor, mentee in pairs if mentor in col and mentee in row}
    return (len(mentees), len(mentors)), found


def not_opted_in(mentees: People, mentors: People, rules: Rules) -> Terms:
    """One of the two has not opted in."""
    return tabled("opted_in", mentees, mentors, rules, lambda one, other: FORBIDDEN * (not (one and other)))


def wrong_way(mentees: People, mentors: People, rules: Rules) -> Terms:
    """The mentee is not above the mentor by the least distance of the program's measure."""

    def worth(mentee: int | None, mentor: int | None) -> int:
        if mentee is None or mentor is None:
            return 0
        return FORBIDDEN * (mentee - mentor < rules.min_gap)

    return tabled("measure", mentees, mentors, rules, worth)


def speechless(mentees: People, mentors: People, rules: Rules) -> Terms:
    """No language in common."""

    def worth(mentee: frozenset[str], mentor: frozenset[str]) -> int:
        return FORBIDDEN * bool(rules.common_language and mentee and mentor and not mentee & mentor)

    return tabled("languages", mentees, mentors, rules, worth)


#: Reason code → rule; the floor goes by the points and is not among them.
RULES: Mapping[str, Callable[[People, People, Rules], Terms]] = {
    "not_opted_in": not_opted_in,
    "same_person": same_person,
    "excluded": excluded,
    "declined": declined,
    "same_reporting_line": same_line,
    "mentor_not_junior": wrong_way,
    "no_common_language": speechless,
}
