"""Calendar files read back by the library, and against the rules other programs rely on."""

import re

import pytest
from icalendar import Calendar

from sessions import booking
from sessions.calendars import ics
from tenancy.scope import scope
from tests.sessions.calendars import musts
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(pair, settings):
    settings.PUBLIC_BASE_URL = "https://umento.example"
    settings.DEFAULT_FROM_EMAIL = "Umento <termine@umento.example>"
    with scope(pair.organisation):
        pair.tandem.public_id = "tandem12345678"
        pair.tandem.save()
        yield


@pytest.fixture
def session(pair):
    made = booking.book(
        pair.tandem, starts_at=at("02-11T10:30"), by=pair.lea, place="Konferenzraum Überseestadt, 3. Stock"
    )
    type(made).objects.update(public_id="session1234567")
    made.refresh_from_db()
    return made


def read(text: str):
    [event] = Calendar.from_ical(text).walk("VEVENT")
    return event


def test_the_same_event_keeps_its_name_and_counts_its_changes(pair, session):
    first = read(ics.invitation(session, person=pair.lea, method="REQUEST"))
    second = read(
        ics.invitation(
            booking.move(session, starts_at=at("02-12T09:30"), by=pair.lea), person=pair.lea, method="REQUEST"
        )
    )
    third = read(ics.invitation(booking.cancel(session, by=pair.lea), person=pair.lea, method="CANCEL"))
    assert first["UID"] == second["UID"] == third["UID"] == "session-session1234567@umento"
    assert [event["SEQUENCE"] for event in (first, second, third)] == [0, 1, 2]
    assert [event["STATUS"] for event in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_times_are_utc_and_need_no_zone(pair, session):
    text = ics.invitation(session, person=pair.lea, method="REQUEST")
    assert "DTSTART:20270211T093000Z" in text and "DTEND:20270211T101500Z" in text and "VTIMEZONE" not in text
    assert (read(text).start, read(text).end) == (session.starts_at, session.ends_at)


def test_only_the_recipient_attends_and_the_organizer_has_an_address(pair, session):
    event = read(ics.invitation(session, person=pair.lea, method="REQUEST"))
    assert event["ATTENDEE"] == "mailto:lea@weserwerk.example"
    assert event["ORGANIZER"] == "mailto:termine@umento.example"
    assert "thomas@weserwerk.example" not in event.to_ical().decode()


def test_nothing_in_it_tells_a_topic(pair, session):
    session.note = "Lass uns über die Abfindung reden"
    event = read(ics.invitation(session, person=pair.lea, method="REQUEST"))
    assert event["SUMMARY"] == "Sitzung 1 mit Dr. Thomas Reuter" and event["CLASS"] == "PRIVATE"
    text = event.to_ical().decode()
    assert "Abfindung" not in text and pair.program.name not in text


def test_the_method_stands_in_the_mail_as_in_the_body(pair, session):
    booking.cancel(session, by=pair.lea)
    for message in pair.mails():
        assert f"METHOD:{message.calendar_method}\r\n" in message.calendar
    assert [message.calendar_method for message in pair.mails()] == ["REQUEST", "REQUEST", "CANCEL", "CANCEL"]


def test_lines_are_folded_without_breaking_umlauts(pair, session):
    session.place = "Ü" * 200
    raw = ics.invitation(session, person=pair.lea, method="REQUEST").encode()
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines) and lines[-1] == b"" and lines[-2] == b"END:VCALENDAR"
    assert not re.search(rb"[^\r]\n", raw)
    for line in lines:
        line.decode()
    assert read(raw.decode())["LOCATION"] == "Ü" * 200


def test_a_place_cannot_add_lines_of_its_own(pair, session):
    session.place = "Raum 1\r\nATTENDEE:mailto:other@example.org"
    assert (
        read(ics.invitation(session, person=pair.lea, method="REQUEST"))["ATTENDEE"]
        == "mailto:lea@weserwerk.example"
    )


def test_the_file_to_download_asks_nobody(pair, session):
    text = ics.file(session, person=pair.lea)
    assert "METHOD:PUBLISH" in text and "ATTENDEE" not in text and "ORGANIZER" not in text
    assert read(text)["UID"] == session.uid


@pytest.mark.parametrize(
    "name", ['Lea "Lu" Brandt', "Lea; Brandt: CEO, Bremen", "Lea\r\nATTENDEE:x", "Lea^nBrandt", "李 雷 🙂"]
)
def test_no_name_breaks_the_file(pair, session, name):
    pair.lea.name = pair.organisation.name = name
    session.tandem.mentor.membership.name = session.tandem.program.organisation.name = name
    for person in (session.tandem.mentor.membership, session.tandem.mentee.membership):
        text = ics.invitation(session, person=person, method="REQUEST")
        event = read(text)
        assert event["ATTENDEE"] == f"mailto:{person.email}" and event["UID"] == session.uid
        assert musts.broken(text.encode()) == []
