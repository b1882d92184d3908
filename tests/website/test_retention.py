from datetime import timedelta

import pytest

from sessions.models import Busy
from tenancy.scope import scope
from tests.roles import as_role
from tests.website.conftest import at
from website import demos, letters, retention

pytestmark = pytest.mark.django_db(transaction=True)


def forget(now) -> int:
    with as_role("worker"):
        return retention.forget(now)


def test_after_90_days_nothing_of_a_demo_is_left(house, clock):
    house.book("01-20T10:30")
    kept = house.book("01-21T10:30", "olga@kunde.example")
    end = at("01-20T11:00")
    assert forget(end + timedelta(days=89, hours=23)) == 0
    assert forget(end + timedelta(days=90)) == 1
    assert house.demos() == [kept]
    assert not [mail for mail in house.mails() if "rita" in f"{mail.recipient} {mail.text} {mail.calendar}"]
    with scope(house.organisation):
        assert Busy.objects.count() == 1
    assert len(house.mails()) == 2


def test_cancelled_ones_go_too(house):
    demo = house.book("01-20T10:30")
    with scope(house.organisation):
        demos.cancel(demo)
    assert forget(at("01-20T11:00") + timedelta(days=90)) == 1 and house.mails() == []


def test_requests_go_after_90_days(house, clock):
    with scope(house.organisation):
        letters.asked(name="Rita", email="rita@kunde.example", interest="")
    forget(clock.now + timedelta(days=89))
    assert len(house.mails()) == 1
    forget(clock.now + timedelta(days=90))
    assert house.mails() == []
