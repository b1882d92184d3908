"""Two programs that are not ours take our requests: khal, a calendar on vdir, and Radicale, a CalDAV server.

Each session is booked, moved and cancelled; its mails go through a mail server, and what arrives is handed on.
"""

import base64
import http.client
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar

from config.embedded import processes
from mail import delivery
from sessions import booking
from tenancy.scope import scope
from tests.config.processes import eventually
from tests.mail.smtp import free_port, mail_server
from tests.roles import as_role
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db(transaction=True)

KHAL = """
[calendars]
[[umento]]
path = {folder}/calendar
[default]
default_calendar = umento
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
[sqlite]
path = {folder}/khal.db
"""
FREE_BUSY = """<?xml version="1.0"?>
<C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav">
<C:time-range start="20270201T000000Z" end="20270301T000000Z"/></C:free-busy-query>"""
PLACE = "Konferenzraum Überseestadt, 3. Stock"


def calendar_of(mail: EmailMessage) -> bytes:
    """The part a mail program hands to its calendar."""
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return part.get_payload(decode=True)


@pytest.fixture
def life(pair, settings) -> dict[str, bytes]:
    """What Thomas's calendar is sent when a session is booked, moved and cancelled."""
    settings.MAIL_REPLY_ADDRESS = "reply@umento.example"
    with scope(pair.organisation):
        session = booking.book(pair.tandem, starts_at=at("02-11T10:30"), by=pair.lea, place=PLACE)
        session = booking.move(session, starts_at=at("02-12T09:30"), by=pair.lea)
        booking.cancel(session, by=pair.lea)
    with mail_server() as (server, connect), as_role("worker"):
        delivery.deliver_due(pair_now(pair), connect=connect)
    arrived = [mail for mail in server.stored if mail["To"] == pair.thomas.email]
    return dict(zip(("booked", "moved", "cancelled"), map(calendar_of, arrived), strict=True))


def pair_now(pair):
    """Late enough for all mails to be due."""
    return max(mail.due_at for mail in pair.mails()) + timedelta(seconds=1)


class Khal:
    def __init__(self, folder: Path) -> None:
        self.folder, self.config = folder, folder / "khal.conf"
        self.config.write_text(KHAL.format(folder=folder))
        (folder / "calendar").mkdir()

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "khal", "-c", str(self.config), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def take(self, calendar: bytes) -> None:
        file = self.folder / "invite.ics"
        file.write_bytes(calendar)
        self.run("import", "--batch", str(file))

    def entries(self) -> list[str]:
        form = "{title}|{start}|{end-time}|{location}|{status}"
        listed = self.run("list", "--day-format", "", "--format", form, "2027-02-01", "28d")
        return [line.strip() for line in listed.splitlines() if line.strip()]


def test_khal_books_moves_and_cancels_one_entry_in_place(life, tmp_path):
    khal = Khal(tmp_path)
    seen = []
    for calendar in life.values():
        khal.take(calendar)
        seen.append(khal.entries())
    title = "Sitzung 1 mit Lea Brandt"
    assert seen == [
        [f"{title}|2027-02-11 10:30|11:15|{PLACE}|CONFIRMED"],
        [f"{title}|2027-02-12 09:30|10:15|{PLACE}|CONFIRMED"],
        [f"{title}|2027-02-12 09:30|10:15|{PLACE}|CANCELLED"],
    ]
    assert len(list((tmp_path / "calendar").glob("*.ics"))) == 1


@dataclass
class Radicale:
    port: int

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        token = base64.b64encode(b"thomas:any").decode()
        connection.request(method, path, body, {"Authorization": f"Basic {token}", **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def busy(self) -> list[str]:
        status, text = self.ask("REPORT", "/thomas/umento/", FREE_BUSY.encode(), Depth="1")
        assert status == 200, text
        return [line for line in text.split("\r\n") if line.startswith("FREEBUSY")]

    def is_up(self) -> bool:
        try:
            return self.ask("OPTIONS", "/")[0] == 200
        except OSError:
            return False


@pytest.fixture
def radicale(tmp_path) -> Iterator[Radicale]:
    server, log = Radicale(free_port()), tmp_path / "radicale.log"
    options = {
        "server-hosts": f"127.0.0.1:{server.port}",
        "storage-filesystem-folder": str(tmp_path / "collections"),
        "auth-type": "none",
        "config": "",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    program = processes.python("radicale", ["-m", "radicale", *arguments], cwd=tmp_path, env={}, log=log)
    program.start()
    try:
        assert eventually(server.is_up, seconds=60), log.read_text()
        yield server
    finally:
        program.stop()


def without_method(calendar: bytes) -> bytes:
    """As a calendar program stores it: what lies on a CalDAV server is no message and has no METHOD."""
    stored = Calendar.from_ical(calendar)
    del stored["METHOD"]
    return stored.to_ical()


def test_radicale_keeps_the_entry_and_knows_when_one_is_busy(life, radicale):
    assert radicale.ask("MKCALENDAR", "/thomas/umento/")[0] == 201
    seen = []
    for name, calendar in life.items():
        path = "/thomas/umento/session.ics"
        status, text = radicale.ask(
            "PUT", path, without_method(calendar), **{"Content-Type": "text/calendar"}
        )
        assert status in {201, 204}, text
        _status, stored = radicale.ask("GET", path)
        [event] = Calendar.from_ical(stored).walk("VEVENT")
        [sent] = Calendar.from_ical(calendar).walk("VEVENT")
        kept = (
            "UID",
            "SEQUENCE",
            "SUMMARY",
            "LOCATION",
            "STATUS",
            "DTSTART",
            "DTEND",
            "ORGANIZER",
            "ATTENDEE",
        )
        assert [event[key] for key in kept] == [sent[key] for key in kept], name
        seen.append(radicale.busy())
    assert seen == [
        ["FREEBUSY;FBTYPE=BUSY:20270211T093000Z/20270211T101500Z"],
        ["FREEBUSY;FBTYPE=BUSY:20270212T083000Z/20270212T091500Z"],
        ["FREEBUSY;FBTYPE=FREE:20270212T083000Z/20270212T091500Z"],
    ]


def test_radicale_refuses_what_is_still_a_message(life, radicale):
    """So the test above is one: this server reads what it is given."""
    radicale.ask("MKCALENDAR", "/thomas/umento/")
    status, _text = radicale.ask("PUT", "/thomas/umento/x.ics", b"BEGIN:VCALENDAR\r\nnonsense\r\n")
    assert status == 400
