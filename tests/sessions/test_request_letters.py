import pytest

from mail.models import Message
from sessions import booking, requests
from sessions.models import TimeRequest
from tenancy.scope import scope
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db

SATURDAY = at("02-13T10:30")


@pytest.fixture(autouse=True)
def _inside(pair):
    with scope(pair.organisation):
        yield


@pytest.fixture
def asked(pair) -> TimeRequest:
    return requests.ask(
        pair.tandem, starts_at=SATURDAY, by=pair.lea, place="Raum <A>", note="Bis dann & danke"
    )


def last_to(person) -> Message:
    return Message.objects.filter(recipient=person.email).latest("pk")


def test_the_other_one_learns_all_and_finds_one_page(pair, asked):
    mail = last_to(pair.thomas)
    assert mail.subject == "Lea Brandt fragt an: Sitzung 1 am Sa, 13. Februar, 10:30?"
    for fact in (
        "Samstag, 13. Februar 2027, 10:30 bis 11:15\N{NO-BREAK SPACE}Uhr",
        "Berlin (MEZ)",
        "per Video, Raum <A>",
        "Lea schreibt dazu: Bis dann & danke",
        "bis Mittwoch, 20. Januar 2027, 10:00",
        f"/o/weserwerk/t/{pair.tandem.public_id}/request/{asked.public_id}/",
    ):
        assert fact in mail.text
    assert "Raum &lt;A&gt;" in mail.html and "Bis dann &amp; danke" in mail.html
    assert mail.reply_to == pair.lea.email and mail.not_after == asked.answer_until


def test_asking_back_says_in_one_mail_what_does_not_suit(pair, asked):
    requests.ask(pair.tandem, starts_at=at("02-14T09:00"), by=pair.thomas, replaces=asked.public_id)
    mail = last_to(pair.lea)
    assert "Samstag, 13. Februar 2027, 10:30 passt bei Dr. Thomas Reuter leider nicht." in mail.text
    assert "Sonntag, 14. Februar 2027" in mail.text


def test_asking_anew_says_that_the_first_no_longer_counts(pair, asked):
    requests.ask(pair.tandem, starts_at=at("02-14T09:00"), by=pair.lea, replaces=asked.public_id)
    assert (
        "Die Anfrage für Samstag, 13. Februar 2027, 10:30 gilt damit nicht mehr." in last_to(pair.thomas).text
    )


def test_a_no_brings_three_other_times(pair, asked):
    requests.decline(asked, by=pair.thomas)
    mail = last_to(pair.lea)
    assert "passt bei Dr. Thomas Reuter leider nicht" in mail.text
    assert mail.text.count("\n- ") == 3 and mail.html.count("<li>") == 3
    assert f"/t/{pair.tandem.public_id}/book/" in mail.text


def test_a_move_names_the_old_time(pair):
    session = booking.book(pair.tandem, starts_at=at("02-11T10:30"), by=pair.lea)
    asked = requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.thomas, session=session)
    mail = last_to(pair.lea)
    assert mail.subject.startswith("Dr. Thomas Reuter möchte Sitzung 1 verschieben: Sa, 13. Februar, 10:30")
    assert "Bisher: Donnerstag, 11. Februar 2027" in mail.text and "bleibt es bei der alten Zeit" in mail.text
    requests.withdraw(asked, by=pair.thomas)
    assert "Es bleibt bei der verabredeten Zeit: Donnerstag, 11. Februar 2027" in last_to(pair.lea).text


def test_both_read_that_it_is_agreed_when_it_is(pair, asked):
    requests.accept(asked, by=pair.thomas)
    for person in (pair.lea, pair.thomas):
        mail = last_to(person)
        assert mail.kind == "session.booked" and "ist verabredet." in mail.text and mail.calendar
        assert "in beiden Kalendern frei" not in mail.text


def test_each_reads_the_time_in_their_own_zone(pair):
    pair.thomas.zone = "America/New_York"
    pair.thomas.save()
    pair.tandem.refresh_from_db()
    requests.ask(pair.tandem, starts_at=at("02-13T16:00"), by=pair.lea)
    mail = last_to(pair.thomas)
    assert "10:00 bis 10:45" in mail.text and "New York" in mail.text


def test_who_has_left_gets_no_mail(pair, asked):
    pair.lea.is_active = False
    pair.lea.save()
    requests.decline(TimeRequest.objects.with_people().get(), by=pair.thomas)
    assert not Message.objects.filter(recipient=pair.lea.email).exists()
