from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from feedback.models import Answer, SurveyRequest
from reports import figures
from sessions.models import SessionState
from tenancy.scope import scope
from tests import factories

NOW = datetime(2026, 12, 15, 9, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)


def seven_tandems(lead, *, answering: int = 7):
    """A running program in which everybody met once in November and some gave feedback."""
    program = factories.program(lead=lead)
    for number in range(7):
        tandem = factories.tandem(program)
        start = NOVEMBER + timedelta(hours=number)
        session = factories.session(tandem, starts_at=start, state=SessionState.HELD)
        for participant in (tandem.mentor, tandem.mentee) if number < answering else ():
            _answer(session, participant)
    return program


def _answer(session, participant) -> None:
    SurveyRequest.objects.create(
        session=session,
        membership=participant.membership,
        side=participant.side,
        digest=f"{session.pk}-{participant.pk}",
        asked_at=session.ends_at,
        answered_on=session.ends_at.date(),
    )
    month = session.ends_at.date().replace(day=1)
    Answer.objects.create(
        program=session.tandem.program, side=participant.side, month=month, helpful=4, fit="yes"
    )


@pytest.fixture
def hr(client_for, lead):
    return client_for(lead)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("tenancy.clock.system_now", lambda: NOW)


def report(hr, program):
    kwargs = {"organisation": "weserwerk", "program": program.public_id}
    return hr.get(reverse("reports:program_report", kwargs=kwargs))


def test_program_report_shows_what_enough_people_stand_behind(organisation, lead, hr):
    with scope(organisation):
        program = seven_tandems(lead)
    known = report(hr, program).context["known"]
    assert (known.active, known.held, known.due, known.answers) == (7, 7, 7, 14)
    assert known.helpful == 4


def test_program_report_says_what_it_hides_and_why(organisation, lead, hr):
    with scope(organisation):
        program = seven_tandems(lead, answering=6)
    response = report(hr, program)
    assert response.context["known"].periods == ()
    assert "noch keine Rückmeldungen von 7 Personen" in response.content.decode()


def test_program_report_counts_no_sessions_of_a_handful_of_people(organisation, lead, hr):
    with scope(organisation):
        tandem = factories.tandem(factories.program(lead=lead))
        factories.session(tandem, starts_at=NOVEMBER, state=SessionState.HELD)
    response = report(hr, tandem.program)
    assert response.context["known"].sessions == ()
    assert "weniger als 7 Personen sind in einem Tandem" in response.content.decode()


@pytest.mark.parametrize(("smallest", "shown", "apart"), [(7, 1, True), (8, 1, False), (15, 0, False)])
def test_program_report_follows_a_higher_floor(organisation, lead, hr, smallest, shown, apart):
    organisation.smallest_group = smallest
    organisation.save()
    with scope(organisation):
        program = seven_tandems(lead)
    known = report(hr, program).context["known"]
    assert (len(known.periods), known.by_side) == (shown, apart)


def test_one_more_answer_this_month_changes_nothing(organisation, lead):
    with scope(organisation):
        program = seven_tandems(lead)
        before = figures.of_program(program, smallest=7, now=NOW)
        tandem = program.tandems.first()
        session = factories.session(
            tandem, starts_at=NOW - timedelta(days=1), number=2, state=SessionState.HELD
        )
        _answer(session, tandem.mentor)
        after = figures.of_program(program, smallest=7, now=NOW)
    assert (after.periods, after.answers, after.helpful) == (before.periods, before.answers, before.helpful)


def test_overview_of_a_new_house_offers_the_first_program(organisation, hr):
    assert "Erstes Programm anlegen" in hr.get("/o/weserwerk/").content.decode()


def test_overview_puts_the_task_first_and_leads_to_it(organisation, lead, hr):
    with scope(organisation):
        program = factories.program(
            "Neues Programm", lead=lead, phase="draft", setup_step="frame", opened_at=None
        )
    response = hr.get("/o/weserwerk/")
    [(task, _is_late)] = response.context["tasks"].value
    assert task.title == "Einrichtung fortsetzen"
    assert hr.get(task.url).status_code == 200
    assert program.name in response.content.decode()


def test_overview_hides_the_week_of_few_people(organisation, lead, hr):
    with scope(organisation):
        factories.tandem(factories.program(lead=lead))
    assert "weniger als 7 Personen" in hr.get("/o/weserwerk/").content.decode()


@pytest.mark.parametrize(("answering", "shown"), [(7, 14), (6, 0)])
def test_overview_counts_answers_once_enough_people_gave_some(organisation, lead, hr, answering, shown):
    with scope(organisation):
        seven_tandems(lead, answering=answering)
    response = hr.get("/o/weserwerk/")
    assert response.context["answers"] == shown
    assert ("Rückmeldungen liegen bisher vor" in response.content.decode()) == bool(shown)


def test_overview_of_a_lead_shows_own_programs_only(organisation, lead, owner, hr, client_for):
    with scope(organisation):
        factories.program("Fremdes Programm", lead=owner)
    assert "Fremdes Programm" not in hr.get("/o/weserwerk/").content.decode()
    assert "Fremdes Programm" in client_for(owner).get("/o/weserwerk/").content.decode()


def test_overview_asks_the_database_as_often_for_many_tandems_as_for_few(
    organisation, lead, hr, django_assert_max_num_queries
):
    with scope(organisation):
        program = seven_tandems(lead)
    with django_assert_max_num_queries(43) as few:
        hr.get("/o/weserwerk/")
    with scope(organisation):
        for _number in range(5):
            factories.tandem(program)
    with django_assert_max_num_queries(len(few)):
        hr.get("/o/weserwerk/")


def test_report_list_leaves_out_programs_that_have_not_begun(organisation, lead, hr):
    with scope(organisation):
        factories.program("Läuft schon", lead=lead)
        factories.program("Noch Entwurf", lead=lead, phase="draft")
    page = hr.get("/o/weserwerk/reports/").context["cards"]
    assert [card.program.name for card in page] == ["Läuft schon"]
