"""Umento in one's own calendar, and one's own video room, as pages."""

import pytest
from django.test import Client
from django.urls import reverse

from sessions.models import CalendarLink, Session
from sessions.times import absences
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.views.test_times import words

pytestmark = pytest.mark.django_db

ROOM = "https://meet.example/lea"
RULES = {"state": "", "notice": "1", "before": "15", "after": "15", "per_day": "2"}
BAD_LINKS = [
    "http://meet.example/x",
    "javascript:alert(1)",
    "https://ich@meet.example/x",
    "https://meet.example/a b",
]


@pytest.fixture
def url(pair):
    def found(name: str, **parts: str) -> str:
        space = "programs" if name == "times" else "sessions"
        return reverse(f"{space}:{name}", kwargs={"organisation": pair.organisation.slug, **parts})

    return found


def test_it_is_off_until_somebody_switches_it_on(pair, lea, url):
    page = lea.get(url("times")).content.decode()
    assert "Umento im eigenen Kalender" in page and "/calendar/" not in page
    answer = lea.post(url("link_add"))
    assert (answer.status_code, answer["Location"]) == (302, url("times") + "#own-calendar")


def test_the_page_shows_the_address_to_copy_and_to_open(pair, lea, url):
    lea.post(url("link_add"))
    page = lea.get(url("times")).content.decode()
    with scope(pair.organisation):
        token = factories.calendar_token(pair.lea)
    assert f'value="http://localhost:8000/calendar/{token}/umento.ics" readonly' in page
    assert f'href="webcal://localhost:8000/calendar/{token}/umento.ics"' in page
    assert "Zuletzt abgerufen" not in page
    Client().get(f"/calendar/{token}/umento.ics")
    assert "Zuletzt abgerufen am 18. Januar." in words(lea.get(url("times")))


def test_a_new_address_and_off(pair, lea, url):
    def address() -> str:
        with scope(pair.organisation):
            return f"/calendar/{factories.calendar_token(pair.lea)}/umento.ics"

    lea.post(url("link_add"))
    first = address()
    assert lea.post(url("link_renew")).status_code == 302
    second = address()
    assert [Client().get(one).status_code for one in (first, second)] == [404, 200]
    for _twice in range(2):
        assert lea.post(url("link_remove")).status_code == 302
    assert Client().get(second).status_code == 404


def test_ones_own_switch_leaves_the_other_ones_calendar_alone(pair, lea, url):
    with scope(pair.organisation):
        factories.calendar_token(pair.thomas)
    lea.post(url("link_remove"))
    with scope(pair.organisation):
        assert [link.person for link in CalendarLink.objects.all()] == [pair.thomas]


@pytest.mark.parametrize("scheme", ["https", "webcal", "HTTPS"])
def test_ones_own_umento_calendar_cannot_be_read_in_again(pair, lea, url, settings, scheme):
    settings.PUBLIC_BASE_URL = "https://umento.example"
    answer = lea.post(url("feed_add"), {"url": f"{scheme}://umento.example/calendar/1-abc/umento.ics"})
    assert "Das ist eine Adresse von Umento." in words(answer)
    with scope(pair.organisation):
        assert not pair.lea.feeds.exists()


def test_ones_own_room_is_kept_and_used(pair, lea, url):
    assert "Mein Videoraum keiner" in words(lea.get(url("times")))
    assert lea.post(url("time_rules"), RULES | {"room": ROOM}).status_code == 302
    assert f"Mein Videoraum {ROOM}" in words(lea.get(url("times")))
    book = url("session_book", tandem=pair.tandem.public_id)
    assert "Leer lassen bei Video: Dann gilt Ihr Videoraum auf meet.example." in words(lea.get(book))
    lea.post(book, {"slot": "2027-01-20T09:00Z", "form": "online", "place": ""})
    with scope(pair.organisation):
        assert Session.objects.get().place == ROOM


@pytest.mark.parametrize("link", BAD_LINKS)
def test_a_bad_room_is_refused_and_what_was_typed_stays(pair, lea, url, link):
    answer = lea.post(url("time_rules"), RULES | {"room": link})
    assert "Der Link muss mit https:// beginnen" in words(answer)
    assert answer.context["form"]["room"].value() == link
    with scope(pair.organisation):
        assert absences.rules([pair.lea])[pair.lea.pk].room == ""


@pytest.mark.parametrize("link", BAD_LINKS)
def test_a_bad_link_is_no_place_for_a_session(pair, lea, url, link):
    book = url("session_book", tandem=pair.tandem.public_id)
    answer = lea.post(book, {"slot": "2027-01-20T09:00Z", "form": "online", "place": link})
    assert answer.status_code == 200
    assert "Der Link muss mit https:// beginnen" in words(answer)
    with scope(pair.organisation):
        assert not Session.objects.exists()


def test_a_room_or_a_number_is_a_place(pair, lea, url):
    book = url("session_book", tandem=pair.tandem.public_id)
    lea.post(book, {"slot": "2027-01-20T09:00Z", "form": "phone", "place": "Raum: 4, Tel. +49 421 123"})
    with scope(pair.organisation):
        assert Session.objects.get().place == "Raum: 4, Tel. +49 421 123"


def test_the_page_about_the_place_says_the_room_and_refuses_a_bad_link(pair, lea, url):
    with scope(pair.organisation):
        absences.set_rules(pair.lea, room=ROOM)
    session = pair.session(at("02-11T10:30"), place="Raum 4", form="onsite")
    place = url("session_place", tandem=pair.tandem.public_id, number="1")
    assert "Ihr Videoraum auf meet.example." in words(lea.get(place))
    assert "Der Link muss" in words(lea.post(place, {"form": "online", "place": BAD_LINKS[0]}))
    assert lea.post(place, {"form": "online", "place": ""}).status_code == 302
    with scope(pair.organisation):
        assert Session.objects.get(pk=session.pk).place == ROOM


def test_the_link_is_opened_without_telling_where_one_comes_from(pair, lea, url, clock):
    pair.session(clock.now, place=ROOM)
    page = lea.get(url("session_detail", tandem=pair.tandem.public_id, number="1")).content.decode()
    assert f'href="{ROOM}" rel="noopener noreferrer"' in page
