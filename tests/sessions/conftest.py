from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership, Organisation
from mail.models import Message
from programs.models import Program, Tandem, WeeklyTime
from tenancy.scope import scope
from tests import factories

#: A Monday.
NOW = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    """An instant by the clocks of Berlin in 2027: at("02-11T10:30")."""
    return datetime.fromisoformat(f"2027-{text}").replace(tzinfo=factories.BERLIN).astimezone(UTC)


class Clock:
    """The present of a test."""

    def __init__(self) -> None:
        self.now = NOW

    def set(self, text: str) -> datetime:
        self.now = at(text)
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@dataclass
class Pair:
    """Lea (mentor) and Thomas (mentee), both free on weekdays from 9 to 12 and from 13 to 17."""

    organisation: Organisation
    program: Program
    tandem: Tandem
    lea: Membership
    thomas: Membership

    def session(self, starts_at: datetime, number: int = 1, **fields: Any):
        with scope(self.organisation):
            return factories.session(self.tandem, starts_at=starts_at, number=number, **fields)

    def mails(self) -> list[Message]:
        with scope(self.organisation):
            return list(Message.objects.order_by("pk"))


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Clock:
    present = Clock()
    monkeypatch.setattr("tenancy.clock.system_now", lambda: present.now)
    return present


@pytest.fixture
def pair(organisation) -> Pair:
    with scope(organisation):
        lea = factories.membership("Lea Brandt", email="lea@weserwerk.example")
        thomas = factories.membership("Dr. Thomas Reuter", email="thomas@weserwerk.example")
        program = factories.program(starts_on=datetime(2026, 10, 1).date())
        mentor = factories.participant(program, membership=lea, side="mentor")
        mentee = factories.participant(program, membership=thomas, side="mentee")
        tandem = factories.tandem(program, mentor=mentor, mentee=mentee)
        for person in (lea, thomas):
            give_times(person)
    return Pair(organisation, program, tandem, lea, thomas)


def give_times(person: Membership, *hours: tuple[int, int], days=range(5)) -> None:
    """Weekly times by full hours; 9 to 12 and 13 to 17 unless said otherwise."""
    WeeklyTime.objects.bulk_create(
        WeeklyTime(membership=person, weekday=day, starts=begin * 60, ends=end * 60)
        for day in days
        for begin, end in hours or ((9, 12), (13, 17))
    )


@pytest.fixture
def url(pair):
    def to(name: str, number: int | None = None) -> str:
        kwargs = {"organisation": pair.organisation.slug}
        if name not in {"my_tandem", "session_list"}:
            kwargs["tandem"] = pair.tandem.public_id
        return reverse(f"sessions:{name}", kwargs=kwargs | ({"number": number} if number else {}))

    return to


@pytest.fixture
def lea(pair, client_for):
    return client_for(pair.lea)


@pytest.fixture
def thomas(pair, client_for):
    return client_for(pair.thomas)


@pytest.fixture
def inside(pair):
    with scope(pair.organisation):
        yield
