from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mail.models import Message
from sessions import alarms, booking, reminder_choices, reminders
from sessions.models import Session
from tenancy.scope import scope, system
from tests import factories
from tests.roles import as_role
from tests.sessions.conftest import at

START = at("02-11T10:30")
MONDAY, FRIDAY = at("02-15T09:00"), at("02-12T09:00")
BOTH = ["lea@weserwerk.example", "thomas@weserwerk.example"]

pytestmark = pytest.mark.django_db(transaction=True)


def sweep(now) -> int:
    with as_role("worker"):
        return reminders.enqueue_due(now)


def written() -> list[tuple]:
    with as_role("worker"), system():
        rows = Message.objects.filter(kind="session.reminder").order_by("about", "revision", "recipient")
        return [(row.about.rpartition(":")[2], row.revision, row.recipient) for row in rows]


def both(which: str, revision: int = 0) -> list[tuple]:
    return [(which, revision, recipient) for recipient in BOTH]


def test_a_day_before_and_an_hour_before_each_is_reminded_once(pair):
    pair.session(START)
    assert sweep(START - timedelta(hours=24, minutes=1)) == 0
    assert sweep(START - timedelta(hours=24)) == 2
    assert sweep(START - timedelta(hours=23, minutes=59)) == 0
    assert written() == both("day")
    assert sweep(START - timedelta(hours=1)) == 2
    assert sweep(START - timedelta(minutes=59)) == 0
    assert written() == both("day") + both("hour")


def test_what_was_due_while_nobody_swept_is_caught_up_until_the_start(pair):
    pair.session(START)
    assert sweep(START - timedelta(hours=2)) == 2
    assert sweep(START - timedelta(minutes=1)) == 2
    assert written() == both("day") + both("hour")


def test_an_hour_before_the_reminder_of_the_day_before_comes_too_late(pair):
    pair.session(START)
    sweep(START - timedelta(minutes=30))
    assert written() == both("hour")


def test_after_the_start_nobody_is_reminded(pair):
    pair.session(START)
    assert sweep(START) == 0


def test_who_booked_within_the_day_is_reminded_only_an_hour_before(pair, clock):
    now = clock.set("02-11T08:00")
    pair.session(START, changed_at=now)
    assert sweep(now) == 0
    assert sweep(START - timedelta(hours=1)) == 2


def test_who_booked_within_the_hour_is_not_reminded(pair, clock):
    now = clock.set("02-11T10:00")
    pair.session(START, changed_at=now)
    assert sweep(now + timedelta(minutes=5)) == 0


def test_a_moved_session_reminds_anew_and_a_cancelled_one_no_more(pair, clock):
    session, week = pair.session(MONDAY), timedelta(days=7)
    sweep(FRIDAY)
    clock.set("02-12T11:00")
    with scope(pair.organisation):
        session = booking.move(session, starts_at=MONDAY + week, by=pair.lea)
    assert sweep(MONDAY - timedelta(hours=1)) == 0
    assert sweep(FRIDAY + week) == 2
    assert written() == both("day") + both("day", 1)
    with scope(pair.organisation):
        booking.cancel(session, by=pair.lea)
    assert sweep(MONDAY + week - timedelta(hours=1)) == 0


def test_all_organisations_are_swept_and_none_sees_the_others_mail(pair, other_organisation):
    pair.session(START)
    with scope(other_organisation):
        factories.session(starts_at=START)
    assert sweep(START - timedelta(hours=24)) == 4
    assert len([mail for mail in pair.mails() if mail.kind == "session.reminder"]) == 2


def choose(pair, person, **choice) -> None:
    with scope(pair.organisation):
        reminder_choices.save(person, **choice)


def test_before_a_monday_everybody_is_reminded_on_friday(pair):
    pair.session(MONDAY)
    assert sweep(FRIDAY - timedelta(minutes=1)) == 0
    assert sweep(FRIDAY) == 2
    assert sweep(MONDAY - timedelta(hours=24)) == 0
    assert sweep(MONDAY - timedelta(hours=1)) == 2
    assert written() == both("day") + both("hour")


def test_what_nobody_swept_on_friday_waits_for_monday(pair):
    pair.session(MONDAY + timedelta(hours=4))
    assert sweep(FRIDAY + timedelta(days=1)) == 0
    assert sweep(at("02-15T06:59")) == 0
    assert sweep(at("02-15T07:00")) == 2
    assert written() == both("day")


def test_each_is_reminded_by_their_own_choice(pair):
    pair.session(MONDAY)
    choose(pair, pair.lea, workdays_only=False, hour_before="none")
    choose(pair, pair.thomas, day_before="calendar", quiet_until=time(8, 30))
    for moment in (FRIDAY, MONDAY - timedelta(hours=24), MONDAY - timedelta(hours=1), at("02-15T08:30")):
        sweep(moment)
    assert written() == [("day", 0, pair.lea.email), ("hour", 0, pair.thomas.email)]
    with scope(pair.organisation):
        assert alarms.of(pair.lea) == []
        assert alarms.of(pair.thomas) == [timedelta(days=1)]


def test_each_is_reminded_by_their_own_clock(pair):
    with scope(pair.organisation):
        thomas = pair.tandem.mentee.membership
        thomas.zone = "America/New_York"
        thomas.save(update_fields=["zone"])
    pair.session(START)  # 4:30 in New York
    assert sweep(START - timedelta(hours=24)) == 1
    assert sweep(at("02-10T13:00")) == 1  # 7:00 there
    assert sweep(START - timedelta(hours=1)) == 1
    assert written() == [*both("day"), ("hour", 0, pair.lea.email)]


def test_who_wants_no_reminder_gets_none(pair):
    pair.session(START)
    for person in (pair.lea, pair.thomas):
        choose(pair, person, day_before="none", hour_before="none")
    assert sweep(START - timedelta(hours=24)) == sweep(START - timedelta(hours=1)) == 0


def test_who_booked_at_the_weekend_is_reminded_only_an_hour_before(pair):
    pair.session(MONDAY, changed_at=FRIDAY + timedelta(days=1))
    assert sweep(at("02-15T07:30")) == 0
    assert sweep(MONDAY - timedelta(hours=1)) == 2


@pytest.mark.role("worker")
@pytest.mark.django_db(transaction=False)
def test_looking_takes_the_same_number_of_queries_for_one_and_for_many(pair):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert reminders.enqueue_due(START - timedelta(days=3)) == 0
        return len(counted)

    pair.session(START)
    one = queries()
    with scope(pair.organisation):
        for _ in range(3):
            factories.session(starts_at=START)
    assert queries() == one


@pytest.mark.role("web")
def test_the_web_role_finds_nothing_to_remind(pair):
    pair.session(START)
    assert reminders.enqueue_due(START - timedelta(hours=24)) == 0


def test_a_paused_tandem_reminds_nobody(pair):
    pair.session(START)
    with scope(pair.organisation):
        booking.cancel_coming(pair.tandem, now=START - timedelta(days=3))
        assert Session.objects.get().state == "cancelled"
    assert sweep(START - timedelta(hours=24)) == 0


def test_who_has_no_access_any_more_is_not_reminded(pair):
    pair.session(START)
    with scope(pair.organisation):
        lea = pair.tandem.mentor.membership
        lea.is_active = False
        lea.save(update_fields=["is_active"])
    sweep(START - timedelta(hours=1))
    assert {recipient for _which, _revision, recipient in written()} == {"thomas@weserwerk.example"}
