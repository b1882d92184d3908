"""What becomes of a request that nobody answers, and what happens when two act on one at the same moment."""

from datetime import timedelta

import pytest

from mail.models import Message
from sessions import requests
from sessions.errors import RequestChanged
from sessions.models import Busy, Session, TimeRequest
from tenancy.scope import scope
from tests import factories
from tests.roles import as_role
from tests.sessions.conftest import NOW, at
from tests.sessions.together import together

SATURDAY = at("02-13T10:30")
BOTH = ["lea@weserwerk.example", "thomas@weserwerk.example"]

pytestmark = pytest.mark.django_db(transaction=True)


def sweep(now) -> int:
    with as_role("worker"):
        return requests.expire_due(now)


@pytest.fixture
def asked(pair) -> TimeRequest:
    with scope(pair.organisation):
        return requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.lea)


def told(pair, kind: str) -> list[str]:
    return sorted(mail.recipient for mail in pair.mails() if mail.kind == kind)


def test_after_two_days_it_is_closed_and_both_are_told_once(pair, asked):
    assert sweep(NOW + timedelta(hours=47, minutes=59)) == 0
    assert sweep(NOW + timedelta(hours=48)) == 1
    assert sweep(NOW + timedelta(hours=49)) == 0
    with scope(pair.organisation):
        assert TimeRequest.objects.get().state == "expired" and not Busy.objects.exists()
    assert told(pair, "request.expired") == BOTH


def test_the_old_time_stands_and_both_are_told_so(pair, clock):
    session = pair.session(at("02-11T10:30"))
    clock.set("02-10T09:00")
    with scope(pair.organisation):
        requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.thomas, session=session)
    assert sweep(at("02-11T10:30")) == 1
    with scope(pair.organisation):
        kept = Session.objects.get()
        assert (kept.state, kept.starts_at, kept.revision) == ("booked", at("02-11T10:30"), 0)
        assert Busy.objects.count() == 2
        mails = Message.objects.filter(kind="request.expired")
        assert [mail.recipient for mail in mails.order_by("recipient")] == BOTH
        assert all("Es bleibt bei der verabredeten Zeit" in mail.text for mail in mails)


def test_every_house_is_swept_and_what_is_answered_is_left_alone(pair, asked, other_organisation):
    with scope(pair.organisation):
        requests.accept(asked, by=pair.thomas)
    with scope(other_organisation):
        factories.time_request(factories.tandem())
    assert sweep(NOW + timedelta(days=3)) == 1
    with scope(pair.organisation):
        assert TimeRequest.objects.get().state == "accepted"
    with scope(other_organisation):
        assert TimeRequest.objects.get().state == "expired"


def step(pair, verb, asked, by):
    def run():
        with scope(pair.organisation):
            return verb(asked, by=by)

    return run


def test_a_yes_and_a_withdrawal_at_once_end_in_one_of_the_two(pair, asked):
    results = together(
        step(pair, requests.accept, asked, pair.thomas), step(pair, requests.withdraw, asked, pair.lea)
    )
    assert sum(isinstance(result, RequestChanged) for result in results) == 1
    with scope(pair.organisation):
        state = TimeRequest.objects.get().state
        assert state in {"accepted", "withdrawn"}
        assert Session.objects.count() == (state == "accepted")
        assert Busy.objects.count() == (2 if state == "accepted" else 0)


def test_two_yeses_at_once_make_one_session(pair, asked):
    results = together(*[step(pair, requests.accept, asked, pair.thomas)] * 2)
    with scope(pair.organisation):
        assert results == [Session.objects.get()] * 2


def test_when_both_ask_at_once_one_learns_of_the_other(pair):
    def ask(by, starts_at):
        def run():
            with scope(pair.organisation):
                return requests.ask(pair.tandem, starts_at=starts_at, by=by)

        return run

    results = together(ask(pair.lea, SATURDAY), ask(pair.thomas, at("02-14T10:30")))
    assert sum(isinstance(result, RequestChanged) for result in results) == 1
    with scope(pair.organisation):
        assert TimeRequest.objects.count() == 1 and Busy.objects.count() == 2
