import pytest
from django.urls import reverse

from matching.models import Run
from programs import amendments, goals, phases
from programs.models import Program, PromiseGiven
from tenancy import clock
from tenancy.scope import scope
from tests import factories


@pytest.fixture
def hr(client_for, owner):
    return client_for(owner)


@pytest.fixture
def make(organisation, owner):
    def made(**fields) -> Program:
        with scope(organisation):
            return factories.program(lead=owner, **fields)

    return made


def at(name: str, program: Program | None = None) -> str:
    place = {"organisation": "weserwerk"} | ({"program": program.public_id} if program else {})
    return reverse(f"programs:{name}", kwargs=place)


def test_program_list_invites_to_a_first_program(hr):
    page = hr.get(at("program_list"))
    assert "Erstes Programm anlegen" in page.content.decode()


def test_program_list_shows_current_programs_and_archived_ones_behind_a_filter(hr, make):
    make(name="Laufend")
    make(name="Vorbei", phase="archived")
    assert [row.name for row in hr.get(at("program_list")).context["rows"]] == ["Laufend"]
    page = hr.get(at("program_list") + "?phase=archived")
    assert [row.name for row in page.context["rows"]] == ["Vorbei"]
    assert 'href="?phase=archived" aria-current="page"' in page.text and page.context["tabs"][1]["count"] == 1


def test_program_list_has_no_filter_while_nothing_is_archived(hr, make):
    make(name="Laufend")
    assert "?phase=archived" not in hr.get(at("program_list")).text
    assert "Im Archiv liegt nichts" in hr.get(at("program_list") + "?phase=archived").text


def test_program_list_counts_people_and_running_tandems(hr, make, organisation):
    program = make()
    with scope(organisation):
        factories.tandem(program)
        factories.tandem(program, state="asked_mentor")
    row = hr.get(at("program_list")).context["rows"][0]
    assert (row.people, row.active) == (4, 1)


def test_program_list_asks_the_same_number_of_questions_for_more_programs(
    hr, make, django_assert_max_num_queries
):
    make()
    with django_assert_max_num_queries(30) as one:
        hr.get(at("program_list"))
    make(), make()
    with django_assert_max_num_queries(len(one)):
        hr.get(at("program_list"))


def test_a_lead_sees_only_own_programs(client_for, lead, make):
    program = make()
    assert not client_for(lead).get(at("program_list")).context["rows"]
    assert client_for(lead).get(at("program_detail", program)).status_code == 404


@pytest.mark.parametrize(
    ("phase", "action"),
    [
        ("draft", "Einrichtung fortsetzen"),
        ("enrolment", "Personen hinzufügen"),
        ("matching", "Zum Matching"),
        ("running", "Bericht ansehen"),
        ("closing", "Bericht ansehen"),
    ],
)
def test_program_detail_names_the_next_step_of_each_phase(hr, make, phase, action):
    program = make(phase=phase, setup_step="frame" if phase == "draft" else "done")
    page = hr.get(at("program_detail", program))
    assert page.context["progress"].action.label == action
    assert action in page.content.decode()


def test_program_detail_leads_to_the_proposals_once_a_run_waits_for_hr(hr, make, organisation, owner):
    program = make(phase="matching")
    with scope(organisation):
        Run.objects.create(program=program, number=1, state="draft", started_by=owner, started_at=clock.now())
    assert hr.get(at("program_detail", program)).context["progress"].action.label == "Vorschläge prüfen"


def test_program_detail_of_an_archived_program_has_no_next_step(hr, make):
    page = hr.get(at("program_detail", make(phase="archived")))
    assert (page.status_code, page.context["progress"].action) == (200, None)


@pytest.mark.parametrize(
    ("standing", "action"), [("imported", "Einladungen prüfen"), ("joined", "Matching starten")]
)
def test_program_detail_in_enrolment_invites_first_and_then_matches(hr, make, organisation, standing, action):
    program = make(phase="enrolment")
    with scope(organisation):
        factories.participant(program, standing=standing)
    assert hr.get(at("program_detail", program)).context["progress"].action.label == action


def test_program_detail_counts_a_no_like_silence(hr, make, organisation):
    program = make(phase="enrolment")
    with scope(organisation):
        factories.participant(program, standing="invited", quiet=True)
        factories.participant(program, standing="invited")
    figures = {
        figure.label: figure.value
        for figure in hr.get(at("program_detail", program)).context["progress"].figures
    }
    assert figures["noch ohne Antwort"] == 2


def test_program_start_matching_moves_on_to_matching(hr, make, organisation):
    program = make(phase="enrolment")
    answer = hr.post(at("program_start_matching", program))
    assert answer.url.endswith("/matching/")
    assert phase_of(program, organisation) == "matching"


def test_program_close_and_archive(hr, make, organisation):
    program = make(phase="running")
    hr.post(at("program_close", program))
    assert phase_of(program, organisation) == "closing"
    assert hr.post(at("program_archive", program)).url == at("program_list")
    assert phase_of(program, organisation) == "archived"


def test_a_refused_move_says_why(hr, make):
    answer = hr.post(at("program_close", make(phase="draft", setup_step="goal")), follow=True)
    assert "Das geht in der Phase „Entwurf“ nicht." in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["program_open", "program_close", "program_archive", "program_start_matching"]
)
def test_moves_are_posts(hr, make, name):
    assert hr.get(at(name, make())).status_code == 405


def test_program_rules_show_what_was_set_and_lead_to_the_changes(hr, make):
    page = hr.get(at("program_rules", make())).content.decode()
    assert "Alle nutzen die neuen Werkzeuge." in page
    assert "/rules/frame/" in page


def test_program_rules_of_a_closed_program_only_tell(hr, make):
    page = hr.get(at("program_rules", make(phase="closing"))).content.decode()
    assert "Das Programm ist abgeschlossen." in page
    assert "/rules/frame/" not in page


def test_rules_frame_saves(hr, make, organisation):
    program = make()
    form = hr.get(at("rules_frame", program)).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"months": 9}
    data |= {"enrolment_until": "2026-09-01", "late_until": "2026-10-30", "reason": ""}
    page = hr.post(at("rules_frame", program), data | {"address": "sie"})
    assert "Bitte nennen Sie den Grund für das neue Enddatum." in page.content.decode()
    data["reason"] = "Mehr Zeit"
    assert hr.post(at("rules_frame", program), data | {"address": "sie"}).status_code == 302
    with scope(organisation):
        assert Program.objects.get().months == 9


def test_rules_matching_saves(hr, make, organisation):
    program = make()
    form = hr.get(at("rules_matching", program)).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"minimum_distance": 7}
    assert hr.post(at("rules_matching", program), data).status_code == 302
    with scope(organisation):
        assert Program.objects.get().minimum_distance == 7


def test_rules_goal_is_amended_with_a_reason(hr, make, organisation):
    program = make()
    contract = {"statement": "Neu", "indicator": "a", "baseline": "b", "target": "c", "sponsor": "d"}
    assert "Grund" in hr.post(at("rules_goal", program), contract).content.decode()
    hr.post(at("rules_goal", program), contract | {"reason": "Vorstand"})
    with scope(organisation):
        assert program.goals.get().statement == "Neu"


def test_message_list_names_every_mail_there_is(hr, make):
    page = hr.get(at("message_list", make())).content.decode()
    assert "Einladung" in page
    assert "Bitte um Rückmeldung" in page


def phase_of(program: Program, organisation) -> str:
    with scope(organisation):
        return Program.objects.get(pk=program.pk).phase


def test_program_duplicate_opens_the_frame_of_the_copy(hr, make, organisation):
    answer = hr.post(at("program_duplicate", make()), follow=True)
    with scope(organisation):
        copy = Program.objects.get(phase="draft")
    assert answer.redirect_chain == [(at("setup_frame", copy), 302)]
    assert "Die Kopie ist ein Entwurf, noch ohne Personen." in answer.content.decode()


def test_program_detail_tells_history_leads_and_the_guide_of_every_session(hr, make, organisation, owner):
    program = make(phase="running", session_count=8)
    with scope(organisation):
        phases.close_program(program, by=owner)
    page = hr.get(at("program_detail", program)).content.decode()
    assert "Abschluss</b>" in page and "seit" in page
    assert at("lead_list", program) in page
    assert "8. Abschluss" in page and "Halbzeit" in page


def test_program_rules_show_amendments_and_promises(hr, make, organisation, owner):
    program = make(phase="enrolment")
    contract = dict.fromkeys(goals.CONTRACT, "Neu")
    with scope(organisation):
        amendments.amend_goal(program, contract=contract, reason="Der Vorstand will mehr.", by=owner)
        PromiseGiven.objects.create(program=program, promise="voluntary", at=clock.now(), by=owner)
    for name in ("program_rules", "rules_goal"):
        page = hr.get(at(name, program)).content.decode()
        assert "Der Vorstand will mehr." in page and "<del>Alle nutzen die neuen Werkzeuge.</del>" in page
    assert "Niemand wird verpflichtet" in hr.get(at("program_rules", program)).content.decode()
