"""Asking for a time outside the list, and answering."""

import pytest
from django.urls import reverse

from programs.models import WeeklyTime
from sessions import booking
from sessions.models import Session, TimeRequest
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.views.pages import radios, value, words

pytestmark = pytest.mark.django_db

SATURDAY = at("02-13T10:30")
THURSDAY = at("02-11T10:30")
OWN = {"own": "1", "own_date": "2027-02-13", "own_time": "10:30"}


@pytest.fixture
def asked(pair, inside) -> TimeRequest:
    return factories.time_request(pair.tandem, starts_at=SATURDAY, place="A3.12", form="onsite")


@pytest.fixture
def to(pair):
    """The address of a step with a request."""

    def address(name: str, asked: TimeRequest) -> str:
        parts = [pair.organisation.slug, pair.tandem.public_id, asked.public_id]
        return reverse(f"sessions:request_{name}", args=parts)

    return address


def said(page) -> str:
    """The page's words, without the room that tags leave before a comma."""
    return words(page).replace(" ,", ",")


def home(pair) -> str:
    return reverse("programs:home", args=[pair.organisation.slug])


class TestAsking:
    def test_the_page_says_that_the_other_one_is_asked(self, lea, url):
        text = words(lea.get(url("session_book")))
        assert "Nichts dabei? Andere Zeit anfragen" in text and "Thomas anfragen" in text
        assert "Verabredet ist sie erst mit der Zusage" in text

    def test_one_button_asks_and_books_nothing(self, pair, lea, url, inside):
        page = lea.post(
            url("session_book"), OWN | {"form": "onsite", "place": "A3", "note": "Hallo"}, follow=True
        )
        assert page.redirect_chain == [(url("tandem_detail"), 302)]
        assert "Die Anfrage ist verschickt" in words(page)
        assert "Angefragt (bis Mi, 20. Januar, 10:00)" in said(page)
        made = TimeRequest.objects.get()
        assert (made.starts_at, made.form, made.place, made.note) == (SATURDAY, "onsite", "A3", "Hallo")
        assert not Session.objects.exists()

    def test_without_a_shared_time_it_is_the_way(self, pair, lea, url, inside):
        WeeklyTime.objects.filter(membership=pair.thomas).delete()
        assert "Andere Zeit anfragen" in words(lea.get(url("tandem_detail")))
        assert "Eine andere Zeit lässt sich trotzdem anfragen" in words(lea.get(url("session_book")))

    @pytest.mark.parametrize(
        ("own", "sentence"),
        [
            ({"own_date": "2027-01-18", "own_time": "09:00"}, "Diese Zeit ist schon vorbei."),
            ({"own_date": "2027-05-18", "own_time": "09:00"}, "Das Programm geht vom"),
            ({"own_date": "2027-02-11", "own_time": "10:30"}, "bei Thomas gerade vergeben"),
        ],
    )
    def test_what_cannot_be_asked_gets_a_sentence_and_keeps_what_was_typed(
        self, pair, lea, url, inside, own, sentence
    ):
        factories.busy(pair.thomas, THURSDAY, at("02-11T11:15"))
        page = lea.post(url("session_book"), {"own": "1", "place": "Raum 7"} | own)
        assert page.status_code == 200 and sentence in words(page)
        assert (
            f'value="{own["own_time"]}"' in page.content.decode()
            and 'value="Raum 7"' in page.content.decode()
        )
        assert not TimeRequest.objects.exists()

    def test_a_session_can_be_moved_by_asking(self, pair, lea, url, inside):
        pair.session(THURSDAY)
        lea.post(url("session_move", 1), OWN | {"revision": "0"})
        made = TimeRequest.objects.get()
        assert made.moves and made.session == Session.objects.get() and made.session.starts_at == THURSDAY
        text = words(lea.get(url("session_detail", 1)))
        assert "Donnerstag, 11. Februar" in text and "Angefragt (bis" in text

    def test_the_short_way_to_ask_has_a_page_of_its_own(self, pair, lea, url, inside):
        pair.session(THURSDAY)
        assert "Die alte Zeit gilt, bis Thomas zugesagt hat." in words(lea.get(url("session_ask", 1)))
        assert "Bitte einen Tag angeben" in words(lea.post(url("session_ask", 1), {"own": "1"}))
        page = lea.post(url("session_ask", 1), OWN | {"revision": "0"})
        assert page.headers["Location"] == url("tandem_detail") and TimeRequest.objects.get().moves

    def test_what_the_other_one_moved_meanwhile_is_shown_first(self, pair, lea, url, inside):
        booking.move(pair.session(THURSDAY), starts_at=at("02-12T14:00"), by=pair.thomas)
        for name in ("session_ask", "session_move"):
            page = lea.post(url(name, 1), OWN | {"revision": "0"}, follow=True)
            assert "inzwischen verschoben" in words(page) and not TimeRequest.objects.exists()

    def test_what_has_begun_cannot_be_moved_by_asking(self, pair, lea, url, clock):
        pair.session(THURSDAY)
        clock.set("02-11T10:30")
        assert lea.get(url("session_ask", 1)).headers["Location"] == url("session_detail", 1)


class TestWhileItIsOpen:
    def test_the_asker_sees_until_when_and_may_take_it_back(self, pair, lea, url, to, asked):
        for address in (url("tandem_detail"), home(pair)):
            page = lea.get(address)
            assert "Samstag, 13. Februar, 10:30 bis 11:15 Uhr" in words(page)
            assert "Angefragt (bis Mi, 20. Januar, 10:00)" in said(page)
            assert to("withdraw", asked) in page.content.decode()

    def test_the_other_one_is_led_to_the_answer(self, pair, thomas, url, to, asked):
        for address in (url("tandem_detail"), home(pair), url("session_list"), url("session_book")):
            assert to("detail", asked) in thomas.get(address).content.decode(), address

    def test_no_other_time_is_offered_silently_for_the_same_session(self, lea, url, asked):
        assert not radios(lea.get(url("tandem_detail")))
        assert "Eine andere Wahl hier nimmt Ihre Anfrage zurück." in words(lea.get(url("session_book")))

    def test_a_listed_time_takes_its_place(self, thomas, url, asked, inside):
        assert "Eine andere Wahl hier lehnt diese Zeit ab." in words(thomas.get(url("session_book")))
        thomas.post(url("session_book"), {"slot": value(THURSDAY), "number": "1"})
        asked.refresh_from_db()
        assert asked.state == "declined" and Session.objects.get().starts_at == THURSDAY

    def test_asking_back_answers_the_first(self, thomas, url, asked, inside):
        form = thomas.get(url("session_book")).content.decode()
        assert f'value="{asked.public_id}"' in form
        thomas.post(url("session_book"), OWN | {"own_time": "12:00", "replaces": asked.public_id})
        asked.refresh_from_db()
        assert asked.state == "declined" and TimeRequest.objects.open().get().starts_at == at("02-13T12:00")

    def test_who_has_not_seen_it_is_told(self, thomas, url, asked, inside):
        page = thomas.post(url("session_book"), OWN | {"own_time": "12:00"})
        assert "Lea hat inzwischen eine Zeit angefragt." in words(page)
        assert TimeRequest.objects.get().state == "open"

    def test_a_second_request_for_another_session_waits(self, pair, lea, url, asked):
        pair.session(THURSDAY, number=2)
        text = words(lea.get(url("session_move", 2)))
        assert "Für Sitzung 1 ist schon eine Zeit angefragt" in text


class TestAnswering:
    def test_the_page_shows_all_and_three_answers(self, thomas, to, asked):
        text = words(thomas.get(to("detail", asked)))
        for part in ("Passt diese Zeit?", "Lea Brandt", "Sitzung 1", "A3.12", "Berlin"):
            assert part in text
        for answer in ("Zusagen", "Andere Zeit vorschlagen", "Passt nicht"):
            assert answer in text

    def test_the_asker_finds_no_answers_there(self, lea, to, asked):
        text = words(lea.get(to("detail", asked)))
        assert "Thomas ist angefragt" in text and "Zusagen" not in text

    def test_ones_own_absence_is_named_but_does_not_decide(self, pair, thomas, to, asked):
        factories.absence(pair.thomas, "2027-02-13T00:00", "2027-02-14T00:00")
        assert "haben Sie eine Abwesenheit eingetragen" in words(thomas.get(to("detail", asked)))

    def test_a_yes_shows_the_session_as_often_as_one_says_it(self, thomas, url, to, asked, inside):
        for _click in range(2):
            page = thomas.post(to("accept", asked), follow=True)
            assert page.redirect_chain == [(url("session_detail", 1), 302)] and "Zugesagt." in words(page)
        assert Session.objects.get().starts_at == SATURDAY
        assert thomas.get(to("detail", asked)).headers["Location"] == url("session_detail", 1)

    def test_a_no_leads_back_to_the_tandem(self, thomas, url, to, asked):
        page = thomas.post(to("decline", asked), follow=True)
        assert page.redirect_chain == [(url("tandem_detail"), 302)] and "Lea bekommt eine Mail" in words(page)
        assert "nicht mehr offen" in words(thomas.get(to("detail", asked)))

    def test_the_asker_takes_it_back(self, lea, url, to, asked):
        page = lea.post(to("withdraw", asked), follow=True)
        assert "Die Anfrage ist zurückgenommen." in words(page) and radios(page)

    @pytest.mark.parametrize("name", ["accept", "decline"])
    def test_what_is_no_longer_open_is_said_and_shown(self, lea, thomas, to, asked, name):
        lea.post(to("withdraw", asked))
        page = thomas.post(to(name, asked), follow=True)
        assert page.redirect_chain == [(to("detail", asked), 302)]
        assert "Diese Anfrage ist nicht mehr offen" in words(page)

    @pytest.mark.parametrize("name", ["accept", "decline"])
    def test_the_asker_cannot_answer(self, lea, to, asked, name):
        assert "nur die andere Person" in words(lea.post(to(name, asked), follow=True))

    @pytest.mark.parametrize("name", ["accept", "decline", "withdraw"])
    def test_looking_answers_nothing(self, thomas, to, asked, name):
        assert thomas.get(to(name, asked)).status_code == 405

    def test_a_request_of_another_tandem_is_not_there(self, pair, thomas, to, asked, inside):
        foreign = factories.time_request(factories.tandem(pair.program))
        assert thomas.get(to("detail", foreign)).status_code == 404
        assert thomas.post(to("accept", foreign)).status_code == 404


def test_the_card_costs_a_fixed_number_of_queries(pair, lea, url, asked, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as one:
        lea.get(url("session_list"))
    factories.time_request(
        factories.tandem(pair.program, mentor=pair.tandem.mentor), starts_at=at("02-20T10:00")
    )
    with django_assert_max_num_queries(len(one)):
        lea.get(url("session_list"))
