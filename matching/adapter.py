"""From a program's rows to the engine's problem. Keys are the memberships' public ids: one key is one human being."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from matching.engine import Pair, Person, Problem, Rules, Weights
from matching.engine.lines import UNKNOWN_ABOVE, Step
from matching.engine.model import SLOT_MINUTES, SLOTS_PER_WEEK
from matching.models import PairPin, Pin
from programs import guard
from programs.chart import Chart
from programs.models import (
    Participant,
    ParticipantSkill,
    Program,
    Side,
    Tandem,
    TandemState,
    Unchecked,
    WeeklyTime,
)
from programs.querysets import ParticipantQuerySet

#: The week whose offsets turn local windows into the engine's canonical week.
MONDAY = datetime(2027, 1, 4, tzinfo=UTC)
#: What people may lack → the engine's rules that go by it.
GUARDED = {
    Unchecked.MANAGER: {"reporting_line", "mentor_below", "shared_manager"},
    Unchecked.MEASURE: {"mentor_junior"},
    Unchecked.DEPARTMENT: {"other_department"},
    Unchecked.PLACE: {"other_place"},
}
TRIED = [TandemState.NOT_FORMED, TandemState.ENDED]


def problem_of(program: Program) -> Problem:
    """Return what the engine shall solve now: everybody who joined, answered and still has room for a tandem.

    Nine queries, however many people. Raises ProblemError when locks and room contradict each other.
    """
    people = tuple(_people(program))
    there = {(person.side, person.key) for person in people}
    return Problem(
        people=people,
        rules=_rules(program),
        weights=Weights.from_factors(program.weights),
        locked=tuple(pair for pair in _pinned(program, Pin.LOCKED) if _both_there(pair, there)),
    )


def ready(program: Program) -> dict[str, int]:
    """Return how many people per side `problem_of` would take, without reading them."""
    return {side: _with_room(program).filter(side=side).count() for side in Side.values}


def candidates(program: Program) -> ParticipantQuerySet:
    """Return the people whom `problem_of` would take, with their memberships."""
    return _with_room(program).with_people()


def _both_there(pair: Pair, there: set[tuple[str, str]]) -> bool:
    return (Side.MENTOR, pair[0]) in there and (Side.MENTEE, pair[1]) in there


def _with_room(program: Program) -> ParticipantQuerySet:
    """Who joined and answered and has room left; ``room`` says how much."""
    taken = [
        Count(tandems, filter=~Q(**{f"{tandems}__state__in": TRIED}), distinct=True)
        for tandems in ("tandems_as_mentor", "tandems_as_mentee")
    ]
    rows = Participant.objects.filter(program=program, answered_at__isnull=False).joined()
    return rows.annotate(room=F("capacity") - taken[0] - taken[1]).filter(room__gt=0)


def _people(program: Program) -> Iterator[Person]:
    skills, windows, house = _skills(program), _windows(program), guard.chart_of_house()
    for participant in candidates(program):
        membership = participant.membership
        key = membership.public_id
        yield Person(
            key=key,
            side=participant.side,
            capacity=participant.room,
            level=membership.level,
            years=None if membership.experience_years is None else float(membership.experience_years),
            department=membership.department or None,
            line=_line(house, key),
            languages=frozenset(participant.languages),
            skills=skills[participant.pk],
            times=frozenset().union(*(_slots(membership.zone, *window) for window in windows[membership.pk])),
            place=membership.place or None,
            form=participant.form,
        )


def _skills(program: Program) -> dict[int, dict[str, int]]:
    """Names of skills with their weight, per participant."""
    rows = ParticipantSkill.objects.filter(participant__program=program)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for participant, name, weight in rows.values_list("participant", "skill__name", "weight"):
        found[participant][name] = weight
    return found


def _windows(program: Program) -> dict[int, list[tuple[int, int, int]]]:
    """Weekday, start and end of each weekly window, per membership."""
    rows = WeeklyTime.objects.filter(membership__participations__program=program).order_by()
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for membership, *window in rows.values_list("membership", "weekday", "starts", "ends"):
        found[membership].append((window[0], window[1], window[2]))
    return found


@lru_cache(maxsize=4096)
def _slots(zone: str, weekday: int, starts: int, ends: int) -> frozenset[int]:
    """Quarter hours of the canonical UTC week in which a local window is open."""
    tzinfo = ZoneInfo(zone)
    moments = (
        (MONDAY + timedelta(days=weekday, minutes=minute)).replace(tzinfo=tzinfo)
        for minute in range(starts, ends - SLOT_MINUTES + 1, SLOT_MINUTES)
    )
    return frozenset(
        round((moment - MONDAY) / timedelta(minutes=SLOT_MINUTES)) % SLOTS_PER_WEEK for moment in moments
    )


def _line(house: Chart[str], key: str) -> tuple[Step, ...] | None:
    """Who stands above a member; nothing at all is known of somebody who neither has nor is a manager."""
    line = house.line(key)
    if not line.steps and line.unknown_from and key not in house.absent:
        return None
    levels: dict[int, list[str]] = defaultdict(list)
    for above, steps in line.steps.items():
        levels[steps].append(above)
    if line.unknown_from:
        levels[line.unknown_from].append(UNKNOWN_ABOVE)
    return tuple(tuple(levels[steps]) for steps in sorted(levels))


def _rules(program: Program) -> Rules:
    return Rules(
        measure=program.measure,
        min_distance=program.minimum_distance,
        reporting_depth=program.reporting_depth,
        mentor_below=program.mentor_below,
        shared_depth=program.shared_depth,
        other_department=program.other_department,
        other_place=program.other_place,
        strict=_strict(program),
        session_minutes=program.session_minutes,
        excluded=frozenset(_pinned(program, Pin.EXCLUDED)),
        declined=frozenset(_tried(program)),
    )


def _strict(program: Program) -> frozenset[str]:
    """The rules that nobody may pass unchecked: all but those that go by data HR lets people lack."""
    told = (rules for data, rules in GUARDED.items() if data not in program.allow_unchecked)
    return frozenset({"common_language"}.union(*told))


def _pinned(program: Program, pin: Pin) -> Iterable[Pair]:
    pins = PairPin.objects.filter(program=program, pin=pin)
    return [
        (a, b) for a, b in pins.values_list("mentor__membership__public_id", "mentee__membership__public_id")
    ]


def _tried(program: Program) -> Iterable[Pair]:
    """Pairs that did not come about or have ended. Why is nobody's business."""
    tandems = Tandem.objects.filter(program=program, state__in=TRIED)
    return [
        (a, b)
        for a, b in tandems.values_list("mentor__membership__public_id", "mentee__membership__public_id")
    ]


def by_key(program: Program) -> dict[tuple[str, str], Participant]:
    """Return the participants of a program by side and the engine's key."""
    rows = Participant.objects.filter(program=program).with_people()
    return {(row.side, row.membership.public_id): row for row in rows}
