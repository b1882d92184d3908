from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from feedback import surveys
from feedback.errors import FeedbackError
from feedback.models import Answer, SurveyRequest
from feedback.surveys import Outcome
from mail.models import Message
from sessions.models import SessionState
from tenancy.scope import scope
from tests import factories
from tests.roles import as_role

START = datetime(2027, 2, 11, 9, 30, tzinfo=UTC)
END = START + timedelta(minutes=45)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("tenancy.clock.system_now", lambda: END + timedelta(hours=2))


@pytest.fixture
def session(organisation, lead):
    with scope(organisation):
        tandem = factories.tandem(factories.program(lead=lead))
        return factories.session(tandem, starts_at=START, ends_at=END)


@pytest.fixture
def asked(organisation, session) -> SurveyRequest:
    """The mentor's request."""
    with scope(organisation):
        surveys.ask(session, END + timedelta(hours=1))
        return SurveyRequest.objects.get(side="mentor")


def link(organisation, request: SurveyRequest) -> str:
    with scope(organisation):
        token = surveys.link_token(request.session, request.membership)[0]
    return reverse("feedback:survey", args=[token])


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
        surveys.answer(asked, outcome=Outcome.HELD, helpful=4, fit="yes")
    with as_role("worker"):
        for days in (2, 3, 4):
            surveys.remind_due(END + timedelta(days=days, hours=1))
    with scope(organisation):
        [reminder] = Message.objects.filter(kind="feedback.reminder")
        assert reminder.recipient == SurveyRequest.objects.get(side="mentee").membership.email


def test_an_answer_is_stored_without_anything_that_leads_to_the_person(organisation, asked):
    with scope(organisation):
        surveys.answer(asked, outcome=Outcome.HELD, helpful=4, fit="yes")
        answer = Answer.objects.get()
    fields = {field.name for field in Answer._meta.get_fields()}
    assert fields == {"id", "organisation", "program", "side", "month", "helpful", "fit"}
    assert answer.month.day == 1
    assert (answer.side, answer.helpful, answer.fit) == ("mentor", 4, "yes")


def test_a_second_answer_is_refused(organisation, asked):
    with scope(organisation):
        surveys.answer(asked, outcome=Outcome.HELD, helpful=4, fit="yes")
        with pytest.raises(FeedbackError, match="schon da"):
            surveys.answer(asked, outcome=Outcome.HELD, helpful=1, fit="no")
        assert Answer.objects.count() == 1


@pytest.mark.parametrize(("outcome", "state"), [("held", "held"), ("moved", "missed"), ("missed", "missed")])
def test_what_became_of_the_session_goes_to_the_session(organisation, session, asked, outcome, state):
    with scope(organisation):
        surveys.answer(asked, outcome=Outcome(outcome), helpful=3, fit="open")
        session.refresh_from_db()
        assert session.state == SessionState(state)
        assert Answer.objects.count() == (outcome == "held")


def test_survey_get_and_head_change_nothing(organisation, asked, client):
    for method in (client.get, client.head):
        assert method(link(organisation, asked)).status_code == 200
    with scope(organisation):
        asked.refresh_from_db()
        assert asked.answered_on is None
        assert not Answer.objects.exists()


def test_survey_post_stores_the_answer_without_a_sign_in(organisation, asked, client):
    page = client.post(
        link(organisation, asked), {"outcome": "held", "helpful": "5", "fit": "yes"}, follow=True
    )
    assert "Ihre Rückmeldung ist da" in page.content.decode()
    with scope(organisation):
        assert Answer.objects.get().helpful == 5


def test_survey_with_something_missing_keeps_what_was_chosen(organisation, asked, client):
    page = client.post(link(organisation, asked), {"outcome": "held", "fit": "no"})
    assert page.status_code == 200
    assert page.context["form"]["fit"].value() == "no"
    assert "helpful" in page.context["form"].errors
    with scope(organisation):
        assert not Answer.objects.exists()


@pytest.mark.parametrize("helpful", ["9", "0", "drei", "", "4' OR 1=1"])
def test_survey_refuses_values_that_are_no_choice(organisation, asked, client, helpful):
    page = client.post(link(organisation, asked), {"outcome": "held", "helpful": helpful, "fit": "yes"})
    assert page.status_code == 200
    with scope(organisation):
        assert not Answer.objects.exists()


def test_survey_about_a_session_that_fell_through_asks_nothing_more(organisation, asked, client):
    client.post(link(organisation, asked), {"outcome": "missed"})
    with scope(organisation):
        asked.refresh_from_db()
        assert asked.answered_on is not None
        assert not Answer.objects.exists()


def test_survey_offers_a_talk_when_it_does_not_fit_and_tells_nobody(organisation, lead, asked, client):
    with scope(organisation):
        before = Message.objects.count()
    page = client.post(
        link(organisation, asked), {"outcome": "held", "helpful": "2", "fit": "no"}, follow=True
    )
    assert lead.email in page.content.decode()
    with scope(organisation):
        assert Message.objects.count() == before


def test_survey_with_an_unknown_token_is_404(organisation, client):
    assert client.get(f"/f/{organisation.pk}-unbekannt/").status_code == 404
    assert client.get("/f/999999-unbekannt/").status_code == 404
    assert client.get("/f/keins/").status_code == 404
