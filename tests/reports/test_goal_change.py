from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from feedback.models import GoalAnswer, SurveyRequest
from programs.models import Program
from reports import figures
from reports.values import Change
from sessions.models import SessionState
from tenancy.scope import scope
from tests import factories

NOW = datetime(2026, 12, 15, 9, 0, tzinfo=UTC)
NOVEMBER, DECEMBER = datetime(2026, 11, 10, 9, 0, tzinfo=UTC), datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def program(organisation, lead) -> Program:
    with scope(organisation):
        yield factories.program(lead=lead, session_count=6)


def answers(program: Program, values: list[int], *, moment: str = "start", side: str = "mentee", at=NOVEMBER):
    """One tandem per value, whose session took place and after which one side answered."""
    for value in values:
        tandem = factories.tandem(program)
        number = 1 if moment == "start" else 6
        session = factories.session(tandem, number=number, starts_at=at, state=SessionState.HELD)
        SurveyRequest.objects.create(
            session=session,
            membership=getattr(tandem, side).membership,
            side=side,
            digest=f"{session.pk}-{side}",
            asked_at=at,
            answered_on=at.date(),
        )
        month = date(at.year, at.month, 1)
        GoalAnswer.objects.create(program=program, side=side, moment=moment, month=month, agrees=value)


def mentees(program: Program) -> tuple[float | None, float | None]:
    mentor, mentee = figures.of_program(program, smallest=7, now=NOW).changes
    assert (mentor.before, mentor.after) == (None, None)
    return _value(mentee, "before"), _value(mentee, "after")


def _value(change: Change, moment: str) -> float | None:
    mean = getattr(change, moment)
    return mean.value if mean else None


def test_seven_answers_of_a_side_show_their_mean(program):
    answers(program, [1, 2, 2, 2, 2, 2, 3])
    assert mentees(program) == (2, None)


def test_start_and_end_are_told_apart(program):
    answers(program, [2] * 7)
    answers(program, [4] * 7, moment="closing")
    assert mentees(program) == (2, 4)


def test_six_answers_show_nothing(program):
    answers(program, [3] * 6)
    assert mentees(program)[0] is None


def test_answers_of_the_running_month_wait(program):
    answers(program, [3] * 7, at=DECEMBER)
    assert mentees(program)[0] is None


def test_a_late_answer_changes_no_published_mean(program):
    answers(program, [2] * 7, at=datetime(2026, 10, 6, 9, tzinfo=UTC))
    answers(program, [5], at=NOVEMBER)
    assert mentees(program)[0] == 2


def test_program_report_shows_the_goals_own_statements(client_for, program, lead, organisation):
    answers(program, [2] * 7, at=datetime(2020, 11, 10, 9, tzinfo=UTC))
    url = reverse("reports:program_report", args=["weserwerk", program.public_id])
    page = client_for(lead).get(url).content.decode()
    assert "Im Umgang mit KI und digitalen Werkzeugen fühle ich mich sicher." in page
    assert "2,0" in page
