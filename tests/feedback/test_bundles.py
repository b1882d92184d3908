"""The mail in the morning. The tandem's first session was on Thursday, 11 February 2027."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback import bundles, surveys
from feedback.models import Outcome, SurveyRequest
from mail.models import Message
from sessions import reminder_choices, reminders
from sessions.models import TimeRequest
from tenancy.scope import scope, system
from tests import factories
from tests.feedback.conftest import END
from tests.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-{text}").replace(tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def clock(monkeypatch):
    def move_to(moment: datetime) -> datetime:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: moment)
        return moment

    return move_to


@pytest.fixture
def mentor(organisation, session):
    """Wants a bundle at eight."""
    with scope(organisation):
        person = session.tandem.mentor.membership
        reminder_choices.save(person, bundle=True)
        return person


@pytest.fixture
def book(organisation, session):
    def book(starts_at: datetime, number: int = 2, **fields):
        fields = {"changed_at": END, **fields}
        with scope(organisation):
            return factories.session(session.tandem, starts_at=starts_at, number=number, **fields)

    return book


@pytest.fixture
def sweep(clock):
    def sweep(text: str) -> int:
        now = clock(at(text))
        with as_role("worker"):
            return bundles.send_due(now)

    return sweep


def mails(kind: str = "session.bundle") -> list[Message]:
    with as_role("worker"), system():
        return list(Message.objects.filter(kind=kind).order_by("pk"))


def test_on_each_working_day_with_something_to_tell_one_mail_comes_at_eight(mentor, book, sweep):
    book(at("02-18T10:00"))
    assert [sweep(f"02-{day}T08:00") for day in (15, 16)] == [0, 0]
    assert sweep("02-17T07:59") == 0
    assert [sweep("02-17T08:00"), sweep("02-17T08:01"), sweep("02-17T15:00")] == [1, 0, 0]
    assert sweep("02-18T08:00") == 1
    first, second = mails()
    assert [mail.about for mail in (first, second)] == ["day:2027-02-17", "day:2027-02-18"]
    assert first.recipient == mentor.email
    assert first.subject == "Das steht an: Mittwoch, 17. Februar"
    assert "Sitzung 2 mit" in first.text and "Donnerstag, 18. Februar, 10:00 bis" in first.text
    assert first.not_after == at("02-17T20:00") and not first.sensitive


def test_before_a_weekend_the_mail_reaches_until_monday(mentor, book, sweep):
    book(at("02-13T10:00"))
    book(at("02-15T16:00"), number=3)
    book(at("02-16T09:00"), number=4)
    assert [sweep("02-12T08:00"), sweep("02-13T08:00"), sweep("02-14T08:00")] == [1, 0, 0]
    (mail,) = mails()
    assert all(f"Sitzung {number} mit" in mail.text for number in (2, 3))
    assert "Sitzung 4 mit" not in mail.text


def test_the_bundle_takes_the_place_of_the_reminder_a_day_before_but_not_of_the_hour(
    mentor, session, book, clock
):
    book(at("02-18T10:00"))
    with as_role("worker"):
        for text in ("02-17T10:00", "02-18T09:00"):
            reminders.enqueue_due(clock(at(text)))
    mentee = session.tandem.mentee.membership
    told = [(mail.about.rpartition(":")[2], mail.recipient) for mail in mails("session.reminder")]
    assert sorted(told) == sorted([("day", mentee.email), ("hour", mentee.email), ("hour", mentor.email)])


def test_who_booked_after_the_mail_has_just_had_one(mentor, book, sweep):
    book(at("02-18T10:00"), changed_at=at("02-17T09:00"))
    assert sweep("02-17T09:05") == 0
    assert sweep("02-18T08:00") == 1


def test_feedback_is_asked_for_once_more_in_the_mail_and_nowhere_else(
    organisation, mentor, asked, sweep, clock
):
    with as_role("worker"):
        assert surveys.remind_due(clock(at("02-15T07:30"))) == 2  # looked at, one of them told
    (reminder,) = mails("feedback.reminder")
    assert reminder.recipient != mentor.email
    assert [sweep("02-15T08:00"), sweep("02-16T08:00")] == [1, 0]
    (mail,) = mails()
    assert f"/f/{surveys_token(organisation, asked)}/" in mail.text
    assert mail.sensitive
    with as_role("worker"):
        surveys.remind_due(clock(at("02-17T12:00")))
    assert len(mails("feedback.reminder")) == 1


def surveys_token(organisation, asked: SurveyRequest) -> str:
    with scope(organisation):
        return surveys.link_token(asked.session, asked.membership)[0]


def test_who_said_it_fell_through_is_asked_nothing_more(organisation, mentor, asked, sweep):
    with scope(organisation):
        surveys.record(asked, outcome=Outcome.MISSED)
    assert sweep("02-15T08:00") == 0


def test_an_open_request_for_a_time_is_listed_for_whom_it_asks(organisation, session, mentor, sweep):
    mentee = session.tandem.mentee.membership
    starts_at = at("02-25T10:00")
    with scope(organisation):
        reminder_choices.save(mentee, bundle=True)
        TimeRequest.objects.create(
            tandem=session.tandem,
            number=2,
            starts_at=starts_at,
            ends_at=starts_at + HOUR,
            zone="Europe/Berlin",
            asked_by=mentee,
            asked_at=at("02-16T12:00"),
            answer_until=at("02-18T12:00"),
        )
    assert [sweep(f"02-{day}T08:00") for day in (16, 17, 18, 19)] == [0, 1, 1, 0]
    assert {mail.recipient for mail in mails()} == {mentor.email}
    assert "fragt nach einer Zeit für Sitzung 2" in mails()[0].text


def test_a_late_worker_catches_up_on_the_same_day_and_not_in_quiet_hours(mentor, book, sweep):
    book(at("02-18T10:00"))
    assert sweep("02-17T20:30") == 0
    assert sweep("02-17T19:30") == 1


def test_a_mail_at_five_is_of_no_use_in_the_evening(organisation, mentor, book, sweep):
    with scope(organisation):
        reminder_choices.save(mentor, quiet_from=time(), quiet_until=time(), bundle_hour=5)
    book(at("02-18T10:00"))
    assert [sweep("02-17T17:00"), sweep("02-17T16:59")] == [0, 1]


def test_who_has_no_access_any_more_gets_none(organisation, mentor, book, sweep):
    book(at("02-18T10:00"))
    with scope(organisation):
        mentor.is_active = False
        mentor.save(update_fields=["is_active"])
    assert sweep("02-17T08:00") == 0


@pytest.mark.role("web")
def test_the_web_role_finds_nobody(mentor, book):
    book(at("02-18T10:00"))
    assert bundles.send_due(at("02-17T08:00")) == 0


@pytest.mark.role("worker")
@pytest.mark.django_db(transaction=False)
def test_looking_takes_the_same_number_of_queries_for_one_and_for_many(organisation, mentor, book):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert bundles.send_due(at("02-17T08:00")) == 0
        return len(counted)

    book(at("02-23T10:00"))
    one = queries()
    with scope(organisation):
        for _ in range(3):
            other = factories.session(starts_at=at("02-23T10:00"))
            reminder_choices.save(other.tandem.mentee.membership, bundle=True)
    assert queries() == one
