"""Weserwerk AG: a program that has been running for months, and a second one whose tandems are to be matched."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from accounts import audit
from accounts.models import Address, Membership, Organisation, Role
from config.demo_data import history, past
from config.demo_data.people import Sketch, join, member, sign_in, sketches, times
from programs.models import Goal, GoalKind, Participant, Phase, Program, ProgramLead, RoleWord, Side
from tenancy.scope import scope

BERLIN = ZoneInfo("Europe/Berlin")
DOMAIN = "weserwerk.example"
TANDEMS = 12


def fill(now: datetime, password: str) -> None:
    """Write the organisation with all its people and programs."""
    organisation = Organisation.objects.create(slug="weserwerk", name="Weserwerk AG", address=Address.DU)
    random = Random(2027)  # noqa: S311 - the same people in every demo
    taken = {"Katrin Lohmann", "Lea Brandt", "Thomas Reuter"}
    with scope(organisation):
        hr = _hr(password)
        _running(now, password, hr, random, taken)
        _matching(now, hr, random, taken)


def _hr(password: str) -> Membership:
    user = sign_in(f"hr@{DOMAIN}", "Katrin Lohmann", password)
    sketch = Sketch("Katrin Lohmann", "Personalentwicklung", "Personal", "Bremen", 4, 14)
    return member(sketch, DOMAIN, email=f"hr@{DOMAIN}", user=user, role=Role.OWNER)


def _running(now: datetime, password: str, hr: Membership, random: Random, taken: set[str]) -> None:
    today = now.astimezone(BERLIN).date()
    starts_on = _monday(today - timedelta(weeks=16))
    begun = datetime.combine(starts_on, time(9), BERLIN).astimezone(UTC)
    program = Program.objects.create(
        allow_unchecked=["manager", "measure"],
        name="Digital auf Augenhöhe",
        phase=Phase.RUNNING,
        setup_step="check",
        starts_on=starts_on,
        enrolment_until=starts_on - timedelta(weeks=3),
        months=6,
        contact=hr,
        opened_at=begun - timedelta(weeks=6),
    )
    ProgramLead.objects.create(program=program, membership=hr)
    Goal.objects.create(
        program=program,
        kind=GoalKind.DIGITAL,
        statement="Führungskräfte nutzen KI-Assistenten sicher im Alltag.",
        indicator="Eigene Einschätzung, wie sicher sie KI-Assistenten nutzen",
        baseline="2,1 von 5",
        target="3,5 von 5",
        sponsor="Vorstand Technik",
    )
    history.write(program, hr, [begun - timedelta(weeks=weeks) for weeks in (8, 6, 3, 0)])
    pairs = [_named_pair(program, password, begun, random), *_pairs(program, begun, random, taken)]
    for place, (mentor, mentee) in enumerate(pairs):
        past.live(program, mentor, mentee, place=place, begun=begun, now=now, hr=hr, random=random)


def _named_pair(
    program: Program, password: str, begun: datetime, random: Random
) -> tuple[Participant, Participant]:
    mentor = Sketch("Lea Brandt", "Trainee Netzbetrieb", "Netzbetrieb", "Bremen", 1, 2)
    mentee = Sketch("Dr. Thomas Reuter", "Vorstand Technik", "Technik", "Bremen", 7, 24)
    people = []
    for sketch, email, side in (
        (mentor, f"mentor@{DOMAIN}", Side.MENTOR),
        (mentee, f"mentee@{DOMAIN}", Side.MENTEE),
    ):
        user = sign_in(email, sketch.name, password)
        membership = member(sketch, DOMAIN, email=email, user=user)
        participant = join(program, membership, side, begun, random)
        membership.weekly_times.all().delete()
        times(membership, [(1, 9, 12), (2, 13, 16), (3, 9, 12), (4, 8, 11)])
        people.append(participant)
    people[0].role_word = RoleWord.FEMALE
    people[0].save(update_fields=["role_word"])
    return people[0], people[1]


def _pairs(
    program: Program, begun: datetime, random: Random, taken: set[str]
) -> list[tuple[Participant, Participant]]:
    sides = []
    for side in (Side.MENTOR, Side.MENTEE):
        people = [member(sketch, DOMAIN) for sketch in sketches(random, side, TANDEMS - 1, taken)]
        sides.append([join(program, membership, side, begun, random) for membership in people])
    return list(zip(*sides, strict=True))


def _matching(now: datetime, hr: Membership, random: Random, taken: set[str]) -> None:
    today = now.astimezone(BERLIN).date()
    program = Program.objects.create(
        allow_unchecked=["manager", "measure"],
        name="KI auf Augenhöhe",
        phase=Phase.MATCHING,
        setup_step="check",
        starts_on=_monday(today + timedelta(weeks=3)),
        enrolment_until=today - timedelta(days=3),
        months=6,
        contact=hr,
        opened_at=now - timedelta(weeks=4),
    )
    ProgramLead.objects.create(program=program, membership=hr)
    Goal.objects.create(
        program=program,
        kind=GoalKind.HIERARCHY,
        statement="Wer neu ist, wird gehört, bevor entschieden wird.",
        indicator="Anteil der Nachwuchskräfte, die im letzten Monat eine Entscheidung mit vorbereitet haben",
        baseline="1 von 10",
        target="4 von 10",
        sponsor="Geschäftsführung Netz",
    )
    history.write(program, hr, [now - timedelta(days=days) for days in (35, 28, 2)])
    audit.record("program.opened", by=hr, about=program.name)
    for side, count in ((Side.MENTOR, 26), (Side.MENTEE, 24)):
        for sketch in sketches(random, side, count, taken):
            join(program, member(sketch, DOMAIN), side, now - timedelta(weeks=2), random, windows=3)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
