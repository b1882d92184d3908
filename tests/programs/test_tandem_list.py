"""HR's list of tandems: filters that stand in the address, and what needs HR, without telling a no from silence."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs import tandem_list
from programs.models import GuardFinding
from programs.tandem_list import Wanted
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return factories.program(lead=lead, phase="running")


def path(program) -> str:
    return reverse("programs:tandem_list", kwargs={"organisation": "weserwerk", "program": program.public_id})


def tandem(program, mentor: str, mentee: str = "", **fields):
    """A tandem of people with these names."""
    return factories.tandem(
        program,
        mentor=factories.participant(program, membership=factories.membership(mentor)),
        mentee=factories.participant(
            program, side="mentee", membership=factories.membership(mentee or "Heinz Brenner")
        ),
        **fields,
    )


def shown(client, program, query: str = "") -> list[str]:
    return [
        row.tandem.mentor.membership.name for row in client.get(f"{path(program)}?{query}").context["page"]
    ]


def finding(of, **fields) -> None:
    GuardFinding.objects.create(tandem=of, rule="same_department", fact="IT", found_at=clock.now(), **fields)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ärmel", "Arndt", "Zoë"]),
        ("status=paused", ["Arndt"]),
        ("q=zo", ["Zoë"]),
        ("q=brenner+heinz", ["Ärmel", "Arndt"]),
        ("sort=new", ["Zoë", "Ärmel", "Arndt"]),
        ("status=unsinn&sort=x&page=99", ["Ärmel", "Arndt", "Zoë"]),
        ("status=ended", []),
        ("q=%25", []),
    ],
)
def test_every_filter_has_an_address_and_nonsense_counts_as_not_given(
    organisation, program, lead, client_for, query, names
):
    with scope(organisation):
        day = clock.now()
        tandem(program, "Arndt", state="paused", created_at=day - timedelta(days=2))
        tandem(program, "Ärmel", created_at=day - timedelta(days=1))
        tandem(program, "Zoë", "Ruth Aumann", created_at=day)
        factories.tandem()  # of another program
    assert shown(client_for(lead), program, query) == names


def test_help_broken_rules_and_a_proposal_near_its_end_need_hr(organisation, program, lead, client_for):
    now = clock.now()
    soon, later = now + timedelta(days=2), now + timedelta(days=8)
    with scope(organisation):
        factories.help_request(tandem(program, "Hilfe"))
        answered = factories.help_request(tandem(program, "Beantwortet"))
        answered.answered_at = now
        answered.save()
        finding(tandem(program, "Regel"))
        finding(tandem(program, "Entschieden"), kept_at=now, note="Passt.")
        finding(tandem(program, "Vorbei", state="ended"))
        for state in ("asked_mentor", "asked_mentee", "declined"):
            tandem(program, f"Bald {state}", state=state, answer_until=soon)
            tandem(program, f"Frisch {state}", state=state, answer_until=later)
        tandem(program, "Zurückgezogen", state="asked_mentor", answer_until=soon, withdrawn_at=now)
    names = ["Bald asked_mentee", "Bald asked_mentor", "Bald declined", "Hilfe", "Regel"]
    client = client_for(lead)
    assert shown(client, program, "status=needs_me") == names
    assert "braucht mich <b>5</b>" in client.get(path(program)).content.decode()


def test_what_is_asked_in_ones_own_tandem_is_for_others(organisation, program, lead, client_for):
    with scope(organisation):
        own = factories.tandem(program, mentee=factories.participant(program, side="mentee", membership=lead))
        factories.help_request(own)
    assert shown(client_for(lead), program, "status=needs_me") == []


def test_yes_no_and_silence_are_the_same_row(organisation, program, lead, client_for):
    with scope(organisation):
        until = clock.now() + timedelta(days=1)
        for state in ("asked_mentor", "asked_mentee", "declined"):
            pair = tandem(program, "Jana Vogt", state=state, answer_until=until)
            pair.mentor.membership.department = ""
            html = client_for(lead).get(f"{path(program)}?status=asked").content.decode()
            row = html[html.index("<tbody>") : html.index("</tbody>")].replace(pair.public_id, "")
            pair.delete()
            if state == "asked_mentor":
                first = row
            assert row == first


def test_counts_and_lists_agree_for_every_status(organisation, program, lead):
    with scope(organisation):
        for state in ("asked_mentor", "declined", "active", "paused", "ended", "not_formed"):
            factories.tandem(program, state=state)
        counts = tandem_list.counts(program, Wanted(), by=lead)
        assert counts == {
            "": 6,
            "needs_me": 0,
            "asked": 2,
            "active": 1,
            "paused": 1,
            "ended": 1,
            "not_formed": 1,
        }
        for status, number in counts.items():
            page = tandem_list.page(program, Wanted(status=status), by=lead, count=number, number=None)
            assert len(page.object_list) == number


def test_a_list_without_hits_offers_the_way_back(organisation, program, lead, client_for):
    with scope(organisation):
        factories.tandem(program)
    html = client_for(lead).get(path(program), {"q": "niemand"}).content.decode()
    assert "Kein Tandem gefunden" in html
    assert f'href="{path(program)}"' in html


@pytest.mark.parametrize("query", ["q=e&sort=new", "status=needs_me"])
def test_five_tandems_and_fifty_ask_the_database_equally_often(
    organisation, program, lead, client_for, query
):
    client, asked = client_for(lead), []
    for more in (5, 45):
        with scope(organisation):
            for _number in range(more):
                pair = factories.tandem(program)
                factories.help_request(pair)
                finding(pair)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{path(program)}?{query}")
        asked.append(len(queries))
    assert asked[0] == asked[1]
