import pytest
from django.db.models import Max

from mail.models import Message
from sessions import booking, letters
from sessions.models import Session
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(pair):
    with scope(pair.organisation):
        yield


@pytest.fixture
def session(pair) -> Session:
    return booking.book(
        pair.tandem, starts_at=at("02-11T10:30"), by=pair.lea, place="Raum <A>", note="Bis dann & danke"
    )


def last_to(person) -> Message:
    return Message.objects.filter(recipient=person.email).latest("pk")


def test_the_one_who_did_not_book_learns_all_in_the_mail(pair, session):
    mail = last_to(pair.thomas)
    assert mail.subject == "Sitzung 1 mit Lea Brandt: Do, 11. Februar, 10:30"
    for fact in (
        "Lea Brandt hat Sitzung 1 verabredet",
        "Donnerstag, 11. Februar 2027, 10:30 bis 11:15\N{NO-BREAK SPACE}Uhr",
        "Berlin (MEZ)",
        "per Video, Raum <A>",
        "Lea schreibt dazu: Bis dann & danke",
        f"/o/weserwerk/t/{pair.tandem.public_id}/sessions/1/",
    ):
        assert fact in mail.text
    assert "Raum &lt;A&gt;" in mail.html and "Bis dann &amp; danke" in mail.html


def test_an_answer_goes_to_the_other_one_and_not_to_hr(pair, session, lead):
    pair.program.contact = lead
    pair.program.save()
    assert last_to(pair.thomas).reply_to == pair.lea.email
    assert last_to(pair.thomas).sender_name == "Weserwerk über Umento"


def test_each_reads_the_time_in_their_own_zone(pair):
    pair.thomas.zone = "America/New_York"
    pair.thomas.save()
    pair.tandem.refresh_from_db()
    booking.book(pair.tandem, starts_at=at("02-11T16:00"), by=pair.lea)
    assert "10:00 bis 10:45" in last_to(pair.thomas).text and "New York" in last_to(pair.thomas).text
    assert "16:00 bis 16:45" in last_to(pair.lea).text


def test_a_move_names_the_old_and_the_new_time(pair, session):
    booking.move(session, starts_at=at("02-12T09:30"), by=pair.thomas)
    mail = last_to(pair.lea)
    assert mail.subject == "Verschoben: Sitzung 1 mit Dr. Thomas Reuter jetzt Fr, 12. Februar, 9:30"
    assert "Dr. Thomas Reuter hat Sitzung 1 verschoben" in mail.text
    assert "Bisher: Donnerstag, 11. Februar 2027, 10:30" in mail.text


def test_a_cancellation_leads_to_new_times(pair, session):
    booking.cancel(session, by=pair.lea)
    mail = last_to(pair.thomas)
    assert mail.subject == "Abgesagt: Sitzung 1 mit Lea Brandt am Do, 11. Februar, 10:30"
    assert "Lea Brandt hat Sitzung 1 abgesagt" in mail.text and "kurzfristig" not in mail.text
    assert f"/t/{pair.tandem.public_id}/book/" in mail.text


def test_a_late_cancellation_is_told_as_one(pair, session, clock):
    clock.set("02-11T09:00")
    booking.cancel(session, by=pair.lea)
    for mail in (last_to(pair.thomas), last_to(pair.lea)):
        assert "Die Absage kam kurzfristig." in mail.text and "Die Absage kam kurzfristig." in mail.html


def test_a_cancellation_with_a_new_time_names_both_and_updates_the_calendar_entry(pair, session):
    booking.replace(session, starts_at=at("02-12T09:30"), by=pair.thomas)
    mail = last_to(pair.lea)
    subject = "Abgesagt, mit neuer Zeit: Sitzung 1 mit Dr. Thomas Reuter jetzt Fr, 12. Februar, 9:30"
    assert mail.subject == subject
    assert "hat die alte Zeit von Sitzung 1 abgesagt und eine neue genommen" in mail.text
    assert "Abgesagt: Donnerstag, 11. Februar 2027, 10:30" in mail.text
    assert "Freitag, 12. Februar 2027, 9:30" in mail.text
    assert "METHOD:REQUEST" in mail.calendar and "SEQUENCE:1" in mail.calendar


def test_only_the_one_they_act_for_reads_who_the_delegate_is(pair, session):
    booking.move(
        session, starts_at=at("02-12T09:30"), by=pair.thomas, delegate=factories.delegate(pair.thomas)
    )
    assert "verschoben durch die Vertretung von Dr. Thomas Reuter" in last_to(pair.lea).text
    assert "Petra Kern" not in last_to(pair.lea).text + last_to(pair.lea).html
    assert "Ihre Vertretung Petra Kern hat Sitzung 1" in last_to(pair.thomas).text


def test_when_the_tandem_rests_both_get_the_same_words(pair, session):
    """Nobody learns from it who paused or ended the tandem."""
    booking.cancel(session, by=None)
    texts = {
        last_to(person).text.replace(person.name, "").replace(other.name, "")
        for person, other in ((pair.lea, pair.thomas), (pair.thomas, pair.lea))
    }
    assert len(texts) == 1 and "/book/" not in texts.pop()


def test_a_reminder_is_not_sent_after_the_start(pair, session):
    letters.reminder(session, pair.lea, which="day")
    letters.reminder(session, pair.lea, which="day")
    letters.reminder(session, pair.lea, which="hour")
    reminders = Message.objects.filter(kind="session.reminder")
    assert reminders.count() == 2 and reminders.aggregate(last=Max("not_after"))["last"] == session.starts_at
    assert "Gesprächsleitfaden" in reminders[0].text and reminders[0].calendar == ""


def test_a_mail_speaks_the_language_of_its_reader(pair):
    pair.thomas.language = "en"
    pair.thomas.save()
    pair.tandem.refresh_from_db()
    booking.book(pair.tandem, starts_at=at("02-11T10:30"), by=pair.lea)
    assert last_to(pair.thomas).language == "en" and last_to(pair.lea).language == "de"
    assert "Thu, 11 February" in last_to(pair.thomas).subject and "CET" in last_to(pair.thomas).text
