"""The hard rules: which pairs are not allowed and why, and which could not be checked.

Every rule is given as terms that are `scores.FORBIDDEN` for the pairs that break it and 0 for all others; rows are
mentees, columns mentors. Data that is missing for one person never passes in silence: the rules that are strict leave
that person out, under the others the pair is reported as one that cannot be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from matching.engine.lines import above, known_up
from matching.engine.model import CHECKED, Pair, Person, Rules
from matching.engine.scoring import terms
from matching.engine.scoring.criteria import Flags, People, tabled
from matching.engine.scoring.scores import FORBIDDEN
from matching.engine.scoring.terms import Terms

# Rule → what people tell for it, by the name of the criterion that uses the same.
DATA = {
    "common_language": "language",
    "mentor_junior": "distance",
    "reporting_line": "reporting_line",
    "mentor_below": "reporting_line",
    "shared_manager": "reporting_line",
    "other_department": "department",
    "other_place": "place",
}
REASONS = (
    "not_opted_in",
    "same_person",
    "excluded",
    "declined",
    "cannot_check",
    "same_reporting_line",
    "mentor_below",
    "shared_manager",
    "mentor_not_junior",
    "same_department",
    "same_place",
    "no_common_language",
    "below_floor",
)
IN_FORCE: Mapping[str, Callable[[Rules], bool]] = {
    "common_language": lambda rules: rules.common_language,
    "mentor_junior": lambda rules: True,
    "reporting_line": lambda rules: rules.reporting_depth != 0,
    "mentor_below": lambda rules: rules.mentor_below,
    "shared_manager": lambda rules: rules.shared_depth > 0,
    "other_department": lambda rules: rules.other_department,
    "other_place": lambda rules: rules.other_place,
}
# Whether a person gave what a rule needs. Only from mentors does a line lead up to the mentee.
GIVEN: Mapping[str, Callable[[Person, Rules], bool]] = {
    "common_language": lambda person, rules: bool(person.languages),
    "mentor_junior": lambda person, rules: person.measured(rules.measure) is not None,
    "reporting_line": lambda person, rules: known_up(person.line, rules.reporting_depth),
    "mentor_below": lambda person, rules: person.side == "mentee" or known_up(person.line, None),
    "shared_manager": lambda person, rules: known_up(person.line, rules.shared_depth),
    "other_department": lambda person, rules: person.department is not None,
    "other_place": lambda person, rules: person.place is not None,
}


def in_force(rule: str, rules: Rules) -> bool:
    return IN_FORCE[rule](rules)


def checkable(person: Person, rule: str, rules: Rules) -> bool:
    """Whether the person gave what the rule needs; a line must be known as far up as the rule goes."""
    return GIVEN[rule](person, rules)


def lacking(person: Person, rules: Rules) -> tuple[str, ...]:
    """The strict rules in force that keep this person out, because the data for them is missing."""
    strict = (rule for rule in CHECKED if rule in rules.strict and in_force(rule, rules))
    return tuple(rule for rule in strict if not checkable(person, rule, rules))


def unchecked(mentees: People, mentors: People, rules: Rules) -> tuple[str, ...]:
    """Rules in force that no pair can be checked against, because everybody on one side lacks the data."""
    sides = [[p for p in people if p.takes_part] for people in (mentees, mentors)]
    return tuple(
        rule
        for rule in CHECKED
        if in_force(rule, rules)
        and not all(any(checkable(p, rule, rules) for p in side) for side in sides)
        and all(sides)
    )


def checked(mentees: People, mentors: People, rules: Rules) -> tuple[str, ...]:
    """Rules in force that some pair can be checked against: only for these a pair's missing data is worth a word."""
    idle = unchecked(mentees, mentors, rules)
    return tuple(rule for rule in CHECKED if in_force(rule, rules) and rule not in idle)


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
    """One stands above the other within the reporting depth, in either direction."""
    depth = rules.reporting_depth
    above_mentor = {(m.key, boss) for m in mentors for boss in above(m.line, depth)}
    above_mentee = {(boss, m.key) for m in mentees for boss in above(m.line, depth)}
    return named(mentees, mentors, above_mentor | above_mentee)


def mentor_below(mentees: People, mentors: People, rules: Rules) -> Terms:
    """The mentor stands below the mentee, at any depth; whoever reports to a mentee's direct reports does."""
    lines = [(m.key, boss) for m in mentors for boss in above(m.line)] if rules.mentor_below else []
    return named(mentees, mentors, lines)


def shared_manager(mentees: People, mentors: People, rules: Rules) -> Terms:
    """Somebody stands above both within the shared depth."""
    if not rules.shared_depth:
        return Terms((len(mentees), len(mentors)))
    sides = [
        [set(above(person.line, rules.shared_depth)) for person in people] for people in (mentees, mentors)
    ]
    shared = set().union(*sides[0]) & set().union(*sides[1])
    at = {key: i for i, key in enumerate(sorted(shared))}
    left, right = (marks(side, at) for side in sides)
    return terms.counted(left, right, [0, FORBIDDEN])


def marks(sets: Iterable[set[str]], at: Mapping[str, int]) -> Flags:
    """One row per set, with a mark in the column of each of its members that has one."""
    rows = list(sets)
    found = np.zeros((len(rows), len(at)), dtype=bool)
    for row, members in zip(found, rows, strict=True):
        row[[at[key] for key in members if key in at]] = True
    return found


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


def cannot_check(mentees: People, mentors: People, rules: Rules) -> Terms:
    """One of the two lacks the data for a strict rule."""
    left, right = ([bool(lacking(person, rules)) for person in people] for people in (mentees, mentors))
    return terms.tabled("lacking", left, right, lambda one, other: FORBIDDEN * (one or other))


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


def same_department(mentees: People, mentors: People, rules: Rules) -> Terms:
    """Both of one department, where the rule is on."""

    def worth(mentee: str | None, mentor: str | None) -> int:
        return FORBIDDEN * bool(rules.other_department and mentee and mentee == mentor)

    return tabled("department", mentees, mentors, rules, worth)


def same_place(mentees: People, mentors: People, rules: Rules) -> Terms:
    """Both of one place, where the rule is on."""

    def worth(mentee: tuple[str | None, str | None], mentor: tuple[str | None, str | None]) -> int:
        return FORBIDDEN * bool(rules.other_place and mentee[1] and mentee[1] == mentor[1])

    return tabled("place", mentees, mentors, rules, worth)


#: Reason code → rule; the floor goes by the points and is not among them.
RULES: Mapping[str, Callable[[People, People, Rules], Terms]] = {
    "not_opted_in": not_opted_in,
    "same_person": same_person,
    "excluded": excluded,
    "declined": declined,
    "cannot_check": cannot_check,
    "same_reporting_line": same_line,
    "mentor_below": mentor_below,
    "shared_manager": shared_manager,
    "mentor_not_junior": wrong_way,
    "same_department": same_department,
    "same_place": same_place,
    "no_common_language": speechless,
}
