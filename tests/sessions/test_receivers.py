import pytest

from mail.models import Message
from programs import tandems
from sessions.models import Busy, Session
from tenancy.scope import scope
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(pair):
    with scope(pair.organisation):
        yield


@pytest.mark.parametrize("verb", [tandems.pause, tandems.end])
def test_what_is_ahead_is_cancelled_and_both_are_told(pair, verb, clock):
    pair.session(at("01-19T10:00"), number=1)
    clock.set("01-20T10:00")
    pair.session(at("02-11T10:30"), number=2)
    pair.session(at("03-04T10:30"), number=3)
    verb(pair.tandem, by=pair.lea)
    assert list(Session.objects.order_by("number").values_list("state", flat=True)) == [
        "booked",
        "cancelled",
        "cancelled",
    ]
    assert Busy.objects.filter(starts_at__gt=clock.now).count() == 0
    told = Message.objects.filter(kind="session.cancelled")
    assert (
        sorted(told.values_list("recipient", flat=True))
        == ["lea@weserwerk.example"] * 2 + ["thomas@weserwerk.example"] * 2
    )


def test_a_session_that_runs_is_left_alone(pair, clock):
    pair.session(at("02-11T10:30"))
    clock.set("02-11T10:45")
    tandems.pause(pair.tandem, by=pair.lea)
    assert Session.objects.get().state == "booked"


def test_going_on_brings_no_session_back(pair):
    pair.session(at("02-11T10:30"))
    tandems.pause(pair.tandem, by=pair.lea)
    tandems.resume(pair.tandem, by=pair.thomas)
    assert Session.objects.get().state == "cancelled"
