"""HR's list of people: filters that stand in the address, and one step for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from mail.models import Message, Suppression
from programs import bulk, participants, people_list, times
from programs.errors import ProgramError
from programs.models import Participant
from programs.people_list import Wanted
from programs.times import Window
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return factories.program(lead=lead, phase="enrolment")


@pytest.fixture
def people(organisation, program):
    """Three people who differ in everything the list can tell apart."""
    with scope(organisation):
        jana = factories.membership("Jana Vogt", email="jv@w.example", department="IT", place="Bremen")
        heinz = factories.membership(
            "Heinz Brenner", email="heinz@w.example", department="Einkauf", place="Köln"
        )
        mina = factories.unregistered("Mina Öz", email="mina@w.example", department="IT", place="Köln")
        factories.participant(program, membership=jana)
        factories.participant(program, membership=heinz, side="mentee", answered_at=None)
        factories.participant(program, membership=mina, side="mentee", standing="imported", answered_at=None)
        factories.participant()  # of another program
        times.replace(jana, [Window(0, 540, 720)])


def path(name: str, program, **kwargs: str) -> str:
    where = {"organisation": "weserwerk", "program": program.public_id, **kwargs}
    return reverse(f"programs:{name}", kwargs=where)


def shown(client, program, query: str) -> list[str]:
    return [str(row) for row in client.get(f"{path('participant_list', program)}?{query}").context["page"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Heinz Brenner", "Jana Vogt", "Mina Öz"]),
        ("status=ready", ["Jana Vogt"]),
        ("status=questions", ["Heinz Brenner"]),
        ("side=mentee", ["Heinz Brenner", "Mina Öz"]),
        ("department=IT", ["Jana Vogt", "Mina Öz"]),
        ("place=K%C3%B6ln", ["Heinz Brenner", "Mina Öz"]),
        ("times=yes", ["Jana Vogt"]),
        ("times=no", ["Heinz Brenner", "Mina Öz"]),
        ("q=vogt", ["Jana Vogt"]),
        ("q=vogt+jana", ["Jana Vogt"]),
        ("q=HEINZ%40w", ["Heinz Brenner"]),
        ("q=%25", []),
        ("sort=status", ["Mina Öz", "Heinz Brenner", "Jana Vogt"]),
        ("department=IT&side=mentee&status=imported", ["Mina Öz"]),
        ("status=unsinn&side=x&department=Mars&sort=x&page=99", ["Heinz Brenner", "Jana Vogt", "Mina Öz"]),
    ],
)
def test_every_filter_has_an_address_and_nonsense_counts_as_not_given(
    people, program, lead, client_for, query, names
):
    assert shown(client_for(lead), program, query) == names


def test_counts_follow_the_other_filters(organisation, people, program):
    with scope(organisation):
        counts = people_list.counts(program, Wanted(status="ready", department="IT"))
    assert {key: number for key, number in counts.items() if number} == {"imported": 1, "ready": 1}


def test_counts_and_lists_agree_for_every_status(organisation, program):
    with scope(organisation):
        for standing in ("imported", "invited", "invited", "paused", "left"):
            factories.participant(program, standing=standing, answered_at=None)
        factories.participant(program)
        factories.participant(program, answered_at=None)
        factories.participant()  # of another program
        counts = participants.counts(program)
        assert counts == {"imported": 1, "invited": 2, "questions": 1, "ready": 1, "paused": 1, "left": 1}
        assert {key: people_list.found(program, Wanted(status=key)).count() for key in counts} == counts


def test_a_list_without_hits_offers_the_way_back(people, program, lead, client_for):
    response = client_for(lead).get(path("participant_list", program), {"q": "niemand"})
    html = response.content.decode()
    assert "Niemand gefunden" in html
    assert f'href="{path("participant_list", program)}"' in html


def test_addresses_that_take_no_mail_are_marked_and_can_be_listed(
    organisation, people, program, lead, client_for
):
    client = client_for(lead)
    assert "nicht erreichbar" not in client.get(path("participant_list", program)).content.decode()
    with scope(organisation):
        norm = program.participants.get(membership__name="Jana Vogt").membership.email_norm
        Suppression.objects.create(address_norm=norm, status="5.1.1", since=clock.now(), told=True)
    assert shown(client, program, "mail=no") == ["Jana Vogt"]
    html = client.get(path("participant_list", program)).content.decode()
    assert html.count("Adresse nicht erreichbar") == 1


def test_the_next_page_keeps_the_filters(organisation, program, lead, client_for):
    with scope(organisation):
        for _number in range(people_list.PAGE + 1):
            factories.participant(program, side="mentee")
    client = client_for(lead)
    html = client.get(path("participant_list", program), {"side": "mentee"}).content.decode()
    assert "?side=mentee&amp;page=2" in html
    assert len(shown(client, program, "side=mentee&page=2")) == 1


@pytest.mark.parametrize("query", ["", "q=person&side=mentor", "times=no&sort=status&mail=no"])
def test_five_people_and_fifty_ask_the_database_equally_often(organisation, program, lead, client_for, query):
    client, asked = client_for(lead), []
    for more in (5, 45):
        with scope(organisation):
            for _number in range(more):
                factories.participant(program, standing="invited")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{path('participant_list', program)}?{query}")
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("page", ["tandem_list", "program_detail"])
def test_five_tandems_and_fifty_ask_the_database_equally_often(organisation, program, lead, client_for, page):
    client, asked = client_for(lead), []
    with scope(organisation):
        program.phase = "running"
        program.save()
    for more in (5, 45):
        with scope(organisation):
            for _number in range(more):
                factories.help_request(factories.tandem(program))
        with CaptureQueriesContext(connection) as queries:
            client.get(path(page, program))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_inviting_many_leaves_alone_who_is_in_already(organisation, people, program, lead):
    with scope(organisation):
        number = bulk.do("invite", program, program.participants.all(), by=lead)
        assert number == 1
        assert [mail.recipient for mail in Message.objects.all()] == ["mina@w.example"]
        with pytest.raises(ProgramError, match="nichts mehr zu tun"):
            bulk.do("invite", program, program.participants.all(), by=lead)


def test_removing_many_takes_only_those_who_were_never_invited(organisation, people, program, lead):
    with scope(organisation):
        assert bulk.do("remove", program, program.participants.all(), by=lead) == 1
        assert sorted(str(row) for row in program.participants.all()) == ["Heinz Brenner", "Jana Vogt"]
        assert AuditEvent.objects.get().detail == {"number": 1}


def test_reminding_many_counts_a_no_like_silence_and_writes_only_to_the_silent(organisation, program, lead):
    with scope(organisation):
        week_ago = clock.now() - timedelta(days=7)
        for quiet in (True, False):
            factories.participant(program, standing="invited", invited_at=week_ago, quiet=quiet)
        assert bulk.do("remind", program, program.participants.all(), by=lead) == 2
        assert Message.objects.count() == 1
        assert not program.participants.filter(reminded_at=None).exists()


def test_pausing_many_leaves_alone_who_takes_no_part_and_resuming_takes_it_back(
    organisation, people, program, lead
):
    with scope(organisation):
        everybody = program.participants.all()
        assert bulk.do("pause", program, everybody, by=lead) == 2
        assert sorted(everybody.values_list("standing", flat=True)) == ["imported", "paused", "paused"]
        assert bulk.do("resume", program, everybody, by=lead) == 2
        assert sorted(everybody.values_list("standing", flat=True)) == ["imported", "joined", "joined"]
        assert [event.verb for event in AuditEvent.objects.all()] == [
            "participants.resumed",
            "participants.paused",
        ]
        assert not Message.objects.exists()
        with pytest.raises(ProgramError, match="nichts mehr zu tun"):
            bulk.do("resume", program, everybody, by=lead)


def test_pausing_says_that_tandems_go_on_and_leads_to_the_way_back(
    organisation, people, program, lead, client_for
):
    with scope(organisation):
        pair = factories.tandem(program)
        chosen = {"person": [pair.mentor.public_id]}
    client = client_for(lead)
    page = client.get(path("several_pause", program), chosen).content.decode()
    assert "1 Person pausieren" in page
    assert "1 davon ist in einem Tandem" in page
    assert "kann die Pause selbst beenden" in page
    after = client.post(path("several_pause", program), chosen, follow=True).content.decode()
    assert f'href="{path("several_resume", program)}?person={pair.mentor.public_id}"' in after
    client.post(path("several_resume", program), chosen)
    with scope(organisation):
        assert program.participants.get(pk=pair.mentor.pk).standing == "joined"


def test_only_steps_that_suit_anybody_are_offered(organisation, people, program, lead, client_for):
    html = client_for(lead).get(path("participant_list", program)).content.decode()
    offered = {step for step in bulk.STEPS if f'formaction="{path(f"several_{step}", program)}"' in html}
    assert offered == {"invite", "pause", "remove"}


def test_no_more_than_so_many_at_once(organisation, program, lead, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    with scope(organisation):
        for _number in range(3):
            factories.participant(program, standing="imported")
        assert bulk.do("remove", program, program.participants.all(), by=lead) == 2
        assert Participant.objects.filter(program=program).count() == 1


def test_the_page_before_a_step_says_for_how_many_and_does_nothing(
    organisation, people, program, lead, client_for
):
    query = {"everybody": "1", "department": "IT"}
    response = client_for(lead).get(path("several_invite", program), query)
    assert (response.context["chosen"], response.context["now"]) == (2, 1)
    html = response.content.decode()
    assert "1 Person einladen" in html
    assert 'name="department" value="IT"' in html
    with scope(organisation):
        assert not Message.objects.exists()


def test_a_step_returns_to_the_same_list_with_its_number(organisation, people, program, lead, client_for):
    data = {"everybody": "1", "department": "IT"}
    response = client_for(lead).post(path("several_remove", program), data, follow=True)
    assert response.redirect_chain == [(f"{path('participant_list', program)}?department=IT", 302)]
    assert "1 Person steht nicht mehr auf der Liste." in response.content.decode()


@pytest.mark.parametrize("step", [f"several_{step}" for step in bulk.STEPS])
def test_without_a_tick_nothing_is_done(organisation, people, program, lead, client_for, step):
    client = client_for(lead)
    assert "kreuzen" in client.get(path(step, program), follow=True).content.decode()
    client.post(path(step, program))
    with scope(organisation):
        assert not Message.objects.exists()
        assert program.participants.count() == 3


def test_a_step_reaches_nobody_of_another_program(organisation, program, lead, client_for):
    with scope(organisation):
        foreign = factories.participant(standing="imported")
    client_for(lead).post(path("several_remove", program), {"person": [foreign.public_id]})
    with scope(organisation):
        assert Participant.objects.filter(pk=foreign.pk).exists()


def test_departments_and_sites_stand_in_german_order(organisation, program):
    with scope(organisation):
        for word in ("Zentrale", "Österreich", "Orga", "Ärzte"):
            member = factories.membership(department=word, place=word)
            factories.participant(program, membership=member)
        in_order = ["Ärzte", "Orga", "Österreich", "Zentrale"]
        assert people_list.values(program) == (in_order, in_order)


def test_a_nonsense_name_is_nobody(people, program, lead, client_for):
    response = client_for(lead).get(
        path("several_remove", program), {"person": "\0", "q": "\0", "page": "\0"}
    )
    assert response.url == path("participant_list", program)


def test_a_draft_says_why_nobody_is_invited(organisation, people, program, lead, client_for):
    with scope(organisation):
        program.phase = "draft"
        program.save()
    response = client_for(lead).post(path("several_invite", program), {"everybody": "1"}, follow=True)
    assert "noch ein Entwurf" in response.content.decode()


def test_hundreds_to_invite_are_not_listed_to_be_unticked(
    organisation, people, program, lead, client_for, monkeypatch
):
    monkeypatch.setattr("programs.views.participants.MOST_SHOWN", 0)
    response = client_for(lead).get(path("participants_invite", program))
    assert response.url == f"{path('several_invite', program)}?everybody=1&status=imported"
