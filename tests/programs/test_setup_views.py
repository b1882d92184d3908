from datetime import timedelta

import pytest
from django.urls import reverse

from mail.models import Message
from programs import goals, readiness, setup
from programs.models import GoalKind, Program
from tenancy import clock
from tenancy.scope import scope
from tests import factories
from tests.programs.drafts import CONTRACT, PROMISES

STEPS = ["setup_goal", "setup_goal_changed", "setup_frame", "setup_people", "setup_matching", "setup_check"]


@pytest.fixture
def hr(client_for, owner):
    return client_for(owner)


@pytest.fixture
def draft(organisation, owner) -> Program:
    with scope(organisation):
        return setup.create_program(name="KI 2027", kind=GoalKind.DIGITAL, contract=CONTRACT, by=owner)


def at(name: str, program: Program | None = None) -> str:
    place = {"organisation": "weserwerk"} | ({"program": program.public_id} if program else {})
    return reverse(f"programs:{name}", kwargs=place)


def goal_data(kind: str = "digital", name: str = "KI 2027", **contract: str) -> dict:
    return {"kind": kind, "name": name} | {
        f"{kind}-{field}": text for field, text in (CONTRACT | contract).items()
    }


def values(page) -> dict:
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


def test_program_create_shows_every_template_with_its_contract(hr):
    page = hr.get(at("program_create")).content.decode()
    for template in goals.TEMPLATES.values():
        assert str(template.title) in page
        assert str(template.statement) in page


def test_program_create_makes_a_draft_and_goes_on_to_the_frame(hr, organisation):
    answer = hr.post(at("program_create"), goal_data())
    with scope(organisation):
        program = Program.objects.get()
    assert answer.url == at("setup_frame", program)
    assert (program.name, program.phase) == ("KI 2027", "draft")


def test_program_create_takes_the_contract_of_the_chosen_kind(hr, organisation):
    hr.post(at("program_create"), goal_data() | goal_data("culture", statement="Zuhören"))
    with scope(organisation):
        assert setup.goal_of(Program.objects.get()).statement == "Zuhören"


def test_program_create_may_leave_the_contract_open(hr, organisation):
    hr.post(at("program_create"), {"kind": "own", "name": "Eigenes"})
    with scope(organisation):
        assert len(readiness.gaps(Program.objects.get())) == 6


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "KI"}, "Bitte ein Ziel auswählen."),
        ({"kind": "digital", "name": " "}, "Das Programm braucht einen Namen."),
        (goal_data(statement="x" * 301), "aus höchstens 300 Zeichen"),
    ],
)
def test_program_create_keeps_what_was_typed_and_says_what_is_wrong(hr, organisation, data, sentence):
    page = hr.post(at("program_create"), data)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Fehler:" in page.content.decode()
    with scope(organisation):
        assert not Program.objects.exists()


def test_setup_goal_shows_what_is_kept_and_changes_it(hr, draft, organisation):
    assert "Dr. Heinz Brenner" in hr.get(at("setup_goal", draft)).content.decode()
    answer = hr.post(at("setup_goal", draft), goal_data("hierarchy", name="Neu"))
    assert answer.url == at("setup_goal_changed", draft) + "?before=digital"
    with scope(organisation):
        again = Program.objects.get()
        assert (again.name, setup.goal_of(again).kind) == ("Neu", "hierarchy")


def test_setup_goal_changed_shows_what_was_and_what_is(hr, draft):
    page = hr.post(at("setup_goal", draft), goal_data("culture"), follow=True).content.decode()
    for was, now in [
        ("KI-Assistenten im Alltag", "Erwartungen an Arbeit"),
        ("Themen wichtig, alles andere normal", "Arbeitsweise wichtig, alles andere normal"),
        ("Werkzeuge des Alltags", "Ein Tag am Anfang"),
        ("digitalen Werkzeugen fühle ich mich sicher", "an ihrer Arbeit wichtig ist"),
    ]:
        assert was in page and now in page and page.index(was) < page.index(now)
    assert "Ihre eigene Gewichtung bleibt" not in page


def test_setup_goal_changed_says_that_weights_set_by_hand_stay(hr, draft, organisation):
    with scope(organisation):
        Program.objects.update(weights=goals.NORMAL | {"place": 2})
    page = hr.post(at("setup_goal", draft), goal_data("culture"), follow=True).content.decode()
    assert "Ihre eigene Gewichtung bleibt: Ort und Format wichtig, alles andere normal." in page
    assert "Arbeitsweise wichtig" not in page


@pytest.mark.parametrize("before", ["", "digital", "nonsense"])
def test_setup_goal_changed_without_a_change_goes_on(hr, draft, before):
    assert hr.get(at("setup_goal_changed", draft) + f"?before={before}").url == at("setup_frame", draft)


def test_setup_goal_changed_leads_back_to_the_last_page_of_who_came_from_there(hr, draft):
    page = hr.post(at("setup_goal", draft) + "?check", goal_data("culture"), follow=True)
    assert page.context["onward"] == at("setup_check", draft)


def test_setup_frame_asks_for_the_address_without_preselection_and_only_once(hr, draft, organisation):
    page = hr.get(at("setup_frame", draft))
    assert page.context["form"]["address"].value() is None
    data = values(page)
    assert "Bitte Du oder Sie auswählen." in hr.post(at("setup_frame", draft), data).content.decode()
    assert hr.post(at("setup_frame", draft), data | {"address": "du"}).url == at("setup_people", draft)
    organisation.refresh_from_db()
    assert organisation.address == "du"
    assert "address" not in hr.get(at("setup_frame", draft)).context["form"].fields


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": "2020-01-06"}, "Der Beginn liegt in der Vergangenheit."),
        ({"starts_on": "31.02.2027"}, "gültiges Datum"),
        ({"enrolment_until": "2099-01-01"}, "Die Anmeldung endet vor dem Beginn des Programms."),
        ({"late_until": "2020-01-06"}, "liegt nicht zwischen Beginn und Ende"),
        ({"late_until": "2099-01-01"}, "liegt nicht zwischen Beginn und Ende"),
        ({"months": "1", "session_count": "9"}, "Das wäre mehr als eine Sitzung pro Woche."),
        ({"session_count": "25"}, "kleiner oder gleich 24"),
        ({"session_minutes": "17"}, "17 ist keine gültige Auswahl"),
        ({"contact": "0"}, "keine gültige Auswahl"),
    ],
)
def test_setup_frame_refuses_impossible_frames(hr, draft, changes, sentence):
    data = values(hr.get(at("setup_frame", draft))) | {"address": "sie"} | changes
    page = hr.post(at("setup_frame", draft), data)
    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_setup_frame_offers_only_leads_of_this_house_as_contact(
    hr, draft, lead, participant_member, other_organisation
):
    with scope(other_organisation):
        factories.membership("Fremde Leitung", role="owner")
    page = hr.get(at("setup_frame", draft)).content.decode()
    assert "Fremde Leitung" not in page
    assert str(participant_member) not in page
    assert str(lead) in page


def test_setup_people_can_be_left_for_later(hr, draft):
    assert "Tabelle einlesen" in hr.get(at("setup_people", draft)).content.decode()
    assert hr.post(at("setup_people", draft)).url == at("setup_matching", draft)


def test_setup_matching_keeps_rules_and_weights(hr, draft, organisation):
    data = values(hr.get(at("setup_matching", draft))) | {
        "measure": "level",
        "minimum_distance": "2",
        "place": "0",
    }
    assert hr.post(at("setup_matching", draft), data).url == at("setup_check", draft)
    with scope(organisation):
        again = Program.objects.get()
    assert (again.measure, again.minimum_distance, again.weights["place"]) == ("level", 2, 0)


def test_setup_matching_needs_something_that_counts(hr, draft):
    data = values(hr.get(at("setup_matching", draft))) | dict.fromkeys(goals.FACTORS, "0")
    assert "Mindestens eins davon muss zählen." in hr.post(at("setup_matching", draft), data).content.decode()


def test_setup_check_lists_gaps_and_shows_the_invitation(hr, draft):
    page = hr.get(at("setup_check", draft))
    text = page.content.decode()
    assert "Die Anrede im Haus, Du oder Sie, fehlt." in text
    assert page.context["preview"][0] in text
    assert "Themen zählen viermal so viel wie Zeit." in text


def test_a_change_from_the_last_page_leads_back_to_it(hr, draft):
    assert hr.post(at("setup_goal", draft) + "?check", goal_data()).url == at("setup_check", draft)


def test_program_open_refuses_with_a_sentence_per_gap(hr, draft, organisation):
    answer = hr.post(at("program_open", draft), follow=True)
    assert answer.redirect_chain[0][0] == at("setup_check", draft)
    assert answer.content.decode().count("Die Anrede im Haus, Du oder Sie, fehlt.") == 2


def test_program_open_keeps_the_promises_although_something_is_missing(hr, draft, organisation, owner):
    answer = hr.post(at("program_open", draft), {"promises": ["voluntary", "nonsense"]}, follow=True)
    assert "Noch nicht bestätigt" in answer.content.decode()
    hr.post(at("program_open", draft), {"promises": ["voluntary"]})
    with scope(organisation):
        assert [(row.promise, row.by) for row in draft.promises.all()] == [("voluntary", owner)]
        assert Program.objects.get().phase == "draft"


def test_the_whole_wizard_in_five_steps_mails_nobody(hr, organisation):
    hr.post(at("program_create"), goal_data())
    with scope(organisation):
        program = Program.objects.get()
    hr.post(at("setup_frame", program), values(hr.get(at("setup_frame", program))) | {"address": "sie"})
    hr.post(at("setup_people", program))
    hr.post(at("setup_matching", program), values(hr.get(at("setup_matching", program))))
    answer = hr.post(at("program_open", program), {"promises": PROMISES}, follow=True)
    assert answer.redirect_chain == [(at("program_detail", program), 302)]
    assert "Programm angelegt. Noch hat niemand eine Nachricht bekommen." in answer.content.decode()
    with scope(organisation):
        assert Program.objects.get().phase == "enrolment"
        assert not Message.objects.exists()


def test_the_overview_offers_to_continue_where_one_left(hr, draft):
    assert at("setup_frame", draft) in hr.get(at("program_detail", draft)).content.decode()


@pytest.mark.parametrize("step", STEPS)
def test_the_wizard_of_an_open_program_leads_to_its_rules(hr, organisation, owner, step):
    with scope(organisation):
        program = factories.program(lead=owner)
    assert hr.get(at(step, program)).url == at("program_rules", program)


@pytest.mark.parametrize("step", STEPS)
def test_a_stranger_finds_no_wizard(client_for, draft, other_organisation, step):
    with scope(other_organisation):
        stranger = factories.membership(role="owner")
    assert client_for(stranger).get(at(step, draft)).status_code == 404


def test_a_start_in_the_past_stays_when_it_was_there(hr, organisation, owner):
    with scope(organisation):
        past = clock.now().date() - timedelta(days=30)
        program = factories.program(lead=owner, starts_on=past, enrolment_until=past - timedelta(days=9))
    data = values(hr.get(at("rules_frame", program))) | {"address": "sie"}
    assert hr.post(at("rules_frame", program), data).status_code == 302
