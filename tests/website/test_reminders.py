from datetime import timedelta

import pytest

from tenancy.scope import scope
from tests.roles import as_role
from tests.website.conftest import at
from website import demos, reminders

START = at("01-20T10:30")

pytestmark = pytest.mark.django_db(transaction=True)


def sweep(now) -> int:
    with as_role("worker"):
        return reminders.enqueue_due(now)


def written(house) -> list[tuple]:
    return [(mail.about.rpartition(":")[2], mail.revision) for mail in house.mails("demo.reminder")]


@pytest.fixture
def demo(house):
    return house.book("01-20T10:30")


def test_a_day_before_and_an_hour_before_each_once(house, demo):
    assert sweep(START - timedelta(hours=24, minutes=1)) == 0
    assert [sweep(START - timedelta(hours=24)), sweep(START - timedelta(hours=23))] == [1, 0]
    assert [sweep(START - timedelta(hours=1)), sweep(START - timedelta(minutes=59))] == [1, 0]
    assert written(house) == [("day", 0), ("hour", 0)]


def test_the_mail_holds_the_link_and_is_not_sent_after_the_start(house, demo):
    sweep(START - timedelta(hours=24))
    [mail] = house.mails("demo.reminder")
    assert mail.subject == "Erinnerung an Ihre Umento-Demo: Mi, 20. Jan., 10:30"
    assert house.token(demo) in mail.text and mail.sensitive and mail.not_after == START


def test_what_was_due_while_nobody_swept_is_caught_up_until_the_start(house, demo):
    assert sweep(START - timedelta(minutes=5)) == 1
    assert sweep(START) == 0
    assert written(house) == [("hour", 0)]


def test_who_booked_within_the_day_is_reminded_only_an_hour_before(house, clock):
    clock.set("01-19T14:00")
    house.book("01-20T10:30")
    assert sweep(at("01-19T14:01")) == 0
    assert sweep(START - timedelta(hours=1)) == 1


def test_a_moved_demo_reminds_anew_and_a_cancelled_one_no_more(house, demo, clock):
    sweep(START - timedelta(hours=24))
    clock.set("01-19T12:00")
    with scope(house.organisation):
        demos.move(demo, starts_at=at("01-22T09:00"))
    assert sweep(START - timedelta(hours=1)) == 0
    assert sweep(at("01-21T09:00")) == 1
    clock.set("01-21T10:00")
    with scope(house.organisation):
        demos.cancel(demo)
    assert sweep(at("01-22T08:00")) == 0
    assert written(house) == [("day", 0), ("day", 1)]
