from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import Membership, Organisation
from accounts.organisations import house as our_house
from mail.models import Message
from tenancy.scope import scope
from tests import factories
from tests.website.demo_pages import filled
from website import demos
from website.models import DemoBooking, WorkingHours

#: A Monday, ten o'clock in Berlin.
NOW = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    """An instant by the clocks of Berlin in 2027: at("01-20T10:30")."""
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
class House:
    """Our own organisation, with Ada who gives demos on weekdays from 9 to 12 and from 13 to 17."""

    organisation: Organisation
    ada: Membership
    hosts: list[Membership] = field(default_factory=list)

    def host(self, name: str, *hours: tuple[int, int], **fields: Any) -> Membership:
        with scope(self.organisation):
            person = factories.membership(name, role="owner", **fields)
            give_hours(person, *hours)
        return person

    def book(self, when: str, email: str = "rita@kunde.example", **fields: Any) -> DemoBooking:
        given = {"name": "Rita Sommer", "zone": "Europe/Berlin", "language": "de"} | fields
        with scope(self.organisation):
            return demos.book(starts_at=at(when), email=email, **given)

    def token(self, demo: DemoBooking) -> str:
        with scope(self.organisation):
            return demo.token

    def demos(self) -> list[DemoBooking]:
        with scope(self.organisation):
            return list(DemoBooking.objects.select_related("host", "busy").order_by("pk"))

    def mails(self, kind: str = "") -> list[Message]:
        with scope(self.organisation):
            rows = Message.objects.order_by("pk")
            return list(rows.filter(kind=kind) if kind else rows)


def give_hours(person: Membership, *hours: tuple[int, int], days=range(5)) -> None:
    """Working hours by full hours; 9 to 12 and 13 to 17 unless said otherwise."""
    WorkingHours.objects.bulk_create(
        WorkingHours(host=person, weekday=day, starts=begin * 60, ends=end * 60)
        for day in days
        for begin, end in hours or ((9, 12), (13, 17))
    )


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Clock:
    present = Clock()
    monkeypatch.setattr("tenancy.clock.system_now", lambda: present.now)
    return present


@pytest.fixture
def house(db) -> House:
    cache.clear()
    made = House(our_house(), None)
    made.ada = made.host("Ada Falk", email="ada@umento.example")
    return made


@pytest.fixture
def inside(house):
    with scope(house.organisation):
        yield house


@pytest.fixture
def send(client, clock):
    """Opens the page, fills it in, waits ten seconds and sends it."""

    def sent(address: str = "/demo/", *, after: float = 10, **fields: str):
        form = filled(client, address, **fields)
        clock.forward(seconds=after)
        return client.post(address, form)

    return sent
