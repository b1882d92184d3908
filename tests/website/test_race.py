"""Many prospects want the same half hour, through real connections and whole requests."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from sessions.errors import SlotTaken
from sessions.models import Busy
from tenancy.scope import scope
from tests.website.conftest import at
from tests.website.demo_pages import filled
from website import demos, times
from website.errors import DemoError, SlotGone

pytestmark = pytest.mark.django_db(transaction=True)


def together(count: int, step) -> list:
    """Run ``step(number)`` so many times at the same moment; return results or refusals."""
    start = Barrier(count)

    def run(number: int):
        try:
            start.wait()
            return step(number)
        except DemoError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def statuses(house, clock, count: int, when: str = "2027-01-20T09:30Z") -> Counter:
    clients = [Client(REMOTE_ADDR=f"10.0.0.{number}") for number in range(count)]
    forms = [
        filled(client, slot=when, email=f"{number}@kunde.example") for number, client in enumerate(clients)
    ]
    clock.forward(seconds=10)
    return Counter(together(count, lambda number: clients[number].post("/demo/", forms[number]).status_code))


def test_of_twenty_prospects_one_gets_the_time_and_the_others_see_others(house, clock):
    assert statuses(house, clock, 20) == {302: 1, 409: 19}
    assert len(house.demos()) == 1
    assert len(house.mails("demo.booked")) == 1


def test_two_hosts_give_two_demos_at_once(house, clock):
    house.host("Jonas Rother")
    assert statuses(house, clock, 6) == {302: 2, 409: 4}
    assert len({demo.host for demo in house.demos()}) == 2


def test_one_address_gets_no_more_than_two_at_once(house):
    def step(number: int):
        with scope(house.organisation):
            return house.book(f"01-2{number % 2}T{9 + number}:00" if number else "01-20T09:00")

    house.host("Jonas Rother")
    results = together(3, step)
    assert sum(isinstance(result, DemoError) for result in results) == 1
    assert len(house.demos()) == 2


def test_moving_and_cancelling_at_once_ends_in_one_of_the_two(house):
    demo = house.book("01-20T10:30")

    def step(number: int):
        with scope(house.organisation):
            if number:
                return demos.cancel(demo, revision=0)
            return demos.move(demo, starts_at=at("01-21T09:00"), revision=0)

    results = together(2, step)
    [after] = house.demos()
    assert sum(isinstance(result, DemoError) for result in results) == 1 and after.revision == 1
    with scope(house.organisation):
        assert Busy.objects.count() == (0 if after.is_cancelled else 1)


def test_the_net_holds_when_the_locks_are_gone(house, monkeypatch):
    """Without locks and checks the database still lets only one in."""
    monkeypatch.setattr("sessions.busy.lock", lambda people: None)
    monkeypatch.setattr(demos, "_host", lambda starts_at, moving=None: house.ada)

    def step(number: int):
        with scope(house.organisation):
            return house.book("01-20T10:30", f"{number}@kunde.example")

    results = together(4, step)
    lost = [result for result in results if isinstance(result, SlotGone)]
    assert len(lost) == 3 and all(isinstance(each.__cause__, SlotTaken) for each in lost)
    assert len(house.demos()) == 1 and times.MINUTES == 30
