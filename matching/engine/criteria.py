"""The criteria: whole points for many pairs at once, rows mentees and columns mentors.

Every function takes the two lists of people, the rules and the criterion's maximum in exact points (a
multiple of
`points.UNIT`), and returns an int64 matrix (mentees × mentors) from 0 to that maximum. What cannot be checked
scores 0. All products are whole numbers below 2^53, so float64 matrix products are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matching.engine.model import (
    CRITERIA,
    FORMS,
    SKILL_STEPS,
    SLOT_MINUTES,
    SLOTS_PER_WEEK,
    Person,
    Rules,
)
from matching.engine.points import UNIT, apportion, maxima

People = Sequence[Person]
Points = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Score = Callable[[People, People, Rules, int], Points]

FULL_TIMES = 6
FULL_GAP = {"level": 3, "experience": 120}
START_EVERY = 30 // SLOT_MINUTES


def table(rows: Iterable[Mapping[str, int]], columns: Sequence[str]) -> npt.NDArray[np.float64]:
    """One row per mapping, one column per name in `columns`; names without a column are dropped."""
    position = {name: i for i, name in enumerate(columns)}
    rows = list(rows)
    matrix = np.zeros((len(rows), len(columns)))
    for i, row in enumerate(rows):
        for name in row.keys() & position.keys():
            matrix[i, position[name]] = row[name]
    return matrix


def overlap(left: Sequence[Collection[str]], right: Sequence[Collection[str]]) -> Points:
    """How many entries each set on the left has in common with each on the right."""
    names = sorted({name for entries in left for name in entries})
    ones = [table((dict.fromkeys(entries, 1) for entries in side), names) for side in (left, right)]
    return (ones[0] @ ones[1].T).astype(np.int64)


def skills(mentees: People, mentors: People, rules: Rules, maximum: int) -> Points:
    """Each wanted skill carries points by its priority, earned in fifths by the mentor's level."""
    names = sorted({name for person in mentees for name in person.skills})
    wanted = table((shares(person.skills, maximum // SKILL_STEPS) for person in mentees), names)
    offered = table((person.skills for person in mentors), names)
    return (wanted @ offered.T).astype(np.int64)


def shares(priorities: Mapping[str, int], total: int) -> dict[str, int]:
    names = sorted(priorities)
    return dict(zip(names, apportion(total, [priorities[name] for name in names]), strict=True))


def topics(mentees: People, mentors: People, rules: Rules, maximum: int) -> Points:
    """The share of the mentee's goal topics that the mentor covers."""
    shared = overlap([p.topics for p in mentees], [p.topics for p in mentors])
    wanted = np.array([max(1, len(p.topics)) for p in mentees], dtype=np.int64)
    return maximum * shared // wanted[:, None]


def starts(times: Collection[int], session_minutes: int) -> frozenset[int]:
    """Slots on the (half) hour in UTC at which a whole session fits into the free times; the week wraps."""
    length = -(-session_minutes // SLOT_MINUTES)
    free = frozenset(times)
    return frozenset(
        slot
        for slot in free
        if slot % START_EVERY == 0 and all((slot + step) % SLOTS_PER_WEEK in free for step in range(length))
    )


def common_starts(mentees: People, mentors: People, rules: Rules) -> Points:
    """Number of common weekly times: the starts (see `starts`) open to both."""
    grids = [np.zeros((len(people), SLOTS_PER_WEEK), dtype=np.float32) for people in (mentees, mentors)]
    for grid, people in zip(grids, (mentees, mentors), strict=True):
        for i, person in enumerate(people):
            grid[i, list(starts(person.times, rules.session_minutes))] = 1
    return (grids[0] @ grids[1].T).astype(np.int64)


def time(mentees: People, mentors: People, rules: Rules, maximum: int) -> Points:
    """Common weekly times; six or more earn everything."""
    return maximum * np.minimum(common_starts(mentees, mentors, rules), FULL_TIMES) // FULL_TIMES


def gaps(mentees: People, mentors: People, rules: Rules) -> tuple[Points, Flags]:
    """How far each mentee is above each mentor (levels or months), and where both are known."""
    measured = [[p.measured(rules.measure) for p in people] for people in (mentees, mentors)]
    known = [np.array([value is not None for value in values], dtype=bool) for values in measured]
    value = [np.array([x or 0 for x in values], dtype=np.int64) for values in measured]
    return value[0][:, None] - value[1][None, :], known[0][:, None] & known[1][None, :]


def distance(mentees: People, mentors: People, rules: Rules, maximum: int) -> Points:
    """Distance in the right direction; three levels or ten years, or the rule's minimum, earn everything."""
    gap, known = gaps(mentees, mentors, rules)
    full = max(FULL_GAP[rules.measure], rules.min_gap)
    return np.where(known, maximum * np.clip(gap, 0, full) // full, 0)


def codes(values: Sequence[str | None], among: Sequence[str]) -> npt.NDArray[np.int64]:
    """Positions in `among`; -1 is not known."""
    position: dict[str | None, int] = {name: i for i, name in enumerate(among)}
    return np.array([position.get(value, -1) for value in values], dtype=np.int64)


def department(mentees: People, mentors: People, rules: Rules, maximum: int) -> Points:
    """Everything for two different departments."""
    names = sorted({p.department for p in (*mentees, *mentors) if p.department})
    one, other = (codes([p.department for p in people], names) for people in (mentees, mentors))
    known = (one >= 0)[:, None] & (other >= 0)[None, :]
    return np.where(known & (one[:, None] != other[None, :]), maximum, 0)


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


def place(mentees: People, mentors: People, rules: Rules, maximum: int) -> Points:
    """Whether place and meeting form go together, by the table of `place_outcome`."""
    names = sorted({p.place for p in (*mentees, *mentors) if p.place})
    places = [codes([p.place for p in people], names) for people in (mentees, mentors)]
    forms = [codes([p.form for p in people], FORMS) for people in (mentees, mentors)]
    same = (places[0][:, None] == places[1][None, :]).astype(np.int64)
    same[(places[0] < 0), :] = -1
    same[:, (places[1] < 0)] = -1
    points: Points = maximum // 5 * place_fifths()[forms[0][:, None], forms[1][None, :], same]
    return points


def place_fifths() -> Points:
    """`place_outcome` as a table: forms of mentee and mentor, same place (no, yes, not known)."""
    forms, same = (*FORMS, None), (False, True, None)
    return np.array([[[place_outcome(a, b, c)[1] for c in same] for b in forms] for a in forms])


def language(mentees: People, mentors: People, rules: Rules, maximum: int) -> Points:
    """Everything for a common language beyond the one the rules require."""
    common = overlap([p.languages for p in mentees], [p.languages for p in mentors])
    return np.where(common > int(rules.common_language), maximum, 0)


def wishes(mentees: People, mentors: People, rules: Rules, maximum: int) -> Points:
    """Half the points for each side whose wishes are met; who wishes for nobody loses nothing."""
    halves = met_wishes(mentees, mentors) + met_wishes(mentors, mentees).T
    return maximum * halves // 2


def met_wishes(wishing: People, wished: People) -> Points:
    position = {person.key: i for i, person in enumerate(wished)}
    met = np.zeros((len(wishing), len(wished)), dtype=np.int64)
    for i, person in enumerate(wishing):
        met[i, [position[key] for key in person.wishes if key in position]] = 1
        met[i] |= not person.wishes
    return met


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


def known(person: Person, criterion: str, rules: Rules) -> bool:
    """Whether the person gave what the criterion needs."""
    given = {
        "skills": bool(person.skills),
        "topics": bool(person.topics),
        "time": bool(person.times),
        "distance": person.measured(rules.measure) is not None,
        "department": bool(person.department),
        "place": person.form == "online" or (person.form is not None and bool(person.place)),
        "language": bool(person.languages),
        "wishes": True,
    }
    return given[criterion]


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


def score(mentees: People, mentors: People, rules: Rules, most: Mapping[str, int]) -> dict[str, Points]:
    """Exact points per criterion that counts, as matrices (mentees × mentors)."""
    return {name: SCORES[name](mentees, mentors, rules, most[name] * UNIT) for name in most}


def nothing(mentees: People, mentors: People) -> Points:
    """No points for anybody."""
    return np.zeros((len(mentees), len(mentors)), dtype=np.int64)
