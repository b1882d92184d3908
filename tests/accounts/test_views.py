"""The way in: after signing in, and with an invitation."""

import pytest

from accounts import invitations
from accounts.models import Invitation, Membership, Organisation
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


def invited(organisation, owner, email: str = "ines@weserwerk.example", **fields) -> str:
    with scope(organisation):
        member = factories.unregistered("Ines Kaltenbach", email=email, **{"role": "lead"} | fields)
        return f"/join/{invitations.issue(member, by=owner)}/"


def uses() -> int:
    organisations = Organisation.objects.all()
    return sum(_uses(organisation) for organisation in organisations)


def _uses(organisation) -> int:
    with scope(organisation):
        return Invitation.objects.exclude(used_at=None).count()


# After signing in


def test_after_login_leads_hr_to_the_overview(client_for, owner):
    assert client_for(owner).get("/welcome/").url == "/o/weserwerk/"


def test_after_login_leads_participants_home(client_for, participant_member):
    assert client_for(participant_member).get("/welcome/").url == "/o/weserwerk/me/"


def test_after_login_leads_our_staff_to_the_back_office(client_for, staff):
    assert client_for(staff).get("/welcome/").url == "/staff/demos/"


def test_after_login_lets_people_choose_between_organisations(client_for, owner, other_organisation):
    with scope(other_organisation):
        factories.membership(user=owner.user)
    page = client_for(owner).get("/welcome/").content.decode()
    assert 'href="/o/weserwerk/"' in page
    assert 'href="/o/nordlicht/me/"' in page


def test_after_login_says_when_there_is_no_organisation(client_for):
    page = client_for(factories.user("allein@x.example")).get("/welcome/").content.decode()
    assert "keine Organisation" in page
    assert "allein@x.example" in page


# Invitations


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_join_changes_nothing_by_looking(client, organisation, owner, method):
    link = invited(organisation, owner)
    for _ in range(3):
        assert getattr(client, method)(link).status_code in {200, 405}
    assert uses() == 0
    assert "_auth_user_id" not in client.session


def test_join_takes_more_than_a_pressed_button(client, organisation, owner):
    link = invited(organisation, owner)
    assert client.post(link).status_code == 200
    assert uses() == 0


def test_join_with_a_password_signs_a_new_person_in(client, organisation, owner):
    response = client.post(invited(organisation, owner), {"password": "ein guter Satz"})
    assert response.url == "/o/weserwerk/"
    assert "_auth_user_id" in client.session
    with scope(organisation):
        assert Membership.objects.get(name="Ines Kaltenbach").user.check_password("ein guter Satz")


def test_join_leads_a_participant_home(client, organisation, owner):
    link = invited(organisation, owner, role="participant")
    assert client.post(link, {"password": "ein guter Satz"}).url == "/o/weserwerk/me/"


@pytest.mark.parametrize("weak", ["kurz", "password123", "12345678901", "ines@weserwerk"])
def test_join_refuses_a_weak_password_and_keeps_the_link(client, organisation, owner, weak):
    response = client.post(invited(organisation, owner), {"password": weak})
    assert response.status_code == 200
    assert response.context["form"].errors["password"]
    assert uses() == 0


def test_join_ignores_whatever_else_is_sent(client, organisation, owner):
    client.post(
        invited(organisation, owner),
        {"password": "ein guter Satz", "role": "owner", "is_staff": "on", "email": "x@evil.example"},
    )
    with scope(organisation):
        member = Membership.objects.get(name="Ines Kaltenbach")
    assert (member.role, member.user.is_staff, member.user.email) == ("lead", False, "ines@weserwerk.example")


def test_join_asks_an_existing_person_to_sign_in_first(client, organisation, owner):
    factories.user("ines@weserwerk.example")
    link = invited(organisation, owner)
    assert f'href="/login/?next={link}"' in client.get(link).content.decode()
    client.post(link, {"password": "ein guter Satz"})
    assert uses() == 0


def test_join_takes_an_existing_person_by_a_button(client_for, organisation, owner):
    person = factories.user("ines@weserwerk.example")
    client, before = client_for(person), person.password
    assert client.post(invited(organisation, owner), {"password": "x"}).url == "/o/weserwerk/"
    person.refresh_from_db()
    assert person.password == before


def test_join_tells_somebody_else_whom_it_is_for(client_for, organisation, owner, lead):
    link = invited(organisation, owner)
    client = client_for(lead)
    assert "gilt einer anderen Adresse" in client.get(link).content.decode()
    assert client.post(link).status_code == 200
    assert uses() == 0


def test_join_answers_a_used_link_with_410(client, organisation, owner):
    link = invited(organisation, owner)
    client.post(link, {"password": "ein guter Satz"})
    response = client.get(link)
    assert response.status_code == 410
    assert "schon angenommen" in response.content.decode()


def test_join_answers_an_expired_link_with_410(client, organisation, owner):
    link = invited(organisation, owner)
    with scope(organisation):
        Invitation.objects.update(expires_at="2020-01-01T00:00Z")
    for response in (client.get(link), client.post(link, {"password": "ein guter Satz"})):
        assert response.status_code == 410
        assert "abgelaufen" in response.content.decode()


def test_join_knows_nothing_of_a_token_moved_to_another_organisation(
    client, organisation, owner, other_organisation
):
    secret = invited(organisation, owner).split("-", 1)[1]
    assert client.get(f"/join/{other_organisation.pk}-{secret}").status_code == 404
