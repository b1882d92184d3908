"""The tandem's page and the list of sessions."""

import re

import pytest
from django.urls import reverse

from programs.models import Tandem, WeeklyTime
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.views.pages import radios, words

pytestmark = pytest.mark.django_db

THURSDAY = at("02-11T10:30")
LINK = "https://video.example/raum"


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
