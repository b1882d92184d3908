"""The life of a session as calendars get it, byte by byte: whole mails, and the calendar object alone.

Words of the mails are left out, they have tests of their own. Who changes something on purpose removes the golden files
and runs this twice: the first run writes what is missing, and fails.
"""

from email.message import Message as Part
from pathlib import Path

import pytest

from mail.emails import email_of
from mail.models import Message
from sessions import booking
from sessions.calendars import replies
from sessions.models import Session
from tests import factories
from tests.sessions.calendars import musts
from tests.sessions.calendars.reply_corpus import answer
from tests.sessions.conftest import at

GOLDEN = Path(__file__).parent / "golden"
STEPS = ("create", "relocate", "move", "cancel")

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(db):
    """The key of the house stands in the address for answers."""
    return factories.organisation("weserwerk", pk=700001)


@pytest.fixture
def life(pair, inside, clock, settings, monkeypatch) -> dict[str, Message]:
    """Thomas's mails: he accepts, the place changes, the time changes, it is called off."""
    settings.SECRET_KEY = "for-golden-files-only"
    settings.PUBLIC_BASE_URL = "https://umento.example"
    settings.DEFAULT_FROM_EMAIL = "Umento <termine@umento.example>"
    settings.MAIL_REPLY_ADDRESS = "antwort@umento.example"
    for row, name in ((pair.tandem, "tandem12345678"), (pair.thomas, "thomas12345678")):
        row.public_id = name
        row.save()
    pair.tandem.refresh_from_db()
    # The field keeps its default once it was asked for, so that patching the default itself may come too late.
    names = Session._meta.get_field("public_id")
    monkeypatch.setitem(vars(names), "_get_default", lambda: "session1234567")
    place = "Konferenzraum Überseestadt, 3. Stock"
    session = booking.book(pair.tandem, starts_at=at("02-11T10:30"), by=pair.lea, place=place)
    replies.take(answer("outlook", session, pair.thomas))
    clock.forward(hours=1)
    session = booking.relocate(session, form="onsite", place="Kantine; Tisch am Fenster", by=pair.lea)
    clock.forward(hours=1)
    session = booking.move(session, starts_at=at("03-30T09:30"), by=pair.lea)
    clock.forward(hours=1)
    booking.cancel(session, by=pair.lea)
    mails = Message.objects.filter(recipient=pair.thomas.email).order_by("pk")
    return dict(zip(STEPS, mails, strict=True))


def as_golden(row: Message) -> bytes:
    """The mail as it goes out, with fixed names for what is new each time."""
    mail = email_of(row).message()
    for name, value in (("Date", "Mon, 18 Jan 2027 09:00:00 -0000"), ("Message-ID", "<1@umento.example>")):
        mail.replace_header(name, value)
    for number, part in enumerate(mail.walk()):
        _fix(part, number)
    return mail.as_bytes(linesep="\r\n")


def _fix(part: Part, number: int) -> None:
    if part.is_multipart():
        part.set_boundary(f"part-{number}")
    elif part.get_content_type() in {"text/plain", "text/html"}:
        part.set_payload("(words)\n")


def is_golden(name: str, content: bytes) -> bool:
    file = GOLDEN / name
    if not file.exists():
        file.write_bytes(content)
        return False
    return file.read_bytes() == content


def test_the_mails_of_a_session_are_as_they_always_were(life):
    mails = {f"{step}.eml": as_golden(mail) for step, mail in life.items()}
    objects = {f"{step}.ics": mail.calendar.encode() for step, mail in life.items()}
    assert [name for name, content in (mails | objects).items() if not is_golden(name, content)] == []


def test_what_calendars_get_meets_every_demand(life):
    assert {step: musts.broken(mail.calendar.encode()) for step, mail in life.items()} == {
        step: [] for step in STEPS
    }


def test_the_body_and_the_file_are_the_same_object(life):
    for row in life.values():
        parts = [part for part in email_of(row).message().walk() if not part.is_multipart()]
        calendar, file = (part.get_payload(decode=True) for part in parts[-2:])
        assert calendar == file == row.calendar.encode()


def test_the_mail_comes_from_its_organizer(life):
    for row in life.values():
        sender = email_of(row).message()["From"].partition("<")[2].rstrip(">")
        assert sender.startswith("antwort+700001-")
        assert f"mailto:{sender}" in row.calendar.replace("\r\n ", "")
