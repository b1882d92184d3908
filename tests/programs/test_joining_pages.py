import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Membership
from mail.models import Message
from programs import joining
from programs.models import Participant, WaysIn
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "petra@weserwerk.example"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        program = factories.program(lead=lead, phase="enrolment")
        factories.ways_in(program, nominating=True, open_to_house=True)
        return program


@pytest.fixture
def path(organisation, program) -> str:
    with scope(organisation):
        return f"/j/{factories.joining_link(program).token}/"


@pytest.fixture
def later(monkeypatch):
    """Somebody fills in a form for a minute."""
    start = clock.now()

    def after(seconds: float) -> None:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: start + timedelta(seconds=seconds))

    after(0)
    return after


@pytest.fixture
def typed(client, path, later):
    def send(email: str = ADDRESS, **more: str):
        later(0)
        form = client.get(path).context["form"]
        later(60)
        data = {"name": "Petra Neu", "email": email, "side": "mentee", "shown": form["shown"].value()}
        return client.post(path, data | more)

    return send


def where(program, **more: str) -> dict[str, str]:
    return {"organisation": "weserwerk", "program": program.public_id} | more


def body(response) -> str:
    return re.sub(r'value="\w{64}"', "", response.content.decode())


def test_the_page_behind_the_link_says_what_it_is_about(client, path):
    html = client.get(path).content.decode()
    assert "6 Sitzungen je 45 Minuten" in html
    assert "Die Programmleitung erfährt von diesem Eintrag nichts" in html


@pytest.mark.parametrize("standing", ["", "imported", "invited", "declined", "joined", "paused", "left"])
def test_the_answer_is_the_same_whoever_is_asked_for(standing, typed, organisation, program, client, path):
    if standing:
        with scope(organisation):
            factories.participant(
                program,
                membership=factories.unregistered(email=ADDRESS),
                standing="invited" if standing == "declined" else standing,
                quiet=standing in {"declined", "left"},
            )
    response = typed()
    assert (response.status_code, response.url) == (302, f"{path}asked/")
    html = body(client.get(response.url))
    assert "Wenn die Adresse passt, ist eine Mail unterwegs." in html
    assert "Petra" not in html
    assert ADDRESS not in html


def test_hr_sees_nothing_of_an_address_that_was_only_typed(typed, program, lead, client_for):
    hr = client_for(lead)
    pages = [
        reverse(f"programs:{name}", kwargs=where(program)) for name in ("participant_list", "joining_ways")
    ]
    before = [body(hr.get(page)) for page in pages]
    typed()
    assert [body(hr.get(page)) for page in pages] == before


def test_the_mail_leads_through_one_button_to_the_invitation(typed, client, organisation):
    typed()
    with scope(organisation):
        confirm = "/j/" + Message.objects.get().text.split("/j/")[1].split()[0]
    assert ADDRESS in client.get(confirm).content.decode()
    with scope(organisation):
        assert not Participant.objects.exists()
    invitation = client.post(confirm, follow=True)
    assert "/i/" in invitation.redirect_chain[0][0]
    assert "Einladung zum Programm" in invitation.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "petra@anderswo.example"}, "dienstliche Adresse: @weserwerk.example"),
        ({"name": "www.spam.example"}, "nur den Namen"),
        ({"homepage": "x"}, "verstecktes Feld"),
        ({"shown": "alt"}, "lange offen"),
        ({"side": "beide"}, "side"),
    ],
)
def test_wrong_input_is_named_kept_and_writes_nothing(changed, sentence, typed, organisation):
    response = typed(**changed)
    assert response.status_code == 200
    html = response.content.decode()
    assert sentence in html
    assert changed.get("email", ADDRESS) in html
    with scope(organisation):
        assert not Message.objects.exists()


def test_too_many_tries_with_one_address_are_refused(typed):
    assert [typed().status_code for _try in range(7)] == [302] * 6 + [429]


def test_a_link_that_is_over_says_so(client, path, organisation, program, lead):
    with scope(organisation):
        joining.revoke_link(program, by=lead)
    for page in (path, f"{path}asked/"):
        response = client.get(page)
        assert response.status_code == 410
        assert "gilt nicht mehr" in response.content.decode()


def test_hr_opens_ways_and_passes_a_link_on(program, organisation, lead, client_for):
    hr, page = client_for(lead), reverse("programs:joining_ways", kwargs=where(program))
    data = {"domains": "@Weserwerk.example, hafen.example", "sides": "mentor", "open_to_house": "on"}
    assert hr.post(page, data).url == page
    with scope(organisation):
        ways = WaysIn.objects.get()
    assert (ways.domains, ways.sides, ways.nominating) == (
        ["weserwerk.example", "hafen.example"],
        "mentor",
        False,
    )
    hr.post(reverse("programs:joining_link_renew", kwargs=where(program)))
    with scope(organisation):
        token = joining.link_of(program).token
    assert f"/j/{token}/" in hr.get(page).content.decode()
    hr.post(reverse("programs:joining_link_revoke", kwargs=where(program)))
    assert token not in hr.get(page).content.decode()


@pytest.mark.parametrize(
    ("domains", "sentence"),
    [("gmx.de", "kann jeder"), ("weserwerk", "keine Mail-Domain"), ("", "mindestens eine Mail-Domain")],
)
def test_domains_must_be_the_house_s_own(domains, sentence, program, lead, client_for):
    page = reverse("programs:joining_ways", kwargs=where(program))
    response = client_for(lead).post(page, {"domains": domains, "sides": "both", "nominating": "on"})
    assert sentence in response.content.decode()


def test_an_open_program_stands_on_the_start_page_and_takes_one_in(
    program, organisation, participant_member, client_for
):
    client = client_for(participant_member)
    page = reverse("programs:program_enter", kwargs=where(program))
    assert page in client.get("/o/weserwerk/me/").content.decode()
    assert "Sitzungen" in client.get(page).content.decode()
    response = client.post(page, {"side": "mentor"})
    assert response.url == reverse("programs:questions_start", kwargs=where(program))
    with scope(organisation):
        assert Participant.objects.get().standing == "joined"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("after", ["yes", "no", "left"])
def test_the_nominator_reads_and_gets_the_same_whatever_comes_of_it(
    after, program, organisation, participant_member, client_for
):
    """Compared with silence, byte by byte: the answer, the pages and the mails."""
    with scope(organisation):
        own = factories.participant(program, membership=participant_member)
    client = client_for(own.membership)
    page = reverse("programs:nominate", kwargs=where(program))
    data = {"name": "Petra", "email": ADDRESS, "side": "mentee", "line": ""}

    def look() -> list[object]:
        with scope(organisation):
            mails = Message.objects.filter(recipient=participant_member.email).count()
        said = body(client.post(page, data, follow=True))
        return [mails, said, *(body(client.get(url)) for url in (page, "/o/weserwerk/me/"))]

    first = look()
    assert look() == first
    with scope(organisation):
        nominated = Participant.objects.filter(membership__email=ADDRESS)
        nominated.update(
            **{
                "yes": {"standing": "joined", "joined_at": clock.now()},
                "no": {"quiet": True},
                "left": {"standing": "left", "quiet": True},
            }[after]
        )
    assert look() == first


def test_an_address_of_another_domain_is_refused_by_its_domain_alone(
    program, organisation, participant_member, client_for
):
    with scope(organisation):
        factories.participant(program, membership=participant_member)
        factories.participant(program, membership=factories.unregistered(email="da@anderswo.example"))
    client, page = client_for(participant_member), reverse("programs:nominate", kwargs=where(program))
    said = [
        client.post(page, {"name": "P", "email": email, "side": "mentee"}).context["form"].errors["email"]
        for email in ("da@anderswo.example", "neu@anderswo.example")
    ]
    assert said[0] == said[1] == ["Bitte eine dienstliche Adresse: @weserwerk.example."]


def test_hr_pauses_a_person_who_sees_it_and_comes_back(program, organisation, lead, client_for):
    with scope(organisation):
        person = factories.participant(program, membership=factories.membership("Ines Kaltenbach"))
    pause = reverse("programs:participant_pause", kwargs=where(program, participant=person.public_id))
    client_for(lead).post(pause)
    own = client_for(person.membership)
    assert "Sie pausieren" in own.get("/o/weserwerk/me/").content.decode()
    own.post(reverse("programs:program_resume", kwargs=where(program)))
    with scope(organisation):
        assert Participant.objects.get().standing == "joined"
    assert "Sie pausieren" not in own.get("/o/weserwerk/me/").content.decode()


def test_leaving_is_two_clicks_away_from_home(program, organisation, client_for):
    with scope(organisation):
        person = factories.participant(program, membership=factories.membership("Ines Kaltenbach"))
    client, leave = client_for(person.membership), reverse("programs:program_leave", kwargs=where(program))
    assert 'href="/o/weserwerk/me/profile/"' in client.get("/o/weserwerk/me/").content.decode()
    assert f'href="{leave}"' in client.get("/o/weserwerk/me/profile/").content.decode()


def test_a_second_nomination_makes_no_second_person(program, organisation, participant_member, client_for):
    with scope(organisation):
        factories.participant(program, membership=participant_member)
    client, page = client_for(participant_member), reverse("programs:nominate", kwargs=where(program))
    for name in ("Petra", "Petra Neu"):
        client.post(page, {"name": name, "email": ADDRESS, "side": "mentee"})
    with scope(organisation):
        assert Membership.objects.get(email=ADDRESS).name == "Petra"
        assert Message.objects.filter(recipient=ADDRESS).count() == 1
