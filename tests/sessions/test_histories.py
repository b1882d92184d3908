"""Whatever people do, in whatever order and in thirty zones: never an overlap, never half a booking.

HISTORIES says how many are lived through, docs/testing.md how to live through thousands.
"""

import os
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from sessions.times.slots import instants, merged
from tenancy.scope import scope
from tests.sessions.histories import AHEAD, HOUR, House, histories

pytestmark = pytest.mark.django_db

HISTORIES = int(os.environ.get("HISTORIES", "60"))
TABLES = ("mentoring_session", "mentoring_busy", "mentoring_timerequest")
#: All rows in one query, because it is asked after each step.
ALL = "SELECT {}, (SELECT count(*) FROM mentoring_sessionchange), (SELECT count(*) FROM mail_message)".format(
    ", ".join(f"(SELECT coalesce(json_agg(t ORDER BY id), '[]') FROM {table} t)" for table in TABLES)
)


@dataclass(frozen=True)
class Look:
    """All rows at one moment."""

    sessions: dict[int, dict]
    busy: list[dict]
    requests: dict[int, dict]
    rest: tuple[int, int]

    @classmethod
    def now(cls) -> "Look":
        with connection.cursor() as cursor:
            cursor.execute(ALL)
            [*tables, changes, mails] = cursor.fetchone()
        sessions, busy, requests = [[_read(row) for row in table] for table in tables]
        by_key = [{row["id"]: row for row in rows} for rows in (sessions, requests)]
        return cls(by_key[0], busy, by_key[1], (changes, mails))

    @property
    def standing(self) -> list[dict]:
        return [row for row in self.sessions.values() if row["state"] != "cancelled"]

    def held(self, **by: int) -> Counter:
        """Return who is occupied when by what this says: (person, begin, end)."""
        [(name, key)] = by.items()
        rows = [row for row in self.busy if row[name] == key]
        return Counter((row["person_id"], row["starts_at"], row["ends_at"]) for row in rows)


def _read(row: dict) -> dict:
    return row | {name: datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")}


def never_an_overlap(look: Look) -> None:
    times = defaultdict(list)
    for row in look.busy:
        times[row["person_id"]].append((row["starts_at"], row["ends_at"]))
    for own in times.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(own)))


def never_half_a_booking(look: Look, people: dict[int, set[int]]) -> None:
    for row in look.sessions.values():
        both = people[row["tandem_id"]] if row["state"] == "booked" else set()
        due = Counter((person, row["starts_at"], row["ends_at"]) for person in both)
        assert look.held(session_id=row["id"]) == due


def each_open_request_holds_its_time(look: Look, people: dict[int, set[int]]) -> None:
    for key, row in look.requests.items():
        held = [*look.held(request_id=key)]
        if row["state"] != "open":
            assert not held
            continue
        moved = [*look.held(session_id=row["session_id"])] if row["session_id"] else []
        for person in people[row["tandem_id"]]:
            own = merged((begin, end) for who, begin, end in [*held, *moved] if who == person)
            assert any(begin <= row["starts_at"] and row["ends_at"] <= end for begin, end in own)


def clocks_show_what_was_booked(look: Look) -> None:
    for row in look.sessions.values():
        shown = datetime.fromisoformat(row["local_start"])
        assert row["starts_at"] in instants(shown, ZoneInfo(row["zone"]))


def each_number_is_there_once(look: Look) -> None:
    numbers = [(row["tandem_id"], row["number"]) for row in look.standing]
    assert len(numbers) == len(set(numbers))


def revision_counts_changes(before: Look, after: Look) -> None:
    assert before.sessions.keys() <= after.sessions.keys()
    for key, row in after.sessions.items():
        earlier = before.sessions.get(key)
        if earlier is None:
            assert row["revision"] == 0
        else:
            assert row["revision"] == earlier["revision"] + (row != earlier)


@pytest.fixture
def house(organisation):
    with scope(organisation):
        return House()


@settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories())
def test_no_history_ends_in_an_overlap_or_half_a_booking(house, organisation, clock, history):
    people = {tandem.pk: {person.pk for person in tandem.members} for tandem in house.tandems}
    clock.now = history.middle - AHEAD
    with scope(organisation), transaction.atomic():
        house.move_in(history.zones)
        before = Look.now()
        for step in history.steps:
            clock.now += HOUR * (20 if step.verb == "wait" else 1)
            done, after = house.act(step, history.middle), Look.now()
            assert done or after == before
            never_an_overlap(after)
            never_half_a_booking(after, people)
            each_open_request_holds_its_time(after, people)
            clocks_show_what_was_booked(after)
            each_number_is_there_once(after)
            revision_counts_changes(before, after)
            before = after
        transaction.set_rollback(True)
