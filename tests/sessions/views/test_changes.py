"""Cancelling on either side, moving when it is too late for that, and the mentor's choice after postponements."""

from datetime import timedelta

import pytest

from mail.models import Message
from programs.models import Tandem
from sessions import booking
from sessions.models import PostponementChoice, Session, TimeRequest
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.views.pages import radios, value, words

pytestmark = pytest.mark.django_db

THURSDAY, FRIDAY = at("02-11T10:30"), at("02-12T09:30")


class TestMentorCancels:
    def test_asks_and_leads_to_new_times(self, pair, lea, url, inside):
        pair.session(THURSDAY)
        page = words(lea.get(url("session_cancel", 1)))
        assert "Neu planen oder ausfallen lassen?" in page and "kurzfristig" not in page
        page = lea.post(url("session_cancel", 1), {"then": "plan", "revision": "0"}, follow=True)
        assert page.redirect_chain == [(url("session_book"), 302)] and "Zeit für Sitzung 1" in words(page)
        assert Session.objects.get().state == "cancelled"

    def test_may_let_it_drop(self, pair, lea, url):
        pair.session(THURSDAY)
        page = lea.post(url("session_cancel", 1), {"then": "drop", "revision": "0"})
        assert page.headers["Location"] == url("tandem_detail")

    def test_looking_at_the_page_cancels_nothing(self, pair, lea, url, inside):
        pair.session(THURSDAY)
        lea.get(url("session_cancel", 1))
        assert Session.objects.get().state == "booked"

    def test_late_it_says_so_and_still_does_it(self, pair, lea, url, inside, clock):
        pair.session(THURSDAY)
        clock.set("02-10T11:00")
        assert "Diese Absage ist kurzfristig." in words(lea.get(url("session_cancel", 1)))
        lea.post(url("session_cancel", 1), {"then": "drop", "revision": "0"})
        assert Session.objects.get().state == "cancelled"
        assert "kurzfristig" in Message.objects.get(recipient=pair.thomas.email).text


class TestMenteeCancels:
    def test_the_page_offers_new_times_and_one_other_way_out(self, pair, thomas, url):
        pair.session(THURSDAY)
        page = thomas.get(url("session_cancel", 1))
        text = words(page)
        assert "Sitzung 1 absagen und neue Zeit nehmen" in text and "kurzfristig" not in text
        assert "Wird abgesagt Donnerstag, 11. Februar 2027, 10:30 bis 11:15 Uhr" in text
        assert len(radios(page)) > 3 and f"/t/{pair.tandem.public_id}/end/" in page.content.decode()

    def test_one_step_cancels_and_takes_the_new_time(self, pair, thomas, url, inside):
        pair.session(THURSDAY)
        page = thomas.post(url("session_cancel", 1), {"slot": value(FRIDAY), "revision": "0"}, follow=True)
        assert page.redirect_chain == [(url("session_detail", 1), 302)]
        assert "Die alte Zeit ist abgesagt, die neue steht." in words(page)
        session = Session.objects.get()
        assert (session.state, session.starts_at, session.revision) == ("booked", FRIDAY, 1)

    @pytest.mark.parametrize("data", [{}, {"then": "drop"}, {"then": "plan"}, {"slot": "morgen"}])
    def test_without_a_time_nothing_is_cancelled(self, pair, thomas, url, inside, data):
        pair.session(THURSDAY)
        page = thomas.post(url("session_cancel", 1), data | {"revision": "0"})
        assert page.status_code == 200 and "Bitte eine Zeit aussuchen." in words(page)
        assert Session.objects.get().is_booked and not Message.objects.exists()

    def test_a_second_click_changes_nothing(self, pair, thomas, url, inside):
        pair.session(THURSDAY)
        for _click in range(2):
            page = thomas.post(
                url("session_cancel", 1), {"slot": value(FRIDAY), "revision": "0"}, follow=True
            )
        assert "inzwischen verschoben oder abgesagt" in words(page) and Session.objects.get().revision == 1

    def test_a_lost_race_shows_fresh_times_and_keeps_the_old_one(self, pair, thomas, url, inside):
        pair.session(THURSDAY)
        factories.busy(pair.lea, FRIDAY, FRIDAY + timedelta(minutes=45))
        page = thomas.post(url("session_cancel", 1), {"slot": value(FRIDAY), "revision": "0"})
        assert page.status_code == 409 and "bei Lea gerade vergeben" in words(page)
        assert value(FRIDAY) not in page.content.decode() and Session.objects.get().starts_at == THURSDAY

    def test_a_race_lost_at_the_last_moment_does_so_too(self, pair, thomas, url, inside, monkeypatch):
        pair.session(THURSDAY)
        monkeypatch.setattr("sessions.forms.booking.TimeForm._refuse", lambda form, starts_at: None)
        factories.busy(pair.lea, FRIDAY, FRIDAY + timedelta(minutes=45))
        page = thomas.post(url("session_cancel", 1), {"slot": value(FRIDAY), "revision": "0"})
        assert page.status_code == 409 and Session.objects.get().is_booked

    def test_a_time_of_ones_own_is_asked_for(self, pair, thomas, url, inside):
        pair.session(THURSDAY)
        own = {"own": "1", "own_date": "2027-02-13", "own_time": "18:00", "revision": "0"}
        page = thomas.post(url("session_cancel", 1), own, follow=True)
        assert page.redirect_chain == [(url("tandem_detail"), 302)]
        assert "abgesagt, und die neue Zeit ist angefragt" in words(page)
        assert TimeRequest.objects.get().starts_at == at("02-13T18:00")
        assert Session.objects.get().state == "cancelled"

    def test_bad_own_times_get_a_sentence_and_cancel_nothing(self, pair, thomas, url, inside):
        pair.session(THURSDAY)
        for own, sentence in (
            ({}, "Bitte einen Tag angeben."),
            ({"own_date": "2027-03-28", "own_time": "02:30"}, "gibt es am 28. März nicht"),
            ({"own_date": "2027-07-11", "own_time": "10:00"}, "Das Programm geht vom"),
        ):
            page = thomas.post(url("session_cancel", 1), own | {"own": "1", "revision": "0"})
            assert page.status_code == 200 and sentence in words(page)
        assert Session.objects.get().is_booked and not TimeRequest.objects.exists()

    def test_late_it_says_so_and_still_does_it(self, pair, thomas, url, inside, clock):
        pair.session(THURSDAY)
        clock.set("02-10T11:00")
        assert "Diese Absage ist kurzfristig." in words(thomas.get(url("session_cancel", 1)))
        thomas.post(url("session_cancel", 1), {"slot": value(at("02-15T09:30")), "revision": "0"})
        assert Session.objects.get().starts_at == at("02-15T09:30")
        assert "kurzfristig" in Message.objects.get(recipient=pair.lea.email).text


class TestTooLateToMove:
    @pytest.mark.parametrize("name", ["lea", "thomas"])
    def test_the_page_says_why_and_offers_the_ways(self, pair, client_for, url, clock, name):
        pair.session(THURSDAY)
        clock.set("02-10T11:00")
        page = client_for(getattr(pair, name)).get(url("session_move", 1))
        html = page.content.decode()
        assert "Verschieben ging bis Mittwoch, 10. Februar, 10:30" in words(page)
        assert url("session_ask", 1) in html and url("session_cancel", 1) in html
        assert 'name="slot"' not in html

    def test_posting_a_time_all_the_same_moves_nothing(self, pair, lea, url, inside, clock):
        pair.session(THURSDAY)
        clock.set("02-10T11:00")
        page = lea.post(url("session_move", 1), {"slot": value(at("02-15T09:30")), "revision": "0"})
        assert page.status_code == 200 and "nur noch gemeinsam" in words(page)
        assert Session.objects.get().revision == 0

    def test_after_three_moves_too(self, pair, lea, url, inside):
        session = pair.session(THURSDAY)
        for day in ("12", "15", "16"):
            booking.move(session, starts_at=at(f"02-{day}T09:30"), by=pair.lea)
        assert "schon dreimal verschoben" in words(lea.get(url("session_move", 1)))


QUESTION = "Wie möchten Sie weitermachen?"


class TestChoice:
    @pytest.fixture
    def asked(self, pair):
        session = pair.session(THURSDAY)
        with scope(pair.organisation):
            for day in ("12", "15"):
                booking.move(session, starts_at=at(f"02-{day}T09:30"), by=pair.thomas)

    def test_the_mentor_is_asked_on_both_pages_and_nobody_else(self, pair, lea, thomas, url, asked):
        for address in (url("tandem_detail"), f"/o/{pair.organisation.slug}/me/"):
            assert QUESTION in words(lea.get(address)) and QUESTION not in words(thomas.get(address))

    def test_going_on_closes_the_question(self, pair, lea, url, asked, inside):
        page = lea.post(url("postponement_choose"), {"chosen": "go_on"}, follow=True)
        assert "es geht weiter wie geplant" in words(page) and QUESTION not in words(page)
        assert PostponementChoice.objects.get().chosen == "go_on"

    def test_help_leads_to_its_page_and_asks_nobody_yet(self, pair, lea, url, asked, inside):
        page = lea.post(url("postponement_choose"), {"chosen": "help"}, follow=True)
        assert "Wobei können wir helfen?" in words(page) and not Tandem.objects.get().help_requests.exists()

    def test_a_pause_begins_at_once(self, pair, lea, url, asked, inside):
        page = lea.post(url("postponement_choose"), {"chosen": "pause"}, follow=True)
        assert "Dieses Tandem macht Pause" in words(page) and Tandem.objects.get().state == "paused"

    @pytest.mark.parametrize("data", [{}, {"chosen": "never"}])
    def test_anything_else_leaves_the_question(self, pair, lea, url, asked, inside, data):
        assert QUESTION in words(lea.post(url("postponement_choose"), data, follow=True))
        assert not PostponementChoice.objects.exists()

    def test_a_second_click_changes_nothing(self, pair, lea, url, asked, inside):
        for chosen in ("go_on", "pause"):
            page = lea.post(url("postponement_choose"), {"chosen": chosen}, follow=True)
        assert "schon beantwortet" in words(page) and Tandem.objects.get().state == "active"
        assert PostponementChoice.objects.count() == 1

    def test_for_the_mentee_the_address_does_not_exist(self, pair, thomas, url, asked, inside):
        assert thomas.post(url("postponement_choose"), {"chosen": "pause"}).status_code == 404
        assert Tandem.objects.get().state == "active"
