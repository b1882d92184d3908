"""What a calendar program gets when it subscribes to a person's sessions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts import memberships, tokens
from sessions import booking
from sessions.calendars import calendar_files, feed_out
from sessions.models import CalendarLink
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(pair) -> str:
    with scope(pair.organisation):
        return path(factories.calendar_token(pair.lea))


def path(token: str) -> str:
    return reverse("sessions:calendar_file", kwargs={"token": token})


def events(address: str) -> list:
    answer = Client().get(address)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_it_holds_ones_own_sessions_with_neutral_titles_and_nobody_invited(pair, address):
    session = pair.session(at("02-11T10:30"), place="https://meet.example/lea", note="Bringt Fragen mit")
    with scope(pair.organisation):
        factories.session(starts_at=at("02-11T10:30"))
    [event] = events(address)
    assert (str(event["UID"]), str(event["SUMMARY"])) == (session.uid, "Sitzung 1 mit Dr. Thomas Reuter")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (session.starts_at, session.ends_at)
    assert (str(event["STATUS"]), str(event["LOCATION"])) == ("CONFIRMED", "https://meet.example/lea")
    text = Client().get(address).content.decode()
    assert not {"ATTENDEE", "ORGANIZER", "Fragen"} & set(text.replace(":", " ").replace(";", " ").split())
    assert "METHOD:PUBLISH" in text


def test_it_asks_to_be_read_every_hour_as_a_calendar(address):
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private"
    lines = answer.content.decode().splitlines()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines and "X-PUBLISHED-TTL:PT1H" in lines


def test_a_moved_session_keeps_its_uid_and_a_cancelled_one_says_so(pair, address, clock):
    session = pair.session(at("02-11T10:30"))
    with scope(pair.organisation):
        booking.move(session, starts_at=at("02-12T10:30"), by=pair.lea)
        booking.cancel(pair.session(at("02-15T10:30"), number=2), by=pair.lea)
    moved, cancelled = events(address)
    assert (str(moved["UID"]), int(moved["SEQUENCE"])) == (session.uid, 1)
    assert moved["DTSTART"].dt == at("02-12T10:30")
    assert (str(cancelled["STATUS"]), int(cancelled["SEQUENCE"])) == ("CANCELLED", 1)


def test_ninety_days_stay_and_all_that_is_coming_is_there(pair, address, clock):
    for number, days in enumerate((-91, -89, 1, 300), 1):
        pair.session(clock.now + timedelta(days=days), number=number, state="held" if days < 0 else "booked")
    found = {str(event["SUMMARY"])[:9]: str(event["STATUS"]) for event in events(address)}
    assert found == {"Sitzung 2": "CONFIRMED", "Sitzung 3": "CONFIRMED", "Sitzung 4": "CONFIRMED"}


def test_it_speaks_the_language_of_its_person(pair, address):
    pair.session(at("02-11T10:30"))
    with scope(pair.organisation):
        pair.lea.language = "en"
        pair.lea.save()
    assert str(events(address)[0]["SUMMARY"]) == "Session 1 with Dr. Thomas Reuter"


def test_what_has_not_changed_is_not_sent_again(pair, address, clock):
    first = Client().get(address)
    for header, value in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        again = Client().get(address, headers={header: value})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    clock.forward(hours=1)
    with scope(pair.organisation):
        booking.book(pair.tandem, starts_at=at("02-11T10:30"), by=pair.lea)
    for header, value in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        assert Client().get(address, headers={header: value}).status_code == 200


def test_only_looking_is_possible(address):
    assert (Client().head(address).status_code, Client().head(address).content) == (200, b"")
    assert Client().post(address).status_code == 405


def test_a_new_address_ends_the_old_one_at_once_and_off_means_off(pair, address, clock):
    with scope(pair.organisation):
        feed_out.switch_on(pair.lea)
        assert feed_out.address(feed_out.of(pair.lea)).endswith(address)
        feed_out.renew(pair.lea)
        fresh = path(factories.calendar_token(pair.lea))
    assert fresh != address
    assert [Client().get(one).status_code for one in (address, fresh)] == [404, 200]
    with scope(pair.organisation):
        feed_out.switch_off(pair.lea)
        again = path(factories.calendar_token(pair.lea))
    assert [Client().get(one).status_code for one in (address, fresh, again)] == [404, 404, 200]


def test_it_ends_with_the_persons_access_and_does_not_come_back_with_it(pair, address, owner):
    with scope(pair.organisation):
        memberships.end(pair.lea, by=owner)
        assert not CalendarLink.objects.exists()
    assert Client().get(address).status_code == 404
    with scope(pair.organisation):
        memberships.invite(name=pair.lea.name, email=pair.lea.email, role="participant", by=owner)
    assert Client().get(address).status_code == 404


def test_somebody_without_access_has_no_calendar_even_where_the_row_is_left(pair, address):
    with scope(pair.organisation):
        pair.lea.is_active = False
        pair.lea.save()
    assert Client().get(address).status_code == 404


def test_an_address_of_another_house_opens_nothing_here(pair, address, other_organisation):
    token = address.split("/")[-2]
    moved = f"{other_organisation.pk}-{token.split('-', 1)[1]}"
    assert Client().get(path(moved)).status_code == 404


def test_only_a_digest_is_kept(pair, address):
    token = address.split("/")[-2]
    with scope(pair.organisation), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM mentoring_calendarlink t")
        [(row,)] = cursor.fetchall()
    assert tokens.digest(token) in row and token.split("-", 1)[1] not in row


def test_fetching_writes_no_more_than_the_day(pair, address, clock):
    pair.session(at("02-11T10:30"))
    client = Client()
    client.get(address)
    with scope(pair.organisation):
        assert feed_out.of(pair.lea).used_on == clock.now.date()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    assert not [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


def test_the_number_of_queries_does_not_grow_with_the_sessions(pair, address):
    Client().get(address)
    counts = []
    for number in range(1, 5):
        pair.session(at(f"02-{10 + number}T10:30"), number=number)
        with CaptureQueriesContext(connection) as queries:
            Client().get(address)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_ones_own_sessions_read_back_from_a_calendar_make_nobody_busy(pair, address):
    pair.session(at("02-11T10:30"))
    content = Client().get(address).content
    assert b"BEGIN:VEVENT" in content
    reading = calendar_files.read(content, pair.lea.tzinfo, at("01-18T00:00"), at("03-01T00:00"))
    assert (reading.busy, reading.is_partial) == ([], False)
