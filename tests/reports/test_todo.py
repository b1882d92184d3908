from datetime import date, timedelta

import pytest

from programs import help_requests, workdays
from programs.models import GuardFinding
from reports import todo
from reports.panels import panel
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return factories.program(lead=lead)


def test_requests_for_help_come_first_the_oldest_on_top_with_the_promised_day(organisation, program, lead):
    with scope(organisation):
        draft = factories.program(lead=lead, phase="draft", setup_step="frame", starts_on=None)
        old, new = (factories.help_request(factories.tandem(program)) for _ in range(2))
        old.asked_at = clock.now() - timedelta(days=20)
        old.save()
        tasks = todo.tasks([draft, program], by=lead)
        assert [task.until for task in tasks[:2]] == [help_requests.answer_until(one) for one in (old, new)]
        today = clock.now().date()
        assert [task.is_late(today) for task in tasks] == [True, False, False]


def test_many_requests_are_five_tasks_and_a_number(organisation, program, lead):
    with scope(organisation):
        for _number in range(7):
            factories.help_request(factories.tandem(program))
        titles = [task.title for task in todo.tasks([program], by=lead)]
    assert len(titles) == 6
    assert titles[-1] == "2 weitere Bitten um Hilfe"


def test_nobody_reads_what_is_asked_in_their_own_tandem(organisation, program, lead):
    with scope(organisation):
        own = factories.tandem(program, mentor=factories.participant(program, membership=lead))
        factories.help_request(own)
        assert todo.tasks([program], by=lead) == []


def test_the_answer_time_is_a_total_of_enough_people(organisation, program):
    with scope(organisation):
        for number in range(7):
            assert help_requests.usual_days([program], smallest=7) is None
            asked = factories.help_request(factories.tandem(program))
            asked.answered_at = asked.asked_at + timedelta(days=7 * (number % 2))
            asked.save()
        days = help_requests.usual_days([program], smallest=7)
    assert 0 < days < 5


def test_working_days_between_leave_out_weekends_and_holidays():
    friday, monday, christmas = date(2026, 12, 18), date(2026, 12, 21), date(2026, 12, 28)
    counted = [workdays.between(friday, day, "DE-HB") for day in (friday, monday, christmas)]
    assert counted == [0, 1, 5]


def test_a_panel_that_fails_leaves_the_scope_usable(organisation, program, caplog):
    def broken():
        program.participants.raw("SELECT 1 / 0 AS id")[0]

    with scope(organisation):
        assert panel(broken).failed
        assert panel(program.participants.count).value == 0
    assert "A panel of the overview failed." in caplog.text


def test_one_failing_panel_leaves_the_rest_of_the_overview(client_for, program, lead, monkeypatch):
    monkeypatch.setattr("reports.milestones.coming", lambda *_args: 1 / 0)
    html = client_for(lead).get("/o/weserwerk/").content.decode()
    assert "Das lässt sich gerade nicht zeigen" in html
    assert program.name in html


def test_broken_rules_and_the_end_of_a_program_are_tasks(organisation, lead):
    with scope(organisation):
        over = factories.program(lead=lead, phase="running", starts_on=date(2020, 1, 1))
        closing = factories.program(lead=lead, phase="closing")
        pair = factories.tandem(over)
        GuardFinding.objects.create(tandem=pair, rule="same_department", fact="IT", found_at=clock.now())
        titles = [task.title for task in todo.tasks([closing, over], by=lead)]
    assert titles == [
        "1 Tandem passt nicht mehr zu den Regeln",
        "Der letzte Tag ist vorbei: Programm abschließen",
        "Abschlussbericht für den Vorstand ist bereit",
    ]
