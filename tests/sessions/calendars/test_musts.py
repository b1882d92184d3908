"""The check of calendar objects finds what it looks for."""

from pathlib import Path

import pytest

from tests.sessions.calendars import musts

GOLDEN = Path(__file__).parent / "golden" / "create.ics"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("\r\n", "\n", "a line does not end with CRLF"),
        ("\r\n ", "", "a line is longer than 75 octets"),
        ("END:VCALENDAR\r\n", "END:VCALENDAR\r\n\r\n", "there is an empty line, or the end is not the end"),
        ("ü", "\udcc3\r\n \udcbc", "a character is folded in its middle"),
        ("VERSION:2.0\r\n", "", "VERSION is not there once"),
        ("METHOD:REQUEST", "METHOD:CANCEL", "METHOD and STATUS do not fit"),
        ("SEQUENCE:0", "SEQUENCE:-1", "SEQUENCE is no number"),
        ("UID:", "X-UID:", "UID is not there once"),
        ("DTSTART:20270211T093000Z", "DTSTART:20270211T103000", "DTSTART is no instant in UTC"),
        ("DTSTART:20270211T093000Z", "DTSTART:20270212T093000Z", "it ends before it begins"),
        ("\\,", ",", "LOCATION holds an unescaped sign"),
        ("mailto:antwort", "antwort", "ORGANIZER is no mailto address"),
        ("NEEDS-ACTION", "MAYBE", "PARTSTAT is unknown"),
        ("RSVP=TRUE", "RSVP=YES", "RSVP is neither true nor false"),
        ("ATTENDEE", "X-ATTENDEE", "there is not one ATTENDEE"),
        ("END:VEVENT", "BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT", "it is not one calendar with one event"),
    ],
)
def test_each_demand_is_one(before, after, fault):
    """What the check above asks for, it also misses when it is gone."""
    whole = GOLDEN.read_bytes().decode()
    changed = whole.replace(before, after).encode(errors="surrogateescape")
    assert changed != whole.encode()
    assert any(found.startswith(fault) for found in musts.broken(changed))
