"""What every page gets before its view runs."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.urls import path
from django.utils import translation

from accounts.access import Policy, access
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


def undeclared(request):
    return HttpResponse()


@access(Policy.MEMBER)
def failing(request):
    factories.skill("weg")
    raise ZeroDivisionError


@access(Policy.MEMBER)
def speaking(request):
    return HttpResponse(translation.get_language())


@access(Policy.LEAD)
def leading(request):
    return HttpResponse(translation.get_language())


urlpatterns = [
    path("undeclared/", undeclared),
    path("o/<slug:organisation>/failing/", failing),
    path("o/<slug:organisation>/speaking/", speaking),
    path("o/<slug:organisation>/leading/", leading),
]
here = pytest.mark.urls(__name__)


@here
def test_a_page_without_a_policy_is_refused(client):
    with pytest.raises(ImproperlyConfigured, match="declares no access policy"):
        client.get("/undeclared/")


@here
def test_what_a_failing_page_wrote_is_taken_back(client_for, participant_member, organisation):
    with pytest.raises(ZeroDivisionError):
        client_for(participant_member).get("/o/weserwerk/failing/")
    with scope(organisation):
        from programs.models import Skill

        assert not Skill.objects.exists()


def test_signed_in_pages_are_never_kept(client_for, owner):
    response = client_for(owner).get("/o/weserwerk/people/")
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


@here
@pytest.mark.parametrize(
    ("address", "own", "spoken"), [("du", "", "de-du"), ("sie", "", "de"), ("", "", "de"), ("du", "en", "en")]
)
def test_participants_are_spoken_to_as_the_house_does(
    client_for, participant_member, organisation, address, own, spoken
):
    type(organisation).objects.update(address=address)
    type(participant_member.user).objects.update(language=own)
    client = client_for(participant_member)
    assert client.get("/o/weserwerk/speaking/", headers={"accept-language": "de"}).content.decode() == spoken


@here
def test_hr_is_spoken_to_formally(client_for, lead, organisation):
    type(organisation).objects.update(address="du")
    page = client_for(lead).get("/o/weserwerk/leading/", headers={"accept-language": "de"})
    assert page.content == b"de"


# To the sign-in and back


def test_an_anonymous_visitor_comes_back_to_the_page(client, organisation):
    assert client.get("/o/weserwerk/people/?q=x").url == "/login/?next=/o/weserwerk/people/%3Fq%3Dx"


def test_an_anonymous_post_comes_back_to_the_page_it_stood_on(client, organisation):
    page = "http://testserver/o/weserwerk/people/abc/"
    answer = client.post("/o/weserwerk/people/abc/end/", headers={"referer": page})
    assert answer.url == "/login/?next=/o/weserwerk/people/abc/"


@pytest.mark.parametrize("referer", ["", "https://evil.example/o/x/", "//evil.example"])
def test_an_anonymous_post_from_nowhere_starts_at_the_beginning(client, organisation, referer):
    answer = client.post("/o/weserwerk/people/abc/end/", headers={"referer": referer})
    assert answer.url == "/login/?next=/welcome/"


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in(client, organisation):
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/o/weserwerk/people/"}
    answer = client.get("/o/weserwerk/people/?q=x", headers=headers)
    assert answer["HX-Redirect"] == "/login/?next=/o/weserwerk/people/"


def test_the_names_of_organisations_cannot_be_tried_out(
    client, client_for, organisation, owner, other_organisation
):
    assert (
        client.get("/o/weserwerk/people/").status_code == client.get("/o/nirgends/people/").status_code == 302
    )
    foreign = client_for(owner).get("/o/nordlicht/people/")
    unknown = client_for(owner).get("/o/nirgends/people/")
    assert foreign.status_code == unknown.status_code == 404


def test_the_switcher_lists_all_houses_of_a_person(client_for, owner, other_organisation):
    with scope(other_organisation):
        factories.membership(user=owner.user)
    page = client_for(owner).get("/o/weserwerk/people/").content.decode()
    assert "Organisation wechseln" in page
    assert 'href="/o/nordlicht/me/"' in page


def test_with_one_house_there_is_nothing_to_switch(client_for, owner):
    assert "Organisation wechseln" not in client_for(owner).get("/o/weserwerk/people/").content.decode()
