"""Choosing a time: booking, moving and cancelling."""

import re
from datetime import timedelta

import pytest

from mail.models import Message
from programs.models import WeeklyTime
from sessions import booking
from sessions.models import Session, TimeRequest
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.views.pages import radios, value, words

pytestmark = pytest.mark.django_db

THURSDAY = at("02-11T10:30")


class TestSessionBook:
    def test_offers_the_best_and_the_week_around_them(self, pair, lea, url):
        pair.session(at("01-21T10:30"), number=1)
        page = lea.get(url("session_book"))
        text = words(page)
        assert "Zeit für Sitzung 2 aussuchen" in text and "Genau 4 Wochen nach Sitzung 1" in text
        assert "15. bis 19. Februar" in text and "Alle Zeiten in Berlin (MEZ)" in text
        assert 3 < len(radios(page)) <= 60

    def test_other_weeks_have_an_address(self, lea, url):
        page = lea.get(url("session_book") + "?week=2027-02-10")
        assert "8. bis 12. Februar" in words(page) and "?week=2027-02-15" in page.content.decode()

    @pytest.mark.parametrize("week", ["", "gestern", "0001-01-01", "9999-12-31", "2031-01-01"])
    def test_a_week_without_times_is_the_first_one(self, lea, url, week):
        assert "18. bis 22. Januar" in words(lea.get(url("session_book"), {"week": week}))

    def test_a_long_week_never_shows_more_than_the_page_can_tell_apart(self, pair, lea, url, inside):
        WeeklyTime.objects.all().delete()
        for person in (pair.lea, pair.thomas):
            WeeklyTime.objects.bulk_create(
                WeeklyTime(membership=person, weekday=d, starts=0, ends=1440) for d in range(7)
            )
        page = lea.get(url("session_book") + "?week=2027-02-08")
        numbers = [int(number) for number in re.findall(r'<input[^>]*data-n="(\d+)"', page.content.decode())]
        assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) <= 60

    def test_a_time_that_clocks_show_twice_is_labelled(self, pair, lea, url, inside, clock):
        clock.set("10-20T10:00")
        pair.program.starts_on = at("08-01T00:00").date()
        pair.program.save()
        for person in (pair.lea, pair.thomas):
            WeeklyTime.objects.create(membership=person, weekday=6, starts=120, ends=180)
        text = words(lea.get(url("session_book") + "?week=2027-10-31"))
        assert "2:00 MESZ" in text and "2:00 MEZ" in text

    def test_one_button_books_and_shows_the_session(self, pair, lea, url, inside):
        page = lea.post(
            url("session_book"),
            {"slot": value(THURSDAY), "form": "onsite", "place": "A3", "note": "Bis dann", "number": "1"},
            follow=True,
        )
        session = Session.objects.get()
        assert page.redirect_chain == [(url("session_detail", 1), 302)]
        assert (session.starts_at, session.form, session.place, session.note) == (
            THURSDAY,
            "onsite",
            "A3",
            "Bis dann",
        )
        assert "Sitzung 1 ist verabredet" in words(page) and "Bis dann" in words(page)

    def test_what_the_tandem_page_does_not_ask_is_as_last_time(self, pair, lea, url, inside):
        pair.session(at("01-05T10:30"), number=1, state="held", form="phone", place="0421 1234")
        lea.post(url("session_book"), {"slot": value(THURSDAY), "number": "2"})
        assert Session.objects.filter(number=2, form="phone", place="0421 1234").exists()

    def test_ones_own_time_is_asked_for_by_the_clock_of_the_viewer(self, pair, lea, url, inside):
        pair.lea.zone = "Europe/London"
        pair.lea.save()
        lea.post(
            url("session_book"), {"own": "1", "own_date": "2027-02-13", "own_time": "19:00", "form": "online"}
        )
        assert TimeRequest.objects.get().starts_at == at("02-13T20:00") and not Session.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({}, "Bitte eine Zeit aussuchen."),
            ({"slot": "morgen"}, "Bitte eine Zeit aussuchen."),
            ({"slot": "2027-02-11T10:30"}, "Bitte eine Zeit aussuchen."),
            ({"slot": "0001-01-01T00:00+05:00"}, "Bitte eine Zeit aussuchen."),
            ({"slot": "9999-12-31T23:59Z"}, "Bitte eine Zeit aussuchen."),
            ({"slot": "2026-11-11T10:30Z"}, "Diese Zeit ist schon vorbei."),
            ({"slot": "2027-07-11T10:30Z"}, "Das Programm geht vom"),
            ({"own": "1"}, "Bitte einen Tag angeben."),
            ({"own": "1", "own_date": "2027-02-13"}, "Bitte eine Uhrzeit angeben."),
            ({"own": "1", "own_date": "31.02.2027", "own_time": "10:00"}, "Bitte"),
            ({"own": "1", "own_date": "0001-01-01", "own_time": "00:00"}, "der im Programm liegt"),
            ({"own": "1", "own_date": "2027-03-28", "own_time": "02:30"}, "gibt es am 28. März nicht"),
            ({"slot": value(THURSDAY), "form": "taube"}, "taube"),
            ({"slot": value(THURSDAY), "note": "x" * 301}, "300"),
        ],
    )
    def test_bad_input_gets_a_sentence_and_books_nothing(self, pair, lea, url, inside, typed, sentence):
        page = lea.post(url("session_book"), typed | {"place": "Raum 7"})
        assert page.status_code == 200 and sentence in words(page) and not Session.objects.exists()

    @pytest.mark.parametrize(
        "field", [{"place": "a\x00b"}, {"number": "9" * 30}, {"number": "x"}, {"own_date": "x"}]
    )
    def test_odd_bytes_and_numbers_are_no_error_of_ours(self, lea, url, field):
        assert lea.post(url("session_book"), {"slot": value(THURSDAY)} | field).status_code in {200, 302, 409}

    def test_an_hour_that_clocks_show_twice_is_refused_with_a_sentence(self, pair, lea, url, inside):
        page = lea.post(url("session_book"), {"own": "1", "own_date": "2027-10-31", "own_time": "02:30"})
        assert "gibt es am 31. Oktober zweimal" in words(page)

    def test_what_was_typed_survives_an_error(self, lea, url):
        page = lea.post(
            url("session_book"), {"own": "1", "place": "Raum 7", "note": "Hallo", "form": "onsite"}
        )
        html = page.content.decode()
        assert 'value="Raum 7"' in html and ">\nHallo<" in html
        assert re.search(r'value="onsite"[^>]*checked', html)


class TestTaken:
    TYPED = {"form": "onsite", "place": "Raum 7", "note": "Hallo", "number": "1"}

    @pytest.fixture
    def lost(self, pair, lea, url, inside):
        """The answer to Lea, who wanted a time that Thomas has just lost."""
        factories.busy(pair.thomas, THURSDAY, THURSDAY + timedelta(minutes=45))
        return lea.post(url("session_book"), {"slot": value(THURSDAY), **self.TYPED})

    def test_a_lost_race_shows_three_fresh_times_and_keeps_what_was_typed(self, lost):
        html = lost.content.decode()
        assert lost.status_code == 409 and "bei Thomas gerade vergeben" in words(lost)
        assert value(THURSDAY) not in html and len(radios(lost)) == 3
        for name, typed in self.TYPED.items():
            assert f'name="{name}" value="{typed}"' in html

    def test_one_of_the_fresh_times_is_booked_with_what_was_typed(self, lost, lea, url):
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', lost.content.decode()))
        lea.post(url("session_book"), {**fields, "slot": "".join(radios(lost)[0])})
        session = Session.objects.get()
        assert (session.form, session.place, session.note) == ("onsite", "Raum 7", "Hallo")

    def test_the_whole_list_is_one_button_away_and_keeps_what_was_typed(self, lost, lea, url):
        page = lea.post(url("session_book"), {**self.TYPED, "list": "1"})
        html = page.content.decode()
        assert page.status_code == 200 and len(radios(page)) > 3 and not Session.objects.exists()
        assert re.search(r'value="onsite"[^>]*checked', html) and 'value="Raum 7"' in html
        assert ">\nHallo<" in html

    def test_a_time_that_no_longer_suits_is_told_in_the_same_way(self, pair, lea, url, inside):
        factories.absence(pair.lea, "2027-02-11T00:00", "2027-02-12T00:00")
        page = lea.post(url("session_book"), {"slot": value(THURSDAY), **self.TYPED})
        assert page.status_code == 409 and "haben Sie eine Abwesenheit" in words(page)
        assert len(radios(page)) == 3

    def test_without_a_common_time_only_the_list_is_left(self, pair, lea, url, inside):
        factories.busy(pair.thomas, at("01-18T00:00"), at("06-01T00:00"))
        page = lea.post(url("session_book"), {"slot": value(THURSDAY), **self.TYPED})
        assert page.status_code == 409 and "Keine gemeinsame Zeit gefunden" in words(page)
        assert radios(page) == [] and 'name="list"' in page.content.decode()

    def test_a_second_click_is_led_to_the_session_it_made(self, pair, lea, url, inside):
        for _click in range(2):
            page = lea.post(url("session_book"), {"slot": value(THURSDAY), "number": "1"})
        assert page.status_code == 409 and url("session_detail", 1) in page.content.decode()
        assert Session.objects.count() == 1 and Message.objects.count() == 2

    def test_the_last_session_of_all_is_no_exception(self, pair, lea, url, inside):
        for number in range(1, 6):
            pair.session(at(f"01-0{number}T09:00"), number=number, state="held")
        for _click in range(2):
            page = lea.post(url("session_book"), {"slot": value(THURSDAY), "number": "6"})
        assert page.status_code == 409 and "Alle Sitzungen sind verabredet" in words(page)

    def test_a_move_can_lose_too(self, pair, lea, url, inside):
        pair.session(THURSDAY)
        factories.busy(pair.thomas, at("02-12T09:00"), at("02-12T10:00"))
        page = lea.post(url("session_move", 1), {"slot": value(at("02-12T09:30")), "revision": "0"})
        assert page.status_code == 409 and "Bisher" in words(page) and len(radios(page)) == 3
        assert 'name="revision" value="0"' in page.content.decode()
        page = lea.post(url("session_move", 1), {"list": "1"})
        assert page.status_code == 200 and len(radios(page)) > 3 and Session.objects.get().revision == 0


class TestSessionMove:
    def test_shows_the_old_time_and_moves_to_the_new_one(self, pair, lea, url, inside):
        pair.session(THURSDAY)
        assert "Donnerstag, 11. Februar 2027, 10:30 bis 11:15 Uhr" in words(lea.get(url("session_move", 1)))
        page = lea.post(
            url("session_move", 1), {"slot": value(at("02-12T09:30")), "revision": "0"}, follow=True
        )
        assert (
            "Freitag, 12. Februar, 9:30 bis 10:15 Uhr" in words(page) and Session.objects.get().revision == 1
        )

    def test_what_the_other_one_moved_meanwhile_is_shown_first(self, pair, lea, url, inside):
        booking.move(pair.session(THURSDAY), starts_at=at("02-12T14:00"), by=pair.thomas)
        page = lea.post(
            url("session_move", 1), {"slot": value(at("02-12T09:30")), "revision": "0"}, follow=True
        )
        assert "inzwischen verschoben" in words(page) and Session.objects.get().starts_at == at("02-12T14:00")

    @pytest.mark.parametrize("name", ["session_move", "session_cancel", "session_place"])
    def test_what_has_begun_cannot_be_changed(self, pair, lea, url, clock, name):
        pair.session(THURSDAY)
        clock.set("02-11T10:30")
        assert lea.get(url(name, 1)).headers["Location"] == url("session_detail", 1)

    def test_its_own_time_neither_stands_in_the_way_nor_is_offered(self, pair, lea, url):
        pair.session(at("01-20T10:00"))
        page = lea.get(url("session_move", 1) + "?week=2027-01-18").content.decode()
        assert value(at("01-20T09:30")) in page or value(at("01-20T11:00")) in page
        assert value(at("01-20T10:00")) not in page
