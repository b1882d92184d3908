"""One house with tandems whose people are signed in. Imported when Django is set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts import states
from accounts.models import Membership, Organisation, User
from programs import workdays
from programs.models import Participant, Program, Tandem, WeeklyTime
from sessions.models import Session
from tenancy import clock
from tenancy.scope import scope
from tests import factories

MENTORS, MENTEES_EACH = 12, 3
REMINDED = 6
#: The run begins on a Monday at nine; on Wednesday at noon are the sessions that are only reminded of.
BEGIN, NOON, DISTANT = 9, timedelta(days=2, hours=3), timedelta(days=60)
FROM, TO = 7 * 60, 21 * 60


@dataclass(frozen=True)
class Couple:
    """A tandem and the session cookies of its two."""

    tandem: Tandem
    cookies: tuple[str, str]


@dataclass(frozen=True)
class World:
    """`couples` book and move. Others' sessions stay as they are: those to be `reminded` of, and a `distant` one."""

    organisation: Organisation
    couples: list[Couple]
    reminded: list[Session]
    distant: Session
    start: datetime


def next_monday(now: datetime) -> datetime:
    """Return the next Monday at nine before three working days: reminders keep to those."""
    day = now.astimezone(factories.BERLIN).date()
    while day.weekday() or not all(
        workdays.is_workday(day + timedelta(days=n), states.ALL) for n in range(3)
    ):
        day += timedelta(days=1)
    return datetime.combine(day, time(BEGIN), factories.BERLIN)


def build() -> World:
    """Mentors with several mentees each, so that they get in each other's way."""
    organisation = factories.organisation("weserwerk")
    now = clock.now()
    start = (now + NOON).replace(minute=0, second=0, microsecond=0)
    with scope(organisation):
        program = factories.program(starts_on=now.date(), session_count=24)
        couples = []
        for _ in range(MENTORS):
            mentor = factories.participant(program, membership=_person())
            couples += [_couple(_tandem(program, mentor)) for _ in range(MENTEES_EACH)]
        others = [
            _tandem(program, factories.participant(program, membership=_person())) for _ in range(REMINDED)
        ]
        reminded = [factories.session(tandem, starts_at=start) for tandem in others]
        distant = factories.session(others[0], starts_at=now + DISTANT, number=2)
        # As if booked long ago: whoever books later than the reminder is due gets none.
        Session.objects.update(changed_at=now - timedelta(days=2))
    return World(organisation, couples, reminded, distant, start)


def _tandem(program: Program, mentor: Participant) -> Tandem:
    mentee = factories.participant(program, membership=_person(), side="mentee")
    return factories.tandem(program, mentor=mentor, mentee=mentee)


def _person() -> Membership:
    person = factories.membership(user=factories.user(password=None))
    WeeklyTime.objects.bulk_create(
        WeeklyTime(membership=person, weekday=day, starts=FROM, ends=TO) for day in range(7)
    )
    return person


def _couple(tandem: Tandem) -> Couple:
    mentor, mentee = (_signed_in(member.user) for member in tandem.members)
    return Couple(tandem, (mentor, mentee))


def _signed_in(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
