import pytest

from feedback import goal_items, surveys
from feedback.models import Answer, GoalAnswer, Moment, Outcome, SurveyRequest
from programs.models import Goal, GoalKind, Program
from sessions.models import Session
from tenancy.scope import scope

MENTOR = "Ich kann anderen zeigen, was digitale Werkzeuge ihnen bringen."


def page(client, organisation, asked: SurveyRequest):
    with scope(organisation):
        surveys.record(asked, outcome=Outcome.HELD)
        token = surveys.link_token(asked.session, asked.membership)[0]
    return f"/f/{token}/", client.get(f"/f/{token}/").content.decode()


@pytest.mark.parametrize(
    ("number", "moment"), [(1, Moment.START), (2, None), (5, None), (6, Moment.CLOSING), (7, None)]
)
def test_the_goal_is_asked_about_after_the_first_and_the_last_session(organisation, session, number, moment):
    with scope(organisation):
        session.number = number
        assert goal_items.moment_of(session) == moment


@pytest.mark.parametrize("kind", GoalKind.values)
def test_every_goal_asks_both_sides_something_of_their_own(organisation, asked, kind):
    with scope(organisation):
        Goal.objects.update(kind=kind)
        ours = goal_items.item_of(asked)
        theirs = goal_items.item_of(SurveyRequest.objects.get(side="mentee"))
    assert ours and theirs and ours != theirs


def test_the_page_after_the_first_session_asks_for_the_goal_and_keeps_the_answer_apart(
    client, organisation, asked
):
    url, text = page(client, organisation, asked)
    assert MENTOR in text and "Drei Fragen noch" in text
    client.post(url, {"helpful": "4", "fit": "yes", "agrees": "2"})
    with scope(organisation):
        kept = GoalAnswer.objects.get()
        assert (kept.side, kept.moment, kept.agrees, kept.month.day) == ("mentor", "start", 2, 1)
        assert Answer.objects.get().helpful == 4
    fields = {field.name for field in GoalAnswer._meta.get_fields()}
    assert fields == {"id", "organisation", "program", "side", "moment", "month", "agrees"}


def test_the_question_may_be_left_out(client, organisation, asked):
    url, _ = page(client, organisation, asked)
    client.post(url, {"helpful": "4", "fit": "yes"})
    with scope(organisation):
        assert Answer.objects.count() == 1
        assert not GoalAnswer.objects.exists()


def test_between_first_and_last_session_nothing_is_asked_or_taken(client, organisation, asked):
    with scope(organisation):
        Session.objects.update(number=3)
        asked.session.refresh_from_db()
    url, text = page(client, organisation, asked)
    assert MENTOR not in text and "Zwei Fragen noch" in text
    client.post(url, {"helpful": "4", "fit": "yes", "agrees": "2"})
    with scope(organisation):
        assert not GoalAnswer.objects.exists()


def test_a_program_of_one_session_asks_at_its_start(organisation, session):
    with scope(organisation):
        Program.objects.update(session_count=1)
        session.tandem.program.refresh_from_db()
        assert goal_items.moment_of(session) == Moment.START
