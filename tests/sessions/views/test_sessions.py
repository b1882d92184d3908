"""A session's page, how and where it is held, and its calendar file; who may come near."""

import pytest
from icalendar import Calendar

from mail.models import Message
from sessions.models import Session
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.views.pages import words

pytestmark = pytest.mark.django_db

THURSDAY = at("02-11T10:30")
LINK = "https://video.example/raum"


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
    for name, most in (("tandem_detail", 31), ("session_book", 25)):
        with django_assert_max_num_queries(most):
            lea.get(url(name))
