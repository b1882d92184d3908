import pytest

from sessions import outcomes
from sessions.models import Session
from tenancy.scope import scope
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(pair, clock) -> Session:
    made = pair.session(at("01-20T10:00"))
    clock.set("01-20T11:00")
    return made


@pytest.fixture(autouse=True)
def _inside(pair):
    with scope(pair.organisation):
        yield


def state() -> str:
    return Session.objects.get().state


def test_a_session_that_took_place_is_held_however_often_it_is_said(session):
    outcomes.mark_held(session)
    outcomes.mark_held(session)
    assert session.state == state() == "held"


def test_a_session_that_did_not_take_place_is_missed(session):
    outcomes.mark_missed(session)
    outcomes.mark_missed(session)
    assert session.state == state() == "missed"


def test_who_was_there_knows_better_whatever_comes_first(session):
    outcomes.mark_missed(session)
    outcomes.mark_held(session)
    outcomes.mark_missed(session)
    assert state() == "held"


def test_a_cancelled_session_stays_cancelled(session):
    Session.objects.update(state="cancelled")
    outcomes.mark_held(session)
    outcomes.mark_missed(session)
    assert state() == "cancelled"


def test_what_has_not_begun_cannot_have_taken_place(session, clock):
    clock.set("01-20T09:59")
    outcomes.mark_held(session)
    assert state() == "booked"


def test_over_are_those_whose_end_is_reached_and_of_which_nobody_has_spoken(pair, session):
    assert list(Session.objects.over(at("01-20T10:44"))) == []
    assert list(Session.objects.over(at("01-20T10:45"))) == [session]
    outcomes.mark_held(session)
    assert list(Session.objects.over(at("01-20T10:45"))) == []
