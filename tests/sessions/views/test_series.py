"""Choosing times for all sessions that are left, in one go."""

import re
from datetime import timedelta

import pytest

from mail.models import Message
from programs.models import Tandem
from sessions import booking
from sessions.models import Session
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.views.pages import value, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]

#: Five sessions are left, one every four weeks but for the end of the program.
FORM = {"form": "onsite", "place": "A3"}


@pytest.fixture(autouse=True)
def _after_one(pair, inside):
    pair.program.session_count = pair.program.months = 5
    pair.program.starts_on = at("01-07T00:00").date()
    pair.program.save()
    pair.session(at("01-14T10:30"), number=1, state="held", form="phone", place="0421 1234")


def sent(response, **changes: str) -> dict[str, str]:
    """The form as the page proposes it, with changes; a value "" leaves a field out."""
    html = response.content.decode()
    form = dict.fromkeys(re.findall(r'name="(take_\d+)"[^>]*? checked', html), "on")
    for name, options in re.findall(r'<select name="(slot_\d+)"(.*?)</select>', html, re.DOTALL):
        form[name] = re.search(r'value="([^"]+)" selected', options).group(1)
    return {name: text for name, text in (form | FORM | changes).items() if text}


def options(response, number: int) -> list[str]:
    select = re.search(rf'<select name="slot_{number}"(.*?)</select>', response.content.decode(), re.DOTALL)
    return re.findall(r'value="([^"]+)"', select.group(1))


def booked() -> list[tuple]:
    return list(Session.objects.standing().order_by("number").values_list("number", "starts_at"))[1:]


class TestPage:
    def test_proposes_a_time_and_some_others_for_each(self, lea, url):
        page = lea.get(url("series_book"))
        text = words(page)
        assert "Do, 11. Februar, 10:30 bis 11:15 Uhr" in text and "Alle 4 verabreden" in text
        assert "nach der Uhr in Berlin" in text and "(MEZ)" not in text
        assert "Anderer Tag: Feiertag am 6. Mai (Christi Himmelfahrt)" in text
        assert [len(options(page, number)) for number in (2, 3, 4, 5)] == [6] * 4
        assert [name for name in sent(page) if name.startswith("take")] == [f"take_{n}" for n in (2, 3, 4, 5)]

    def test_how_they_meet_is_as_last_time(self, lea, url):
        html = lea.get(url("series_book")).content.decode()
        assert 'value="0421 1234"' in html and re.search(r'value="phone"[^>]*checked', html)

    @pytest.mark.parametrize("name", ["tandem_detail", "session_book"])
    def test_pages_that_plan_lead_here_while_several_are_left(self, pair, lea, url, name):
        assert url("series_book") in lea.get(url(name)).content.decode()
        pair.program.session_count = 2
        pair.program.save()
        assert url("series_book") not in lea.get(url(name)).content.decode()

    def test_says_so_when_all_are_planned(self, pair, lea, url):
        pair.program.session_count = 1
        pair.program.save()
        assert "alle sind verabredet oder vorbei" in words(lea.get(url("series_book")))

    def test_says_so_when_no_time_is_left(self, pair, lea, url):
        factories.absence(pair.thomas, "2027-01-01T00:00", "2027-12-31T00:00")
        assert "keine gemeinsame freie Zeit" in words(lea.get(url("series_book")))

    def test_what_is_left_over_at_the_end_is_told(self, pair, lea, url):
        factories.absence(pair.thomas, "2027-01-30T00:00", "2027-12-31T00:00")
        page = lea.get(url("series_book"))
        assert re.search(r"Ohne Vorschlag: Sitzung 4, 5\.", words(page)) and len(options(page, 2)) > 1

    def test_a_paused_tandem_has_no_such_page(self, pair, lea, url):
        Tandem.objects.filter(pk=pair.tandem.pk).update(state="paused")
        assert lea.get(url("series_book")).headers["Location"] == url("tandem_detail")

    def test_somebody_elses_tandem_does_not_exist(self, pair, url, client_for):
        stranger = factories.tandem(pair.program).mentor.membership
        for ask in (client_for(stranger).get, client_for(stranger).post):
            assert ask(url("series_book")).status_code == 404

    def test_people_of_another_house_see_nothing(self, url, client_for, other_organisation):
        with scope(other_organisation):
            stranger = factories.membership()
        assert client_for(stranger).get(url("series_book")).status_code == 404

    def test_the_number_of_queries_does_not_grow_with_the_sessions(
        self, pair, lea, url, django_assert_max_num_queries
    ):
        counted = []
        for count in (3, 18):
            pair.program.session_count = count
            pair.program.save()
            with django_assert_max_num_queries(60) as queries:
                assert f"Sitzung {count}" in words(lea.get(url("series_book")))
            counted.append(len(queries))
        assert counted[0] == counted[1]


class TestBooking:
    def test_one_button_books_all_and_leads_to_the_tandem(self, lea, url):
        page = lea.post(url("series_book"), sent(lea.get(url("series_book"))), follow=True)
        assert page.redirect_chain == [(url("tandem_detail"), 302)]
        assert "4 Sitzungen sind verabredet" in words(page)
        assert booked() == [
            (2, at("02-11T10:30")),
            (3, at("03-11T10:30")),
            (4, at("04-08T10:30")),
            (5, at("05-05T16:00")),
        ]
        assert set(Session.objects.filter(number__gt=1).values_list("form", "place")) == {("onsite", "A3")}

    def test_a_session_that_is_left_out_stays_open_and_another_time_counts(self, lea, url):
        page = lea.get(url("series_book"))
        other = next(text for text in options(page, 4) if text != value(at("04-08T10:30")))
        lea.post(url("series_book"), sent(page, take_3="", slot_4=other))
        assert [(number, value(start)) for number, start in booked()][:2] == [
            (2, value(at("02-11T10:30"))),
            (4, other),
        ]

    def test_a_retry_books_once(self, lea, url):
        form = sent(lea.get(url("series_book")), key="eins")
        answers = [lea.post(url("series_book"), form).headers["Location"] for _ in range(2)]
        assert answers == [url("tandem_detail")] * 2 and len(booked()) == 4
        other = lea.post(url("series_book"), form | {"place": "A4"})
        assert other.status_code == 422 and "schon mit anderen Angaben" in words(other)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"slot_3": ""}, "Bitte eine Zeit aussuchen."),
            ({"slot_3": "morgen"}, "Bitte eine Zeit aussuchen."),
            ({f"take_{number}": "" for number in (2, 3, 4, 5)}, "Bitte mindestens eine Sitzung ankreuzen."),
            ({"slot_3": "2027-02-11T14:00Z"}, "soll an einem späteren Tag liegen als Sitzung 2"),
            ({"slot_3": "2027-02-10T14:00Z"}, "soll an einem späteren Tag liegen als Sitzung 2"),
            ({"form": "taube"}, "taube"),
            ({"place": "x" * 201}, "200"),
        ],
    )
    def test_bad_input_gets_a_sentence_keeps_what_was_typed_and_books_nothing(
        self, lea, url, changes, sentence
    ):
        page = lea.get(url("series_book"))
        chosen = next(text for text in options(page, 4) if text != value(at("04-08T10:30")))
        page = lea.post(url("series_book"), sent(page, **({"slot_4": chosen, "take_5": ""} | changes)))
        assert page.status_code == 200 and sentence in words(page) and not booked()
        assert f'value="{chosen}" selected' in page.content.decode()
        assert not re.search(r'name="take_5"[^>]*checked', page.content.decode())

    @pytest.mark.parametrize(
        "odd", [{"place": "a\x00b"}, {"take_99": "on"}, {"slot_3": "9999-12-31T23:59Z"}, {"key": "x" * 9999}]
    )
    def test_odd_values_are_no_error_of_ours(self, lea, url, odd):
        page = lea.post(url("series_book"), sent(lea.get(url("series_book")), **odd))
        assert page.status_code in {200, 302, 409}


class TestLost:
    def test_a_lost_time_gets_a_new_one_and_the_others_stay(self, pair, lea, url):
        page = lea.get(url("series_book"))
        chosen = next(text for text in options(page, 4) if text != value(at("04-08T10:30")))
        form = sent(page, slot_4=chosen, take_5="", place="Raum 7")
        factories.busy(pair.thomas, at("03-11T10:00"), at("03-11T11:30"))
        page = lea.post(url("series_book"), form)
        html, text = page.content.decode(), words(page)
        assert page.status_code == 409 and not booked() and not Message.objects.exists()
        assert "Noch ist nichts verabredet" in text
        assert "Do, 11. März, 10:30 bis 11:15 Uhr: Diese Zeit passt bei Thomas nicht." in text
        assert value(at("03-11T10:30")) not in options(page, 3) and len(options(page, 3)) == 6
        assert f'value="{chosen}" selected' in html and 'value="Raum 7"' in html
        assert html.count("series__row--lost") == 1 and not re.search(r'name="take_5"[^>]*checked', html)
        assert lea.post(url("series_book"), sent(page)).status_code == 302

    def test_a_race_that_is_lost_at_the_last_moment_looks_the_same(self, pair, lea, url, monkeypatch):
        """The time goes between the check of the form and the booking."""
        form, book = sent(lea.get(url("series_book"))), booking.book

        def slow(tandem, **fields):
            if fields["number"] == 3:
                start = fields["starts_at"]
                factories.busy(pair.thomas, start, start + timedelta(minutes=45))
            return book(tandem, **fields)

        monkeypatch.setattr(booking, "book", slow)
        page = lea.post(url("series_book"), form)
        assert page.status_code == 409 and "bei Thomas gerade vergeben worden" in words(page) and not booked()

    def test_what_the_other_one_booked_meanwhile_is_told(self, pair, lea, url):
        form = sent(lea.get(url("series_book")))
        booking.book(pair.tandem, starts_at=at("02-04T10:30"), by=pair.thomas)
        page = lea.post(url("series_book"), form)
        assert page.status_code == 409 and "Sitzung 2 ist inzwischen verabredet." in words(page)
        assert [number for number, _start in booked()] == [2] and "Alle 3 verabreden" in words(page)

    def test_when_the_other_one_booked_all_nothing_is_left_to_choose(self, pair, lea, thomas, url):
        form = sent(lea.get(url("series_book")))
        thomas.post(url("series_book"), form)
        page = lea.post(url("series_book"), form)
        assert page.status_code == 409 and "alle sind verabredet oder vorbei" in words(page)
        assert len(booked()) == 4
