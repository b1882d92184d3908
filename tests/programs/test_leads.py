import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from programs import leads
from programs.errors import ProgramError
from programs.models import Program
from tenancy.scope import scope
from tests import factories


@pytest.fixture
def program(organisation, lead) -> Program:
    with scope(organisation):
        return factories.program(lead=lead)


@pytest.fixture
def colleague(organisation):
    with scope(organisation):
        return factories.membership("Ruth Aumann", role="lead")


@pytest.fixture
def inside(organisation):
    with scope(organisation):
        yield


def at(name: str, program: Program, **more: str) -> str:
    return reverse(
        f"programs:{name}",
        kwargs={"organisation": "weserwerk", "program": program.public_id} | more,
    )


def test_a_second_lead_sees_the_program_and_a_second_time_changes_nothing(inside, program, lead, colleague):
    assert not Program.objects.visible_to(colleague)
    leads.add(program, person=colleague, by=lead)
    leads.add(program, person=colleague, by=lead)
    assert list(Program.objects.visible_to(colleague)) == [program]
    assert AuditEvent.objects.filter(verb="program.lead_added").count() == 1


def test_who_may_run_no_program_becomes_no_lead(inside, program, lead, participant_member):
    with pytest.raises(ProgramError, match="hat keine Rolle, die Programme leitet"):
        leads.add(program, person=participant_member, by=lead)


def test_a_lead_whose_access_ended_becomes_none(inside, program, lead, colleague):
    colleague.is_active = False
    colleague.save()
    assert colleague not in leads.possible(program)
    with pytest.raises(ProgramError, match="hat keine Rolle"):
        leads.add(program, person=colleague, by=lead)


def test_the_last_lead_stays(inside, program, lead):
    with pytest.raises(ProgramError, match="Eine Person leitet das Programm immer"):
        leads.remove(program, person=lead, by=lead)
    assert leads.of(program) == [lead]


def test_a_lead_who_left_sees_the_program_no_more(inside, program, lead, colleague):
    leads.add(program, person=colleague, by=lead)
    leads.remove(program, person=lead, by=colleague)
    leads.remove(program, person=lead, by=colleague)
    assert not Program.objects.visible_to(lead)
    assert AuditEvent.objects.filter(verb="program.lead_removed").count() == 1


def test_lead_list_takes_somebody_in(client_for, organisation, program, lead, colleague):
    hr = client_for(lead)
    assert "Ruth Aumann" in hr.get(at("lead_list", program)).content.decode()
    answer = hr.post(at("lead_list", program), {"person": colleague.public_id}, follow=True)
    assert "Ruth Aumann leitet das Programm jetzt auch." in answer.content.decode()
    with scope(organisation):
        assert set(leads.of(program)) == {lead, colleague}


@pytest.mark.parametrize("person", ["", "x", "participant", "stranger"])
def test_lead_list_refuses_whom_it_does_not_offer(
    client_for, organisation, other_organisation, program, lead, participant_member, person
):
    with scope(other_organisation):
        keys = {
            "participant": participant_member.public_id,
            "stranger": factories.membership(role="lead").public_id,
        }
    page = client_for(lead).post(at("lead_list", program), {"person": keys.get(person, person)})
    assert page.status_code == 200
    with scope(organisation):
        assert leads.of(program) == [lead]


def test_who_gives_the_lead_away_comes_to_the_list(client_for, organisation, program, lead, colleague):
    with scope(organisation):
        leads.add(program, person=colleague, by=lead)
    answer = client_for(lead).post(at("lead_remove", program, member=lead.public_id), follow=True)
    assert "leitet das Programm nicht mehr" in answer.content.decode()
    assert answer.redirect_chain[0][0] == reverse("programs:program_list", args=["weserwerk"])


def test_lead_remove_knows_only_leads(client_for, program, lead, participant_member):
    url = at("lead_remove", program, member=participant_member.public_id)
    assert client_for(lead).post(url).status_code == 404


def test_another_lead_finds_no_page_of_a_program_that_is_not_theirs(client_for, program, colleague, lead):
    hr = client_for(colleague)
    assert hr.get(at("lead_list", program)).status_code == 404
    assert hr.post(at("lead_remove", program, member=lead.public_id)).status_code == 404
