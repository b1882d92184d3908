from datetime import UTC, datetime, timedelta

import pytest

from feedback import surveys
from feedback.errors import FeedbackError
from feedback.models import Answer, Outcome, SurveyRequest
from mail.models import Message
from sessions import reminder_choices
from sessions.models import SessionState
from tenancy.scope import scope
from tests.feedback.conftest import END
from tests.roles import as_role


def answer(request: SurveyRequest, helpful: int = 4, fit: str = "yes") -> None:
    surveys.record(request, outcome=Outcome.HELD)
    surveys.answer(request, helpful=helpful, fit=fit)


def test_both_are_asked_once(organisation, session):
    with scope(organisation):
        assert surveys.ask(session, END) == 2
        assert surveys.ask(session, END) == 0
        assert Message.objects.filter(kind="feedback.survey").count() == 2


def test_the_mail_carries_a_link_that_finds_the_request(organisation, asked):
    with scope(organisation):
        mail = Message.objects.get(recipient=asked.membership.email)
        token = mail.text.split("/f/")[1].split("/")[0]
        assert surveys.find(token) == asked
        assert mail.sensitive


@pytest.mark.django_db(transaction=True)
def test_sessions_are_found_an_hour_after_their_end_and_not_earlier(organisation, session):
    with as_role("worker"):
        assert surveys.ask_due(END + timedelta(minutes=59)) == 0
        assert surveys.ask_due(END + timedelta(minutes=60)) == 2
        assert surveys.ask_due(END + timedelta(minutes=61)) == 0


@pytest.mark.django_db(transaction=True)
def test_nobody_is_asked_about_a_session_of_last_month(organisation, session):
    with as_role("worker"):
        assert surveys.ask_due(END + surveys.FORGET_AFTER + timedelta(hours=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_who_is_silent_is_reminded_once_and_who_answered_never(organisation, session, asked):
    with scope(organisation):
        answer(asked)
    with as_role("worker"):
        for days in (2, 3, 4, 5):
            surveys.remind_due(END + timedelta(days=days, hours=1))
    with scope(organisation):
        [reminder] = Message.objects.filter(kind="feedback.reminder")
        assert reminder.recipient == SurveyRequest.objects.get(side="mentee").membership.email


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("outcome", "count"), [("held", 1), ("moved", 0), ("missed", 0)])
def test_who_only_said_what_became_of_it_is_reminded_when_there_is_more_to_ask(
    organisation, asked, outcome, count
):
    with scope(organisation):
        surveys.record(asked, outcome=Outcome(outcome))
    with as_role("worker"):
        surveys.remind_due(END + timedelta(days=4))
    with scope(organisation):
        mails = Message.objects.filter(kind="feedback.reminder", recipient=asked.membership.email)
        assert mails.count() == count


def test_the_question_waits_for_the_end_of_quiet_hours_and_of_the_weekend(organisation, session):
    friday_night = datetime(2027, 2, 12, 21, tzinfo=UTC)
    with scope(organisation):
        reminder_choices.save(session.tandem.mentee.membership, workdays_only=False)
        surveys.ask(session, friday_night)
        mails = Message.objects.filter(kind="feedback.survey").order_by("due_at")
        assert [mail.due_at for mail in mails] == [
            datetime(2027, 2, 13, 6, tzinfo=UTC),
            datetime(2027, 2, 15, 6, tzinfo=UTC),
        ]
        assert mails[1].not_after == mails[1].due_at + timedelta(days=7)
        assert {request.asked_at for request in SurveyRequest.objects.all()} == {friday_night}


def test_an_answer_is_stored_without_anything_that_leads_to_the_person(organisation, asked):
    with scope(organisation):
        answer(asked)
        stored = Answer.objects.get()
    fields = {field.name for field in Answer._meta.get_fields()}
    assert fields == {"id", "organisation", "program", "side", "month", "helpful", "fit"}
    assert stored.month.day == 1
    assert (stored.side, stored.helpful, stored.fit) == ("mentor", 4, "yes")


def test_a_second_answer_is_refused(organisation, asked):
    with scope(organisation):
        answer(asked)
        with pytest.raises(FeedbackError, match="schon da"):
            surveys.answer(asked, helpful=1, fit="no")
        assert Answer.objects.count() == 1


@pytest.mark.parametrize("outcome", [None, Outcome.MOVED, Outcome.MISSED])
def test_only_a_session_that_took_place_has_answers(organisation, asked, outcome):
    with scope(organisation):
        if outcome:
            surveys.record(asked, outcome=outcome)
        with pytest.raises(FeedbackError):
            surveys.answer(asked, helpful=1, fit="no")
        assert not Answer.objects.exists()


@pytest.mark.parametrize(("outcome", "state"), [("held", "held"), ("moved", "missed"), ("missed", "missed")])
def test_what_became_of_the_session_goes_to_the_session_and_is_no_answer(
    organisation, session, asked, outcome, state
):
    with scope(organisation):
        surveys.record(asked, outcome=Outcome(outcome))
        session.refresh_from_db()
        asked.refresh_from_db()
        assert session.state == SessionState(state)
        assert (asked.answered_on is None) == (outcome == "held")
        assert not Answer.objects.exists()


def test_the_same_said_twice_changes_nothing_and_something_else_is_refused(organisation, session, asked):
    with scope(organisation):
        for _ in range(2):
            surveys.record(asked, outcome=Outcome.MISSED)
        with pytest.raises(FeedbackError, match="schon notiert: fiel aus"):
            surveys.record(asked, outcome=Outcome.HELD)
        session.refresh_from_db()
        assert session.state == SessionState.MISSED


@pytest.mark.parametrize("order", [("held", "missed"), ("missed", "held")])
def test_both_say_what_became_of_it_and_somebody_was_there(organisation, session, asked, order):
    with scope(organisation):
        mentee = SurveyRequest.objects.get(side="mentee")
        for request, outcome in zip((asked, mentee), order, strict=True):
            surveys.record(request, outcome=Outcome(outcome))
        session.refresh_from_db()
        assert session.state == SessionState.HELD
        assert set(SurveyRequest.objects.values_list("outcome", flat=True)) == {"held", "missed"}
