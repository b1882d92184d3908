import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from mail.models import Message
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/o/weserwerk/people/"


def page_of(client, address: str = LIST) -> str:
    return client.get(address).content.decode()


def fresh(membership: Membership) -> Membership:
    with scope(membership.organisation_id):
        return Membership.objects.get(pk=membership.pk)


def test_member_list_shows_everybody_with_role_and_state(client_for, owner, organisation):
    with scope(organisation):
        factories.unregistered("Ruth Aumann")
        factories.membership("Tomasz Nowak", is_active=False)
    page = page_of(client_for(owner))
    for words in ("Sabine Reuter", "Gesamtleitung", "Ruth Aumann", "noch nicht eingeladen", "Zugang beendet"):
        assert words in page


def test_member_list_is_in_german_order(client_for, owner, organisation):
    with scope(organisation):
        for name in ("Zoe", "Ärmel", "Anton", "Özil"):
            factories.membership(name)
    page = page_of(client_for(owner))
    places = [page.index(name) for name in ("Anton", "Ärmel", "Özil", "Zoe")]
    assert places == sorted(places)


def test_member_list_finds_by_name_role_and_address(client_for, owner, lead, participant_member):
    client = client_for(owner)
    assert "Jana Vogt" not in page_of(client, f"{LIST}?role=lead")
    assert "Jana Vogt" in page_of(client, f"{LIST}?role=participants")
    assert "Leon Hartwig" not in page_of(client, f"{LIST}?q=jana@weser")
    assert "Niemand gefunden" in page_of(client, f"{LIST}?q=%25&role=unsinn&page=x")


def test_member_list_lets_a_lead_read_only(client_for, lead, owner):
    page = page_of(client_for(lead))
    assert "Sabine Reuter" in page
    assert "/people/invite/" not in page
    assert owner.public_id not in page


def test_member_list_asks_the_database_as_often_for_one_as_for_many(client_for, owner, organisation):
    client = client_for(owner)
    with CaptureQueriesContext(connection) as for_one:
        page_of(client)
    with scope(organisation):
        for _ in range(8):
            factories.unregistered()
    with CaptureQueriesContext(connection) as for_many:
        page_of(client)
    assert len(for_many) == len(for_one) <= 20


def test_member_invite_sends_a_mail(client_for, owner, organisation):
    response = client_for(owner).post(
        f"{LIST}invite/", {"name": "Ruth Aumann", "email": "ruth@weserwerk.example", "role": "lead"}
    )
    assert response.url == LIST
    with scope(organisation):
        assert Message.objects.get().recipient == "ruth@weserwerk.example"


@pytest.mark.parametrize("wrong", [{"role": "participant"}, {"role": "staff"}, {"email": "x"}, {"name": ""}])
def test_member_invite_refuses_what_makes_no_sense(client_for, owner, organisation, wrong):
    data = {"name": "Ruth", "email": "ruth@weserwerk.example", "role": "lead"} | wrong
    assert client_for(owner).post(f"{LIST}invite/", data).status_code == 200
    with scope(organisation):
        assert not Message.objects.exists()


def test_member_invite_says_who_is_there_already_and_keeps_what_was_typed(client_for, owner, lead):
    data = {"name": "Leo H.", "email": lead.email, "role": "lead"}
    page = client_for(owner).post(f"{LIST}invite/", data).content.decode()
    assert "Leon Hartwig gehört schon dazu" in page
    assert 'value="Leo H."' in page


def test_member_detail_changes_the_role(client_for, owner, lead):
    assert client_for(owner).post(f"{LIST}{lead.public_id}/", {"role": "owner"}).url == LIST
    assert fresh(lead).role == "owner"


def test_member_detail_keeps_the_last_owner(client_for, owner):
    page = client_for(owner).post(f"{LIST}{owner.public_id}/", {"role": "lead"}).content.decode()
    assert "mindestens eine Person" in page
    assert fresh(owner).is_owner


def test_a_changed_role_holds_from_the_next_page(client_for, owner, organisation):
    with scope(organisation):
        other = factories.membership(role="owner")
    client = client_for(other)
    assert client.get("/o/weserwerk/settings/appearance/").status_code == 200
    client_for(owner).post(f"{LIST}{other.public_id}/", {"role": "lead"})
    assert client.post("/o/weserwerk/settings/appearance/", {}).status_code == 403


def test_member_end_holds_from_the_next_page(client_for, owner, lead):
    client = client_for(lead)
    assert client.get(LIST).status_code == 200
    client_for(owner).post(f"{LIST}{lead.public_id}/end/")
    assert client.get(LIST).status_code == 404
    assert "keine Organisation" in client.get("/welcome/").content.decode()


def test_member_end_keeps_the_last_owner(client_for, owner):
    response = client_for(owner).post(f"{LIST}{owner.public_id}/end/", follow=True)
    assert "mindestens eine Person" in response.content.decode()
    assert fresh(owner).is_active


def test_member_end_of_oneself_leads_out(client_for, owner, organisation):
    with scope(organisation):
        factories.membership(role="owner")
    assert client_for(owner).post(f"{LIST}{owner.public_id}/end/").url == "/welcome/"


def test_member_remind_sends_another_link(client_for, owner, organisation):
    with scope(organisation):
        member = factories.unregistered(role="lead")
    response = client_for(owner).post(f"{LIST}{member.public_id}/remind/", follow=True)
    assert "neue Einladung per Mail" in response.content.decode()
    with scope(organisation):
        assert Message.objects.count() == 1


def test_member_remind_says_when_there_is_no_need(client_for, owner, lead):
    response = client_for(owner).post(f"{LIST}{lead.public_id}/remind/", follow=True)
    assert "braucht keine Einladung" in response.content.decode()
