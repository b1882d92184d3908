"""Naming delegates, and what their link opens: when sessions are, and moving one, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mail.models import Message
from programs.models import WeeklyTime
from sessions import booking
from sessions.errors import SlotTaken
from sessions.models import Delegate, Session, SessionChange
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.views.pages import radios, value, words

pytestmark = pytest.mark.django_db

THURSDAY, FRIDAY = at("02-11T10:30"), at("02-12T09:30")


@pytest.fixture
def own(pair):
    def to(name: str, **kwargs) -> str:
        return reverse(f"sessions:{name}", kwargs={"organisation": pair.organisation.slug} | kwargs)

    return to


@pytest.fixture
def delegate(pair) -> Delegate:
    with scope(pair.organisation):
        return factories.delegate(pair.thomas)


@pytest.fixture
def session(pair) -> Session:
    return pair.session(THURSDAY, number=3, place="https://meet.example/geheim", note="Thema: Gehälter")


@pytest.fixture
def link(pair, delegate):
    """Addresses behind the link of Thomas's delegate."""
    with scope(pair.organisation):
        token = delegate.token

    def to(session: Session | None = None) -> str:
        if session is None:
            return reverse("sessions:delegate_sessions", args=[token])
        return reverse("sessions:delegate_move", args=[token, session.public_id])

    return to


class TestNaming:
    def test_a_mentee_names_one_sees_it_and_takes_the_link_back(self, pair, thomas, own, client):
        times = reverse("programs:times", args=[pair.organisation.slug])
        answer = thomas.post(own("delegate_add"), {"name": "Petra Kern", "email": "petra@weserwerk.example"})
        assert answer.headers["Location"] == f"{times}#delegates"
        page = words(thomas.get(times))
        assert "Petra Kern" in page and "Hat noch nichts verschoben" in page
        with scope(pair.organisation):
            delegate = Delegate.objects.get()
            token = delegate.token
        sessions = reverse("sessions:delegate_sessions", args=[token])
        assert client.get(sessions).status_code == 200
        thomas.post(own("delegate_remove", delegate=delegate.public_id))
        assert client.get(sessions).status_code == 404
        assert "Petra Kern" not in words(thomas.get(times))

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"name": "Petra"}, "E-Mail"),
            ({"name": "Petra", "email": "petra"}, "E-Mail"),
            ({"name": "x" * 101, "email": "petra@weserwerk.example"}, "100"),
            ({"name": "Ich", "email": "thomas@weserwerk.example"}, "eigene Adresse"),
        ],
    )
    def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
        self, pair, thomas, own, inside, typed, sentence
    ):
        page = thomas.post(own("delegate_add"), typed)
        assert page.status_code == 200 and sentence in words(page)
        assert not Delegate.objects.exists() and not Message.objects.exists()

    def test_it_is_nothing_for_mentors(self, pair, lea, own, delegate):
        assert lea.get(own("delegate_add")).status_code == 404
        assert lea.post(own("delegate_remove", delegate=delegate.public_id)).status_code == 404
        assert "Vertretung" not in words(lea.get(reverse("programs:times", args=[pair.organisation.slug])))

    def test_after_two_there_is_no_button_for_a_third(self, pair, thomas, own, delegate):
        times = reverse("programs:times", args=[pair.organisation.slug])
        assert own("delegate_add") in thomas.get(times).content.decode()
        with scope(pair.organisation):
            factories.delegate(pair.thomas)
        assert own("delegate_add") not in thomas.get(times).content.decode()


class TestSessions:
    def test_shows_when_and_how_long_and_nothing_else(self, pair, client, session, link):
        page = client.get(link())
        text = words(page)
        assert "Sitzung 3 von 6" in text and "Donnerstag, 11. Februar, 10:30 bis 11:15 Uhr" in text
        assert "45 Minuten, Zeit in Berlin (MEZ)" in text and "Termine von Dr. Thomas Reuter" in text
        for secret in ("Lea", "Brandt", "meet.example", "Gehälter", "Digitales Lernen", "per Video"):
            assert secret not in page.content.decode()
        assert pair.tandem.public_id not in page.content.decode()

    def test_is_kept_from_caches_and_search_engines(self, client, session, link):
        for address in (link(), link(session)):
            page = client.get(address)
            assert page.headers["Cache-Control"] == "private, no-store"
            assert page.headers["Referrer-Policy"] == "same-origin"
            assert '<meta name="robots" content="noindex">' in page.content.decode()

    def test_without_sessions_it_says_so(self, client, link):
        assert "Gerade steht keine Sitzung an" in words(client.get(link()))

    def test_one_that_has_begun_cannot_be_moved(self, client, session, link, clock):
        clock.set("02-11T10:40")
        assert link(session) not in client.get(link()).content.decode()
        assert client.get(link(session)).headers["Location"] == link()


class TestMove:
    def test_moves_to_a_listed_time_and_tells_both(self, pair, client, session, link, inside):
        page = client.post(link(session), {"slot": value(FRIDAY), "revision": "0"}, follow=True)
        assert page.redirect_chain == [(link(), 302)] and "Die Sitzung ist verschoben" in words(page)
        assert Session.objects.get().starts_at == FRIDAY
        assert SessionChange.objects.get().is_delegated and SessionChange.objects.get().side == "mentee"
        assert "durch die Vertretung von" in Message.objects.get(recipient=pair.lea.email).text

    def test_the_mentee_sees_when_it_was_used(self, pair, client, thomas, session, link):
        client.post(link(session), {"slot": value(FRIDAY), "revision": "0"})
        page = words(thomas.get(reverse("programs:times", args=[pair.organisation.slug])))
        assert "Zuletzt eine Sitzung verschoben am 18. Januar 2027" in page

    def test_looking_changes_nothing(self, pair, client, session, link, inside):
        for address in (link(), link(session), link(session) + "?week=2027-02-15"):
            assert client.get(address).status_code == 200
        assert Delegate.objects.get().last_used_at is None and not SessionChange.objects.exists()
        assert Session.objects.get().revision == 0 and not Message.objects.exists()

    def test_lists_times_without_a_reason_or_a_name(self, pair, client, session, link):
        pair.session(at("01-14T10:30"), number=2, state="held")
        page = client.get(link(session))
        assert len(radios(page)) > 3 and "own_date" not in page.content.decode()
        for hint in ("Lea", "Sitzung 2", "wie bisher", "Beide haben", "früheste", "meet.example"):
            assert hint not in page.content.decode()

    @pytest.mark.parametrize(
        "data",
        [
            {"slot": "2027-02-13T18:00Z"},
            {"slot": "2027-02-11T09:31Z"},
            {"slot": "2027-02-12T08:30Z", "own": "1", "own_date": "2027-02-13", "own_time": "18:00"},
        ],
    )
    def test_takes_no_time_that_is_not_listed(self, pair, client, session, link, inside, data):
        page = client.post(link(session), data | {"revision": "0"})
        moved_to = Session.objects.get().starts_at
        if "own" in data:
            assert moved_to == at("02-12T09:30")
        else:
            assert page.status_code == 409 and moved_to == THURSDAY

    @pytest.mark.parametrize("data", [{}, {"slot": "morgen"}, {"slot": "", "own": "1"}])
    def test_no_time_at_all_gets_a_sentence(self, client, session, link, inside, data):
        page = client.post(link(session), data | {"revision": "0"})
        assert page.status_code == 200 and "Bitte eine Zeit aussuchen." in words(page)
        assert Session.objects.get().revision == 0

    def test_a_lost_race_names_nobody_and_shows_what_is_free_now(self, pair, client, session, link, inside):
        factories.busy(pair.lea, FRIDAY, FRIDAY + timedelta(minutes=45))
        page = client.post(link(session), {"slot": value(FRIDAY), "revision": "0"})
        assert page.status_code == 409 and "nicht mehr frei" in words(page)
        assert "Lea" not in page.content.decode() and value(FRIDAY) not in page.content.decode()
        assert len(radios(page)) > 3

    def test_a_race_lost_at_the_last_moment_does_so_too(self, pair, client, session, link, monkeypatch):
        def taken(*args, **kwargs):
            raise SlotTaken("Diese Zeit ist bei Lea gerade vergeben worden.")

        monkeypatch.setattr("sessions.views.delegates.booking.move", taken)
        page = client.post(link(session), {"slot": value(FRIDAY), "revision": "0"})
        assert page.status_code == 409 and "Lea" not in page.content.decode()

    def test_what_was_moved_meanwhile_is_said(self, pair, client, session, link, inside):
        booking.move(session, starts_at=at("02-15T09:30"), by=pair.lea)
        page = client.post(link(session), {"slot": value(FRIDAY), "revision": "0"}, follow=True)
        assert "inzwischen verschoben" in words(page)
        assert Session.objects.get().starts_at == at("02-15T09:30")

    def test_late_only_the_mentee_can_still_move(self, client, session, link, clock, inside):
        clock.set("02-10T11:00")
        for page in (
            client.get(link(session)),
            client.post(link(session), {"slot": value(FRIDAY), "revision": "0"}),
        ):
            assert "Jetzt kann es nur noch Dr. Thomas Reuter selbst." in words(page)
            assert "<form" not in page.content.decode().partition("<main")[2].partition("</main")[0]
        assert Session.objects.get().revision == 0

    def test_without_a_shared_time_it_says_who_helps(self, pair, client, session, link, inside):
        WeeklyTime.objects.filter(membership=pair.lea).delete()
        text = words(client.get(link(session)))
        assert "Keine freie Zeit gefunden" in text and "Dr. Thomas Reuter" in text and "Lea" not in text


class TestWhatTheLinkOpens:
    def test_foreign_wrong_and_revoked_look_alike(self, pair, client, delegate, session, link, inside):
        token = delegate.token
        foreign = factories.session(factories.tandem(pair.program), starts_at=at("02-25T10:30"))
        paused = factories.session(
            factories.tandem(pair.program, mentee=pair.tandem.mentee, state="paused"),
            starts_at=at("02-26T10:30"),
        )
        dead = [link(foreign), link(paused), link().replace(token, token[:-1] + "x")]
        plain = {_plain(client.get(address), address) for address in dead}
        Delegate.objects.all().delete()
        plain |= {_plain(client.get(address), address) for address in (link(), link(session))}
        assert len(plain) == 1 and plain.pop()[0] == 404

    def test_it_ends_when_the_mentee_has_no_access(self, pair, client, delegate, link, inside):
        pair.thomas.is_active = False
        pair.thomas.save()
        assert client.get(link()).status_code == 404

    def test_it_opens_no_other_door(self, pair, client, session, url, link):
        client.get(link())
        for name in ("session_detail", "session_move", "session_cancel", "session_ics", "session_note"):
            assert client.get(url(name, 3)).status_code == 302
        assert client.post(link(), {"slot": value(FRIDAY)}).status_code == 405

    def test_a_sign_in_makes_no_difference(self, pair, lea, session, link):
        assert "Lea" not in lea.get(link()).content.decode()

    def test_posts_need_the_forms_secret(self, session, link):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(link(session), {"slot": value(FRIDAY)}).status_code == 403


def _plain(response, address: str) -> tuple[int, str]:
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return response.status_code, html.replace(address, "?")
