"""Reading a mail in which a calendar answers. No Django, no clock, no database.

Mail is from strangers: sizes, depths and numbers are limited before anything is parsed, and whatever goes wrong is a
``NotAReply``. What calendar programs send differs (see ``tests/sessions/calendars/replies``): Outlook leaves out the
ORGANIZER, Google encloses the answer twice, Apple writes MAILTO in capitals.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from icalendar import Calendar, Component

MOST_BYTES, MOST_CALENDAR_BYTES = 1_000_000, 64_000
MOST_PARTS, DEEPEST = 20, 5
METHODS = {"REPLY", "COUNTER"}
TYPES = ("text/calendar", "application/ics")
#: Where servers write to whom a mail was delivered, the surest first.
RECIPIENTS = ("X-Original-To", "Delivered-To", "To", "Cc")


class NotAReply(Exception):
    """This is no answer of a calendar. The text says why in a few words, without anything from the mail."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a calendar says: ``method`` REPLY or COUNTER, of whom (``attendee``, an address), and to which revision."""

    method: str
    uid: str
    sequence: int
    attendee: str
    partstat: str
    recipients: tuple[str, ...]


def read(raw: bytes) -> Reply:
    """Return the answer in this mail. Raises NotAReply, and nothing else."""
    if len(raw) > MOST_BYTES:
        raise NotAReply("too big")
    try:
        return _read(message_from_bytes(raw))
    except NotAReply:
        raise
    except Exception as error:
        # The parsers of mail and of calendars raise whatever their code runs into, as strangers like it.
        raise NotAReply("unreadable") from error


def _read(mail: Message) -> Reply:
    if "auto-replied" in str(mail.get("Auto-Submitted", "")).lower():
        raise NotAReply("automatic")
    calendar = Calendar.from_ical(_calendar(mail))
    method = str(calendar.get("METHOD", "")).upper()
    if method not in METHODS:
        raise NotAReply("another method")
    event = _only_event(calendar)
    address, partstat = _only_attendee(event)
    return Reply(
        method=method,
        uid=str(event["UID"]),
        sequence=int(event.get("SEQUENCE", 0)),
        attendee=address,
        partstat=partstat,
        recipients=tuple(_recipients(mail)),
    )


def _calendar(mail: Message) -> str:
    parts = list(_parts(mail))
    for kind in TYPES:
        for part in parts:
            if part.get_content_type() == kind:
                return _text(part)
    raise NotAReply("no calendar")


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or len(content) > MOST_CALENDAR_BYTES:
        raise NotAReply("too big")
    return content.decode("utf-8-sig", errors="replace")


def _parts(mail: Message) -> Iterator[Message]:
    """Yield what the mail itself holds; a mail within the mail speaks for somebody else."""
    waiting, seen = [(mail, 0)], 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            raise NotAReply("too many parts")
        if part.get_content_maintype() == "multipart":
            inner = part.get_payload()
            waiting += [(one, depth + 1) for one in inner if isinstance(one, Message)]
        else:
            yield part


def _only_event(calendar: Calendar) -> Component:
    events = calendar.walk("VEVENT")
    if len(events) != 1 or "RECURRENCE-ID" in events[0]:
        raise NotAReply("not one event")
    return events[0]


def _only_attendee(event: Component) -> tuple[str, str]:
    found = event.get("ATTENDEE", [])
    people = found if isinstance(found, list) else [found]
    if len(people) != 1:
        raise NotAReply("not one attendee")
    [person] = people
    scheme, _colon, address = str(person).partition(":")
    if scheme.lower() != "mailto":
        raise NotAReply("attendee without address")
    return address.strip(), str(person.params.get("PARTSTAT", "")).upper()


def _recipients(mail: Message) -> Iterator[str]:
    for name in RECIPIENTS:
        yield from (
            address for _name, address in getaddresses([str(line) for line in mail.get_all(name, [])])
        )
