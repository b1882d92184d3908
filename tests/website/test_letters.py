"""What prospects and hosts are told, read back as mail programs read it."""

import re

import pytest
from django.core import mail as sent_mail
from icalendar import Calendar

from mail.emails import email_of
from tests import factories
from tests.website.conftest import at
from website import demos, letters
from website.models import VideoRoom

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


@pytest.fixture(autouse=True)
def _base(settings):
    settings.PUBLIC_BASE_URL = "https://umento.example"
    settings.DEFAULT_FROM_EMAIL = "Umento <termine@umento.example>"


def to(house, recipient: str):
    return [message for message in house.mails() if message.recipient == recipient]


def event(message):
    [found] = Calendar.from_ical(message.calendar).walk("VEVENT")
    return found


def test_a_booking_tells_the_prospect_and_the_host(house):
    demo = house.book("01-20T10:30", interest="Wir sind 800 Leute.")
    prospect, host = house.mails()
    assert (prospect.recipient, prospect.subject) == (
        "rita@kunde.example",
        "Ihre Umento-Demo: Mi, 20. Jan., 10:30",
    )
    assert prospect.reply_to == "ada@umento.example" and prospect.sensitive
    link = f"https://umento.example/demo/{demo.token}/"
    for body in (prospect.text, prospect.html):
        assert (
            link in body and "Mittwoch, 20. Januar 2027, 10:30 bis 11:00" in body and "Berlin (MEZ)" in body
        )
    assert "800" not in prospect.text + prospect.html
    assert (host.recipient, host.subject) == (
        "ada@umento.example",
        "Neue Demo: Rita Sommer, Mi, 20. Jan., 10:30",
    )
    assert host.reply_to == "rita@kunde.example" and "Wir sind 800 Leute." in host.text
    assert demo.token not in host.text + host.html and "https://umento.example/staff/demos/" in host.text


def test_the_room_stands_in_the_mail_and_in_the_calendar(house):
    house.book("01-20T10:30")
    VideoRoom.objects.create(host=house.ada, url="https://video.example/ada")
    house.book("01-21T10:30", "olga@kunde.example")
    [without, host_without], [with_room, host_with] = house.mails()[:2], house.mails()[2:]
    assert "Den Link schickt Ada Falk vor dem Termin" in without.text and "LOCATION" not in without.calendar
    assert "kein Videoraum hinterlegt" in host_without.text and "/staff/hours/" in host_without.text
    assert (
        "https://video.example/ada" in with_room.text
        and event(with_room)["LOCATION"] == "https://video.example/ada"
    )
    assert "kein Videoraum" not in host_with.text


def test_calendars_follow_a_demo_through_its_life(house, clock):
    demo = house.book("01-20T10:30")
    clock.forward(hours=1)
    demos.move(demo, starts_at=at("03-01T09:30"))
    clock.forward(hours=1)
    demos.cancel(demo)
    for recipient, title in (
        ("rita@kunde.example", "Umento-Demo mit Ada Falk"),
        ("ada@umento.example", "Demo mit Rita Sommer"),
    ):
        mails = to(house, recipient)
        events = [event(message) for message in mails]
        assert [message.calendar_method for message in mails] == ["REQUEST", "REQUEST", "CANCEL"]
        assert all(f"METHOD:{message.calendar_method}\r\n" in message.calendar for message in mails)
        assert {str(found["UID"]) for found in events} == {f"demo-{demo.public_id}@umento"}
        assert [found["SEQUENCE"] for found in events] == [0, 1, 2]
        assert [found["STATUS"] for found in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert [found.start for found in events] == [at("01-20T10:30"), at("03-01T09:30"), at("03-01T09:30")]
        assert {str(found["ATTENDEE"]) for found in events} == {f"mailto:{recipient}"}
        assert {str(found["ORGANIZER"]) for found in events} == {"mailto:termine@umento.example"}
        assert {str(found["SUMMARY"]) for found in events} == {title}


def test_calendars_hold_no_link_to_cancel_and_are_well_formed(house):
    demo = house.book("01-20T10:30", name="Ümit " + "ä" * 100)
    for message in house.mails():
        raw = message.calendar.encode()
        assert demo.token not in message.calendar
        assert all(len(line) <= 75 for line in raw.split(b"\r\n")) and raw.endswith(b"END:VCALENDAR\r\n")
        assert not re.search(rb"[^\r]\n", raw)


def test_a_mail_parses_back_with_its_calendar(house):
    house.book("01-20T10:30")
    for row in house.mails():
        message = email_of(row).message()
        types = ("text/calendar", "application/ics")
        parts = [part for part in message.walk() if part.get_content_type() in types]
        assert [part.get_param("method") for part in parts] == ["REQUEST", None]
        for part in parts:
            [found] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
            assert found.start == at("01-20T10:30")
    assert sent_mail.outbox == []


def test_moving_tells_both_times(house):
    demo = house.book("01-20T10:30")
    demos.move(demo, starts_at=at("01-21T09:00"))
    [mail] = house.mails("demo.moved")
    assert mail.subject == "Ihre Umento-Demo ist verschoben: Do, 21. Jan., 9:00"
    assert (
        "Donnerstag, 21. Januar 2027, 9:00" in mail.text
        and "Bisher: Mittwoch, 20. Januar 2027, 10:30" in mail.text
    )
    assert to(house, "ada@umento.example")[-1].subject.startswith("Demo verschoben: Rita Sommer")


def test_where_the_host_changes_one_gets_it_and_the_other_is_rid_of_it(house):
    demo = house.book("01-20T10:30")
    house.host("Jonas Rother", email="jonas@umento.example")
    factories.busy(house.ada, at("01-21T09:00"), at("01-21T12:00"))
    demos.move(demo, starts_at=at("01-21T09:00"))
    [got], rid = to(house, "jonas@umento.example"), to(house, "ada@umento.example")[-1]
    assert got.subject.startswith("Neue Demo") and event(got).start == at("01-21T09:00")
    assert rid.subject.startswith("Demo abgegeben") and rid.calendar_method == "CANCEL"
    assert event(rid).start == at("01-20T10:30") and event(rid)["SEQUENCE"] == event(got)["SEQUENCE"] == 1
    assert "kein Videoraum" not in rid.text


@pytest.mark.parametrize(("ours", "words"), [(True, "Bitte entschuldigen Sie."), (False, "wie gewünscht")])
def test_cancelling_says_who_did(house, ours, words):
    demo = house.book("01-20T10:30")
    demos.cancel(demo, by=house.ada if ours else None)
    [mail] = house.mails("demo.cancelled")
    assert words in mail.text and words in mail.html
    assert "https://umento.example/demo/\n" in mail.text and demo.token not in mail.text


def test_english_prospects_get_english_addresses_and_dates(house):
    demo = house.book("01-20T10:30", language="en", zone="Europe/London")
    [mail] = house.mails("demo.booked")
    assert f"https://umento.example/en/demo/{demo.token}/" in mail.text
    assert "Wednesday, 20 January 2027, 9:30–10:00" in mail.text and "London (GMT)" in mail.text
    [host] = house.mails("demo.host")
    assert "Mittwoch, 20. Januar 2027, 10:30 bis 11:00" in host.text


def test_a_request_goes_to_each_of_us_and_to_the_office_where_there_is_nobody(house):
    house.host("Jonas Rother", email="jonas@umento.example")
    letters.asked(name="Rita", email="rita@kunde.example", interest="")
    assert [mail.recipient for mail in house.mails()] == ["ada@umento.example", "jonas@umento.example"]
    type(house.ada).objects.update(is_active=False)
    letters.asked(name="Rita", email="rita@kunde.example", interest="")
    assert house.mails()[-1].recipient == "termine@umento.example"


def test_names_stay_text(house):
    house.book("01-20T10:30", name="Rita & <Söhne>")
    prospect, host = house.mails()
    assert "Rita & <Söhne>" in prospect.text and "Rita &amp; &lt;Söhne&gt;" in prospect.html
    assert "<Söhne>" not in host.html
