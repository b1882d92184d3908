from datetime import timedelta

import pytest

from mail.models import Message
from sessions import booking, reminders
from sessions.models import Session
from tenancy.scope import scope, system
from tests import factories
from tests.roles import as_role
from tests.sessions.conftest import at

START = at("02-11T10:30")
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
    session = pair.session(START)
    sweep(START - timedelta(hours=24))
    clock.set("02-10T11:00")
    with scope(pair.organisation):
        session = booking.move(session, starts_at=START + timedelta(days=7), by=pair.lea)
    assert sweep(START - timedelta(hours=1)) == 0
    assert sweep(START + timedelta(days=6)) == 2
    assert written() == both("day") + both("day", 1)
    with scope(pair.organisation):
        booking.cancel(session, by=pair.lea)
    assert sweep(START + timedelta(days=7, hours=-1)) == 0


def test_all_organisations_are_swept_and_none_sees_the_others_mail(pair, other_organisation):
    pair.session(START)
    with scope(other_organisation):
        factories.session(starts_at=START)
    assert sweep(START - timedelta(hours=24)) == 4
    assert len([mail for mail in pair.mails() if mail.kind == "session.reminder"]) == 2


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
