"""The criteria: whole points for many pairs at once, rows mentees and columns mentors.

Every function takes the two lists of people, the rules and the criterion's maximum in exact points (a multiple of
`points.UNIT`), and returns terms that add up to whole points from 0 to that maximum for every pair. What cannot be
checked scores 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matching.engine.model import CRITERIA, SKILL_STEPS, SLOT_MINUTES, SLOTS_PER_WEEK, Person, Rules
from matching.engine.points import apportion, maxima
from matching.engine.scoring import terms
from matching.engine.scoring.terms import Terms

People = Sequence[Person]
Flags = npt.NDArray[np.bool_]
Score = Callable[[People, People, Rules, int], Terms]

FULL_TIMES = 6
FULL_GAP = {"level": 3, "experience": 120, "age_band": 3}
START_EVERY = 30 // SLOT_MINUTES

# Kind of table → what its values are; criteria and rules that look at the same share the columns.
VALUES: Mapping[str, Callable[[Person, Rules], Hashable]] = {
    "measure": lambda person, rules: person.measured(rules.measure),
    "department": lambda person, rules: person.department,
    "place": lambda person, rules: (person.form, person.place),
    "languages": lambda person, rules: person.languages,
    "opted_in": lambda person, rules: person.opted_in,
    "no_wishes": lambda person, rules: not person.wishes,
}


def tabled(kind: str, mentees: People, mentors: People, rules: Rules, worth: Callable[..., int]) -> Terms:
    """Points `worth(value of mentee, value of mentor)` by what `kind` names in `VALUES`."""
    left, right = ([VALUES[kind](person, rules) for person in people] for people in (mentees, mentors))
    return terms.tabled(kind, left, right, worth)


def skills(mentees: People, mentors: People, rules: Rules, maximum: int) -> Terms:
    """Sum over the wanted skills of share × level / 5; the shares of the maximum go by priority."""
    wanted = [shares(person.skills, maximum // SKILL_STEPS) for person in mentees]
    return terms.product(wanted, [person.skills for person in mentors])


def topics(mentees: People, mentors: People, rules: Rules, maximum: int) -> Terms:
    """Sum over the wanted goal topics that the mentor covers, each an equal share of the maximum."""
    wanted = [shares(dict.fromkeys(person.topics, 1), maximum) for person in mentees]
    return terms.product(wanted, [dict.fromkeys(person.topics, 1) for person in mentors])


def shares(priorities: Mapping[str, int], total: int) -> dict[str, int]:
    """Whole shares of `total` in proportion to the priorities, by name."""
    names = sorted(priorities)
    return dict(zip(names, apportion(total, [priorities[name] for name in names]), strict=True))


def starts(times: Collection[int], session_minutes: int) -> frozenset[int]:
    """Slots on the (half) hour in UTC at which a whole session fits into the free times; the week wraps."""
    free = frozenset(times)
    found = {slot for slot in free if slot % START_EVERY == 0}
    for step in range(1, slots(session_minutes)):
        found = {slot for slot in found if (slot + step) % SLOTS_PER_WEEK in free}
    return frozenset(found)


def slots(minutes: int) -> int:
    return -(-minutes // SLOT_MINUTES)


def start_grid(people: People, session_minutes: int) -> Flags:
    """`starts` of many people at once: one row per person, one column per (half) hour of the week."""
    free = np.zeros((len(people), SLOTS_PER_WEEK), dtype=bool)
    for row, person in zip(free, people, strict=True):
        row[list(person.times)] = True
    fits = free.copy()
    for step in range(1, slots(session_minutes)):
        fits &= np.roll(free, -step, axis=1)
    return fits[:, ::START_EVERY]


def time(mentees: People, mentors: People, rules: Rules, maximum: int) -> Terms:
    """maximum × min(common weekly times, 6) / 6, rounded down; a time is a start (see `starts`) open to both."""
    left, right = (start_grid(people, rules.session_minutes) for people in (mentees, mentors))
    return terms.counted(left, right, [maximum * count // FULL_TIMES for count in range(FULL_TIMES + 1)])


def distance(mentees: People, mentors: People, rules: Rules, maximum: int) -> Terms:
    """maximum × gap / full gap, rounded down, for a mentee above the mentor by the program's measure.

    Full are three levels or age bands or ten years, or the rule's minimum if that is more.
    """
    full = max(FULL_GAP[rules.measure], rules.min_gap)

    def worth(mentee: int | None, mentor: int | None) -> int:
        if mentee is None or mentor is None:
            return 0
        return maximum * min(max(mentee - mentor, 0), full) // full

    return tabled("measure", mentees, mentors, rules, worth)


def department(mentees: People, mentors: People, rules: Rules, maximum: int) -> Terms:
    """Everything for two different departments."""
    return tabled(
        "department",
        mentees,
        mentors,
        rules,
        lambda one, other: maximum * bool(one and other and one != other),
    )


def place_outcome(mentee: str | None, mentor: str | None, same_place: bool | None) -> tuple[str, int]:
    """Fact code and fifths of the points for two meeting forms; `same_place` None: a place is not known."""
    if mentee is None or mentor is None:
        return "place_unknown", 0
    if {mentee, mentor} == {"online", "onsite"}:
        return "form_conflict", 0
    if "online" in (mentee, mentor):
        return "form_online", 5
    if same_place is None:
        return "place_unknown", 0
    if same_place:
        return "place_same", 5
    return ("places_apart", 0) if "onsite" in (mentee, mentor) else ("only_online", 3)


def place(mentees: People, mentors: People, rules: Rules, maximum: int) -> Terms:
    """Whether place and meeting form go together, in fifths of the maximum by `place_outcome`."""

    def worth(mentee: tuple[str | None, str | None], mentor: tuple[str | None, str | None]) -> int:
        same = mentee[1] == mentor[1] if mentee[1] and mentor[1] else None
        return maximum // 5 * place_outcome(mentee[0], mentor[0], same)[1]

    return tabled("place", mentees, mentors, rules, worth)


def language(mentees: People, mentors: People, rules: Rules, maximum: int) -> Terms:
    """Everything for a common language beyond the one the rules require."""
    required = int(rules.common_language)
    return tabled(
        "languages", mentees, mentors, rules, lambda one, other: maximum * (len(one & other) > required)
    )


def wishes(mentees: People, mentors: People, rules: Rules, maximum: int) -> Terms:
    """Half the maximum for each side whose wishes are met; who wishes for nobody loses nothing."""
    half = maximum // 2
    row, col = ({p.key: i for i, p in enumerate(people)} for people in (mentees, mentors))
    of_mentees = [(row[p.key], col[key]) for p in mentees for key in p.wishes if key in col]
    of_mentors = [(row[key], col[p.key]) for p in mentors for key in p.wishes if key in row]
    content = tabled("no_wishes", mentees, mentors, rules, lambda one, other: half * (one + other))
    shape = content.shape
    return content + terms.listed(shape, of_mentees, half) + terms.listed(shape, of_mentors, half)


SCORES: Mapping[str, Score] = {
    "skills": skills,
    "topics": topics,
    "time": time,
    "distance": distance,
    "department": department,
    "place": place,
    "language": language,
    "wishes": wishes,
}


# Criterion → whether a person gave what it needs; nobody needs to have wishes.
KNOWN: Mapping[str, Callable[[Person, Rules], bool]] = {
    "skills": lambda person, rules: bool(person.skills),
    "topics": lambda person, rules: bool(person.topics),
    "time": lambda person, rules: bool(person.times),
    "distance": lambda person, rules: person.measured(rules.measure) is not None,
    "department": lambda person, rules: bool(person.department),
    "place": lambda person, rules: person.form == "online" or bool(person.form and person.place),
    "language": lambda person, rules: bool(person.languages),
    "wishes": lambda person, rules: True,
}


def known(person: Person, criterion: str, rules: Rules) -> bool:
    """Whether the person gave what the criterion needs."""
    return KNOWN[criterion](person, rules)


def in_use(mentees: People, mentors: People, rules: Rules) -> frozenset[str]:
    """Criteria that some pair of people who take part can be measured by."""
    sides = [[p for p in people if p.takes_part] for people in (mentees, mentors)]
    usable = {name for name in CRITERIA if all(any(known(p, name, rules) for p in side) for side in sides)}
    if not any(p.wishes for side in sides for p in side):
        usable.discard("wishes")
    return frozenset(usable)


def effective_maxima(
    mentees: People, mentors: People, rules: Rules, weights: Mapping[str, int]
) -> dict[str, int]:
    """Most shown points per criterion; what nobody's data can feed leaves its points to the others."""
    usable = in_use(mentees, mentors, rules)
    shares = maxima({name: weights[name] if name in usable else 0 for name in CRITERIA})
    return {name: share for name, share in shares.items() if share}
