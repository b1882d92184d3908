"""The pages about a tandem and its sessions."""

import re
from datetime import timedelta

import html5lib
import pytest
from django.urls import reverse
from icalendar import Calendar

from mail.models import Message
from programs.models import Tandem, WeeklyTime
from sessions import booking
from sessions.models import Session
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db

THURSDAY = at("02-11T10:30")
LINK = "https://video.example/raum"


def value(start) -> str:
    return start.strftime("%Y-%m-%dT%H:%MZ")


def words(response) -> str:
    """The page's words in its main part; the page must be valid HTML."""
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=", html)
    main = html.partition("<main")[2].partition("</main")[0]
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
        .replace("&nbsp;", " ")
        .replace("\N{NO-BREAK SPACE}", " ")
    )


def radios(response) -> list[str]:
    return re.findall(
        r'name="slot"[^>]*?value="([^"]*)"|value="([^"]*)"[^>]*?name="slot"', response.content.decode()
    )


@pytest.fixture
def url(pair):
    def to(name: str, number: int | None = None) -> str:
        kwargs = {"organisation": pair.organisation.slug}
        if name not in {"my_tandem", "session_list"}:
            kwargs["tandem"] = pair.tandem.public_id
        return reverse(f"sessions:{name}", kwargs=kwargs | ({"number": number} if number else {}))

    return to


@pytest.fixture
def lea(pair, client_for):
    return client_for(pair.lea)


@pytest.fixture
def thomas(pair, client_for):
    return client_for(pair.thomas)


@pytest.fixture
def inside(pair):
    with scope(pair.organisation):
        yield


class TestTandemDetail:
    def test_without_a_session_three_times_come_first(self, lea, url):
        page = lea.get(url("tandem_detail"))
        assert "Sitzung 1 planen" in words(page) and "Nächste Sitzung" not in words(page)
        assert len(radios(page)) == 3 and "Der früheste gemeinsame Termin" in words(page)

    def test_shows_the_next_session_with_its_guide_and_plans_the_following_one(self, pair, lea, url):
        pair.session(at("01-15T10:30"), number=1, state="held")
        pair.session(at("01-21T10:30"), number=2, place=LINK)
        page = lea.get(url("tandem_detail"))
        text = words(page)
        assert "Nächste Sitzung , 2 von 6" in text or "Nächste Sitzung, 2 von 6" in text
        assert (
            "Donnerstag, 21. Januar, 10:30 bis 11:15 Uhr" in text
            and "Gesprächsleitfaden: Werkzeuge des Alltags" in text
        )
        assert "Sitzung 3 planen" in text and f'href="{LINK}"' in page.content.decode()
        assert re.findall(r'data-state="(\w+)"', page.content.decode()) == ["done", "now"]

    def test_says_what_hr_sees_and_how_to_stop(self, pair, lea, url):
        page = lea.get(url("tandem_detail"))
        assert "Was HR von Ihrem Tandem sieht" in words(page)
        assert (
            reverse("programs:tandem_end", args=[pair.organisation.slug, pair.tandem.public_id])
            in page.content.decode()
        )

    def test_says_today_and_now(self, pair, lea, url, clock):
        pair.session(at("01-21T10:30"))
        clock.set("01-21T08:00")
        assert "Heute" in words(lea.get(url("tandem_detail")))
        clock.set("01-21T10:20")
        assert "Jetzt" in words(lea.get(url("tandem_detail")))

    def test_a_session_that_is_just_over_waits_for_the_survey(self, pair, lea, url, clock):
        pair.session(at("01-21T10:30"))
        clock.set("01-21T11:15")
        assert "Sitzung 1 ist vorbei" in words(lea.get(url("tandem_detail")))
        clock.set("01-24T11:15")
        assert "Sitzung 1 ist vorbei" not in words(lea.get(url("tandem_detail")))

    def test_after_the_last_session_there_is_nothing_to_plan(self, pair, lea, url):
        for number in range(1, 7):
            pair.session(at(f"01-0{number}T09:00"), number=number, state="held")
        assert "Alle Sitzungen sind vorbei" in words(lea.get(url("tandem_detail")))

    def test_after_the_last_day_of_the_program_it_says_so(self, lea, url, clock):
        clock.set("04-02T10:00")
        assert "Der letzte Tag war der 31. März 2027" in words(lea.get(url("tandem_detail")))
        assert "Das Programm ging bis zum 31. März 2027" in words(lea.get(url("session_book")))

    def test_without_a_shared_time_it_leads_to_ones_own(self, pair, lea, url, inside):
        WeeklyTime.objects.filter(membership=pair.thomas).delete()
        assert "keine gemeinsame freie Zeit" in words(lea.get(url("tandem_detail")))

    @pytest.mark.parametrize(("state", "sentence"), [("paused", "macht Pause"), ("ended", "ist zu Ende")])
    def test_a_tandem_at_rest_offers_no_times(self, pair, lea, url, inside, state, sentence):
        Tandem.objects.update(state=state)
        page = lea.get(url("tandem_detail"))
        assert sentence in words(page) and not radios(page)

    def test_a_tandem_that_is_asked_leads_to_its_question(self, pair, lea, url, inside):
        Tandem.objects.update(state="asked_mentor", started_at=None, mentor_accepted_at=None)
        expected = reverse("programs:tandem_accept", args=[pair.organisation.slug, pair.tandem.public_id])
        assert lea.get(url("tandem_detail")).headers["Location"] == expected

    def test_the_mentee_does_not_learn_that_the_mentor_is_asked(self, pair, thomas, url, inside):
        Tandem.objects.update(state="asked_mentor", started_at=None, mentor_accepted_at=None)
        assert thomas.get(url("tandem_detail")).status_code == 404


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

    def test_ones_own_time_is_booked_by_the_clock_of_the_viewer(self, pair, lea, url, inside):
        pair.lea.zone = "Europe/London"
        pair.lea.save()
        lea.post(
            url("session_book"), {"own": "1", "own_date": "2027-02-13", "own_time": "19:00", "form": "online"}
        )
        assert Session.objects.get().starts_at == at("02-13T20:00")

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
    def test_a_lost_race_shows_fresh_times_and_keeps_format_place_and_note(self, pair, lea, url, inside):
        factories.busy(pair.thomas, THURSDAY, THURSDAY + timedelta(minutes=45))
        page = lea.post(
            url("session_book"),
            {"slot": value(THURSDAY), "form": "onsite", "place": "Raum 7", "note": "Hallo", "number": "1"},
        )
        html = page.content.decode()
        assert page.status_code == 409 and "bei Thomas gerade vergeben" in words(page)
        assert value(THURSDAY) not in html and 'value="Raum 7"' in html and "Hallo" in html
        assert re.search(r'value="onsite"[^>]*checked', html) and len(radios(page)) > 3

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
        assert page.status_code == 409 and "Bisher" in words(page)


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

    def test_its_own_time_does_not_stand_in_the_way(self, pair, lea, url):
        pair.session(at("01-20T10:00"))
        assert value(at("01-20T10:00")) in lea.get(url("session_move", 1)).content.decode()


class TestSessionCancel:
    def test_asks_and_leads_to_new_times(self, pair, lea, url, inside):
        pair.session(THURSDAY)
        assert "Neu planen oder ausfallen lassen?" in words(lea.get(url("session_cancel", 1)))
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


class TestSessionPlace:
    def test_a_link_can_be_added_later_and_both_calendars_learn_it(self, pair, lea, url, inside):
        pair.session(THURSDAY)
        page = lea.post(url("session_place", 1), {"form": "online", "place": LINK}, follow=True)
        assert "Zum Videoraum" in words(page)
        mails = Message.objects.filter(kind="session.relocated")
        assert mails.count() == 2 and all(
            LINK in mail.calendar and "SEQUENCE:1" in mail.calendar for mail in mails
        )

    def test_saving_without_a_change_tells_nobody(self, pair, lea, url, inside):
        pair.session(THURSDAY)
        lea.post(url("session_place", 1), {"form": "online", "place": ""})
        assert Session.objects.get().revision == 0 and not Message.objects.exists()

    @pytest.mark.parametrize("place", ["javascript:alert(1)", "http://video.example", "https://a b", "A3.12"])
    def test_only_a_safe_link_becomes_a_button(self, pair, lea, url, place):
        pair.session(THURSDAY, place=place)
        page = lea.get(url("session_detail", 1))
        assert "Zum Videoraum" not in words(page) and 'href="javascript' not in page.content.decode()


class TestSessionDetail:
    def test_shows_time_place_guide_and_actions(self, pair, thomas, url):
        pair.session(THURSDAY, place="Kantine", form="onsite", note="Ich freue mich")
        text = words(thomas.get(url("session_detail", 1)))
        for fact in (
            "Vor ort, Kantine",
            "Kennenlernen",
            "Verschieben",
            "Absagen",
            "In den Kalender",
            "Ich freue mich",
            "MEZ",
        ):
            assert fact.lower() in text.lower()

    @pytest.mark.parametrize(
        ("state", "word"), [("held", "fand statt"), ("missed", "fiel aus"), ("cancelled", "abgesagt")]
    )
    def test_says_what_became_of_it_and_offers_no_change(self, pair, lea, url, state, word):
        pair.session(THURSDAY, state=state)
        text = words(lea.get(url("session_detail", 1)))
        assert word in text and "Verschieben" not in text

    def test_a_number_booked_again_shows_the_new_session(self, pair, lea, url):
        pair.session(THURSDAY, state="cancelled")
        pair.session(at("02-12T09:30"))
        assert "12. Februar" in words(lea.get(url("session_detail", 1)))

    def test_times_are_those_of_the_viewer(self, pair, thomas, url, inside):
        pair.thomas.zone = "America/New_York"
        pair.thomas.save()
        pair.session(at("02-11T16:00"))
        text = words(thomas.get(url("session_detail", 1)))
        assert "10:00 bis 10:45" in text and "New York" in text


def test_session_ics_is_a_calendar_file(pair, lea, url):
    session = pair.session(THURSDAY)
    answer = lea.get(url("session_ics", 1))
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["UID"] == session.uid and event["SUMMARY"] == "Sitzung 1 mit Dr. Thomas Reuter"
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "sitzung-1.ics" in answer.headers["Content-Disposition"]


class TestSessionList:
    def test_shows_what_comes_and_what_was(self, pair, lea, url):
        pair.session(at("01-05T10:30"), number=1, state="held")
        pair.session(THURSDAY, number=2)
        pair.session(at("02-01T10:30"), number=3, state="cancelled")
        text = words(lea.get(url("session_list")))
        assert (
            text.index("Demnächst")
            < text.index("11. Februar")
            < text.index("Vorbei")
            < text.index("5. Januar")
        )
        assert "Montag, 1. Februar" not in text

    def test_without_sessions_it_leads_to_the_first(self, lea, url):
        assert "Noch keine Sitzung verabredet" in words(lea.get(url("session_list")))

    def test_without_a_tandem_it_says_why(self, pair, url, client_for, participant_member):
        assert "sobald das Tandem steht" in words(client_for(participant_member).get(url("session_list")))

    def test_asks_the_database_no_more_for_many_than_for_one(
        self, pair, lea, url, django_assert_max_num_queries
    ):
        pair.session(at("01-05T10:30"), number=1, state="held")
        with django_assert_max_num_queries(40) as one:
            lea.get(url("session_list"))
        for number in range(2, 6):
            pair.session(at(f"01-0{number}T15:00"), number=number, state="held")
        with django_assert_max_num_queries(len(one)):
            lea.get(url("session_list"))


class TestMyTandem:
    def test_leads_to_the_one_that_runs(self, pair, lea, url, inside):
        factories.tandem(pair.program, mentor=pair.tandem.mentor, state="ended")
        assert lea.get(url("my_tandem")).headers["Location"] == url("tandem_detail")

    def test_says_that_it_is_in_the_making(self, pair, url, client_for, participant_member):
        assert "Ihr Tandem entsteht gerade" in words(client_for(participant_member).get(url("my_tandem")))

    def test_tells_the_mentee_nothing_of_a_mentor_who_is_asked(self, pair, thomas, url, inside):
        Tandem.objects.update(state="asked_mentor", started_at=None, mentor_accepted_at=None)
        assert "Ihr Tandem entsteht gerade" in words(thomas.get(url("my_tandem")))

    def test_a_tandem_that_did_not_form_is_none(self, pair, lea, url, inside):
        Tandem.objects.update(state="not_formed")
        assert lea.get(url("my_tandem")).status_code == 200


READ_ONLY = ["tandem_detail", "session_detail", "session_ics"]
FORMS = ["session_book", "session_move", "session_cancel", "session_place"]


@pytest.mark.parametrize(
    ("method", "name"), [*(("get", name) for name in READ_ONLY + FORMS), *(("post", name) for name in FORMS)]
)
def test_nobody_but_the_two_comes_near(
    pair, url, client_for, participant_member, owner, other_organisation, method, name
):
    """Not a colleague, not HR, not a stranger; for them a session that exists is one that does not."""
    pair.session(THURSDAY)
    address = url(name, None if name in {"tandem_detail", "session_book"} else 1)
    with scope(other_organisation):
        stranger = factories.membership("Fremde Person", role="owner")
    for person in (participant_member, owner, stranger):
        assert getattr(client_for(person), method)(address).status_code == 404
    assert client_for(pair.lea).get(address).status_code == 200


def test_an_unknown_session_is_a_foreign_one(lea, url):
    assert (
        lea.get(url("session_detail", 7)).status_code
        == lea.get(url("session_detail", 99999)).status_code
        == 404
    )


def test_pages_hold_their_number_of_queries(pair, lea, url, django_assert_max_num_queries):
    pair.session(at("01-05T10:30"), number=1, state="held")
    pair.session(at("01-21T10:30"), number=2)
    for name, most in (("tandem_detail", 30), ("session_book", 25)):
        with django_assert_max_num_queries(most):
            lea.get(url(name))
