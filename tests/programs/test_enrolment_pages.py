from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Invitation, Membership, Organisation, User
from mail.models import Message
from programs import enrolment
from programs.models import Participant
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "ein ganzer Satz als Passwort"


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return factories.program("Auf Augenhöhe", lead=lead, phase="enrolment")


@pytest.fixture
def invite(organisation, program, lead):
    """Invite somebody and return the path of their link."""

    def to(member: Membership, side: str = "mentor") -> str:
        fresh = {"joined_at": None, "answered_at": None, "languages": [], "standing": "imported"}
        with scope(organisation):
            person = factories.participant(program, membership=member, side=side, **fresh)
            enrolment.invite([person], by=lead)
            token = Message.objects.latest("pk").text.split("/i/")[1].split("/")[0]
        return reverse("programs:invitation", kwargs={"token": token})

    return to


@pytest.fixture
def newcomer(organisation):
    with scope(organisation):
        return factories.unregistered("Petra Neu", email="petra@weserwerk.example")


def everything(organisation: Organisation) -> list:
    with scope(organisation):
        tables = (Participant, Invitation, Membership, Message)
        return [list(table.objects.order_by("pk").values()) for table in tables] + [User.objects.count()]


def test_invitation_shows_what_somebody_needs_to_decide(client, invite, newcomer):
    html = client.get(invite(newcomer)).content.decode()
    for text in (
        "Leon Hartwig",
        "Auf Augenhöhe",
        "6 Sitzungen je 45 Minuten",
        "4,5 Stunden",
        "sieht das Nein nicht",
    ):
        assert text in html


def test_opening_the_link_changes_nothing(client, organisation, invite, newcomer):
    path = invite(newcomer)
    before = everything(organisation)
    for request in (client.get, client.head, client.options):
        request(path)
    client.get(f"{path}accept/")
    client.get(f"{path}decline/")
    client.get(f"{path}declined/")
    assert everything(organisation) == before


def test_invitation_accept_brings_a_new_person_to_the_questions(
    client, organisation, invite, newcomer, program
):
    response = client.post(f"{invite(newcomer)}accept/", {"password": PASSWORD}, follow=True)
    questions = {"organisation": "weserwerk", "program": program.public_id}
    assert response.redirect_chain == [(reverse("programs:questions_start", kwargs=questions), 302)]
    assert response.context["user"].check_password(PASSWORD)
    with scope(organisation):
        assert Participant.objects.get().standing == "joined"


@pytest.mark.parametrize("password", ["", "kurz", "12345678", "petra@weserwerk.example"])
def test_invitation_accept_refuses_a_weak_password_and_keeps_the_link(
    client, organisation, invite, newcomer, password
):
    path = invite(newcomer)
    response = client.post(f"{path}accept/", {"password": password})
    assert response.status_code == 200
    assert response.context["form"].errors["password"]
    assert client.post(f"{path}accept/", {"password": PASSWORD}).status_code == 302


def test_an_existing_person_signs_in_first(client, organisation, invite):
    with scope(organisation):
        known = factories.membership("Jana Vogt")
    path = invite(known)
    html = client.get(path).content.decode()
    assert f'href="/login/?next={path}"' in html
    assert 'type="password"' not in html
    assert client.post(f"{path}accept/", {"password": PASSWORD}).status_code == 410
    known.user.refresh_from_db()
    assert known.user.check_password(factories.PASSWORD)


def test_an_existing_person_joins_with_one_button(organisation, invite, client_for):
    with scope(organisation):
        known = factories.membership("Jana Vogt")
    response = client_for(known).post(f"{invite(known)}accept/")
    assert response.status_code == 302
    known.user.refresh_from_db()
    assert known.user.check_password(factories.PASSWORD)
    with scope(organisation):
        assert Participant.objects.get().standing == "joined"


def test_somebody_else_cannot_use_the_link(organisation, invite, newcomer, client_for, participant_member):
    path = invite(newcomer)
    stranger = client_for(participant_member)
    assert "petra@weserwerk.example" in stranger.get(path).content.decode()
    assert stranger.post(f"{path}accept/", {"password": PASSWORD}).status_code == 410
    with scope(organisation):
        assert Participant.objects.get().standing == "invited"


def test_invitation_decline_is_one_click_without_a_sign_in(client, organisation, invite, newcomer):
    path = invite(newcomer)
    response = client.post(f"{path}decline/", follow=True)
    assert response.redirect_chain == [(f"{path}declined/", 302)]
    assert "keine weitere Nachricht" in response.content.decode()
    with scope(organisation):
        assert Participant.objects.get().quiet


def test_the_link_still_works_for_who_thinks_again(client, organisation, invite, newcomer):
    path = invite(newcomer)
    client.post(f"{path}decline/")
    assert client.get(path).status_code == 200
    assert client.post(f"{path}accept/", {"password": PASSWORD}).status_code == 302
    with scope(organisation):
        assert not Participant.objects.get().quiet


@pytest.mark.parametrize("step", ["", "accept/", "decline/", "declined/"])
def test_a_link_that_is_over_says_so(client, organisation, invite, newcomer, step, monkeypatch):
    path = invite(newcomer)
    later = clock.now() + timedelta(days=14)
    monkeypatch.setattr("tenancy.clock.system_now", lambda: later)
    posts = step in {"accept/", "decline/"}
    response = (client.post if posts else client.get)(path + step, {"password": PASSWORD} if posts else None)
    assert response.status_code == 410
    assert "abgelaufen" in response.content.decode()


def test_a_used_link_leads_to_the_sign_in(client, invite, newcomer):
    path = invite(newcomer)
    client.post(f"{path}accept/", {"password": PASSWORD})
    client.logout()
    response = client.get(path)
    assert response.status_code == 410
    assert 'href="/login/"' in response.content.decode()


def test_a_foreign_and_a_made_up_link_are_the_same_404(client, invite, newcomer, other_organisation):
    token = invite(newcomer).split("/")[2]
    elsewhere = f"{other_organisation.pk}-{token.partition('-')[2]}"
    answers = {
        client.get(f"/i/{made_up}/").status_code for made_up in (elsewhere, "1-nichts", "nichts", token + "x")
    }
    assert answers == {404}


def test_the_page_says_du_where_the_house_does_and_speaks_english(client, organisation, invite, newcomer):
    organisation.address = "du"
    organisation.save()
    path = invite(newcomer)
    assert client.get(path).wsgi_request.LANGUAGE_CODE == "de-du"
    assert client.get(path, headers={"accept-language": "en"}).wsgi_request.LANGUAGE_CODE == "en"
