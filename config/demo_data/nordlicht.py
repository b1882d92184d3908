"""Nordlicht: a small house in which the first tandem has just been proposed."""

from datetime import datetime, timedelta
from random import Random

from accounts.models import Address, Membership, Organisation, Role
from config.demo_data import history
from config.demo_data.people import Sketch, join, member, sign_in, sketches
from programs import tandems
from programs.models import Goal, GoalKind, Participant, Phase, Program, ProgramLead, Side
from tenancy.scope import scope

DOMAIN = "nordlicht.example"
PEOPLE = [
    ("mentor", Side.MENTOR, Sketch("Malte Jansen", "Ausbildung Pflege", "Station 3", "Flensburg", 1, 1)),
    ("mentee", Side.MENTEE, Sketch("Dr. Heike Clausen", "Ärztliche Leitung", "Leitung", "Flensburg", 6, 22)),
]


def fill(now: datetime, password: str) -> None:
    """Write the organisation; its mentor has a proposal to answer."""
    organisation = Organisation.objects.create(
        slug="nordlicht", name="Nordlicht Kliniken", address=Address.SIE
    )
    random = Random(11)  # noqa: S311 - the same people in every demo
    with scope(organisation):
        hr = _hr(password)
        program = _program(now, hr)
        named = [
            _named(program, local, side, sketch, password, now, random) for local, side, sketch in PEOPLE
        ]
        for side in (Side.MENTOR, Side.MENTEE):
            for sketch in sketches(random, side, 3, set()):
                join(program, member(sketch, DOMAIN), side, now - timedelta(weeks=1), random)
        tandems.propose(program, mentor=named[0], mentee=named[1], reasons=[], by=hr)


def _hr(password: str) -> Membership:
    user = sign_in(f"hr@{DOMAIN}", "Annegret Petersen", password)
    sketch = Sketch("Annegret Petersen", "Personalleitung", "Personal", "Flensburg", 5, 18)
    return member(sketch, DOMAIN, email=f"hr@{DOMAIN}", user=user, role=Role.OWNER)


def _program(now: datetime, hr: Membership) -> Program:
    program = Program.objects.create(
        allow_unchecked=["manager", "measure"],
        name="Junge Perspektiven",
        phase=Phase.MATCHING,
        setup_step="check",
        starts_on=now.date() - timedelta(days=now.weekday()),
        enrolment_until=now.date() - timedelta(days=2),
        months=4,
        session_count=4,
        contact=hr,
        opened_at=now - timedelta(weeks=3),
    )
    ProgramLead.objects.create(program=program, membership=hr)
    Goal.objects.create(
        program=program,
        kind=GoalKind.CULTURE,
        statement="Die Leitung versteht, wie sich der Einstieg bei uns anfühlt.",
        indicator="Neue, die nach drei Monaten sagen: Ich werde gehört",
        baseline="4 von 10",
        target="7 von 10",
        sponsor="Geschäftsführung",
    )
    history.write(program, hr, [now - timedelta(days=days) for days in (28, 21, 1)])
    return program


def _named(
    program: Program, local: str, side: Side, sketch: Sketch, password: str, now: datetime, random: Random
) -> Participant:
    email = f"{local}@{DOMAIN}"
    membership = member(sketch, DOMAIN, email=email, user=sign_in(email, sketch.name, password))
    return join(program, membership, side, now - timedelta(weeks=1), random)
