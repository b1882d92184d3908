"""From a program's rows to the engine's problem. Keys are the memberships' public ids: one key is one human being."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q

from accounts.models import Membership
from matching.engine import Pair, Person, Problem, Rules, Weights
from matching.engine.model import SLOT_MINUTES, SLOTS_PER_WEEK
from matching.models import PairPin, Pin
from programs.models import Participant, Program, Side, Tandem, TandemState, WeeklyTime

#: The week whose offsets turn local windows into the engine's canonical week.
MONDAY = datetime(2027, 1, 4, tzinfo=UTC)
TRIED = [TandemState.NOT_FORMED, TandemState.ENDED]


def problem_of(program: Program) -> Problem:
    """Return what the engine shall solve now: everybody who joined, answered and still has room for a tandem."""
    participants = _candidates(program)
    people = tuple(_people(participants))
    there = {(person.side, person.key) for person in people}
    return Problem(
        people=people,
        rules=_rules(program),
        weights=Weights.from_factors(program.weights),
        locked=tuple(pair for pair in _pinned(program, Pin.LOCKED) if _both_there(pair, there)),
    )


def _both_there(pair: Pair, there: set[tuple[str, str]]) -> bool:
    return (Side.MENTOR, pair[0]) in there and (Side.MENTEE, pair[1]) in there


def _candidates(program: Program) -> list[Participant]:
    taken = ~Q(tandems_as_mentor__state__in=TRIED), ~Q(tandems_as_mentee__state__in=TRIED)
    rows = Participant.objects.filter(program=program, answered_at__isnull=False).joined().with_people()
    counted = rows.annotate(
        as_mentor=Count("tandems_as_mentor", filter=taken[0], distinct=True),
        as_mentee=Count("tandems_as_mentee", filter=taken[1], distinct=True),
    ).prefetch_related("skills__skill", "membership__weekly_times")
    people = []
    for participant in counted:
        participant.capacity -= participant.as_mentor + participant.as_mentee
        if participant.capacity > 0:
            people.append(participant)
    return people


def _people(participants: list[Participant]) -> Iterable[Person]:
    lines = _reporting_lines()
    for participant in participants:
        membership = participant.membership
        yield Person(
            key=membership.public_id,
            side=participant.side,
            capacity=participant.capacity,
            level=membership.level,
            years=None if membership.experience_years is None else float(membership.experience_years),
            department=membership.department or None,
            line=lines.get(membership.public_id),
            languages=frozenset(participant.languages),
            skills={row.skill.name: row.weight for row in participant.skills.all()},
            times=frozenset(_slots(membership, membership.weekly_times.all())),
            place=membership.place or None,
            form=participant.form,
        )


def _reporting_lines() -> dict[str, tuple[str, ...]]:
    """Managers upwards per person; who has neither a manager nor reports is left out: nothing is known of them."""
    rows = list(Membership.objects.values_list("pk", "public_id", "manager"))
    name = {key: public_id for key, public_id, _ in rows}
    manager = {key: above for key, _, above in rows if above}
    known = set(manager) | set(manager.values())
    return {name[key]: tuple(name[above] for above in _upwards(key, manager)) for key in known if key in name}


def _upwards(key: int, manager: dict[int, int]) -> Iterable[int]:
    seen = {key}
    while (key := manager.get(key, 0)) and key not in seen:
        seen.add(key)
        yield key


def _slots(membership: Membership, windows: Iterable[WeeklyTime]) -> Iterable[int]:
    """Quarter hours of the canonical UTC week in which a person's local windows are open."""
    for window in windows:
        for minute in range(window.starts, window.ends - SLOT_MINUTES + 1, SLOT_MINUTES):
            local = (MONDAY + timedelta(days=window.weekday, minutes=minute)).replace(
                tzinfo=membership.tzinfo
            )
            yield round((local - MONDAY) / timedelta(minutes=SLOT_MINUTES)) % SLOTS_PER_WEEK


def _rules(program: Program) -> Rules:
    return Rules(
        measure=program.measure,
        min_distance=program.minimum_distance,
        reporting_depth=program.reporting_depth,
        session_minutes=program.session_minutes,
        excluded=frozenset(_pinned(program, Pin.EXCLUDED)),
        declined=frozenset(_tried(program)),
    )


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
