"""Reading answers of calendars: the shapes of known programs, and what strangers may send instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.calendars import reply_mails
from sessions.calendars.reply_mails import MOST_BYTES, MOST_CALENDAR_BYTES, NotAReply, read
from tests.sessions.calendars.reply_corpus import PROGRAMS, mail

VALUES = {
    "address": "reply+1-00@umento.example",
    "uid": "session-session1234567@umento",
    "sequence": "3",
    "attendee": "thomas@weserwerk.example",
    "partstat": "ACCEPTED",
}
CALENDAR = (
    "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:u\r\nSEQUENCE:1\r\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def plain(calendar: str = CALENDAR, headers: str = "") -> bytes:
    return f"To: b@example.org\r\n{headers}Content-Type: text/calendar\r\n\r\n{calendar}".encode()


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_answers_of_known_programs_are_read(program):
    found = read(mail(program, **VALUES))
    assert (found.method, found.uid, found.sequence) == ("REPLY", VALUES["uid"], 3)
    assert (found.attendee, found.partstat) == (VALUES["attendee"], "ACCEPTED")
    assert VALUES["address"] in found.recipients


def test_a_proposal_of_another_time_is_told_from_an_answer():
    assert read(mail("counter", **VALUES)).method == "COUNTER"


def test_where_a_mail_was_delivered_stands_before_whom_it_was_written_to():
    found = read(plain(headers="Cc: c@example.org\r\nX-Original-To: reply+1@umento.example\r\n"))
    assert found.recipients == ("reply+1@umento.example", "b@example.org", "c@example.org")


def nested(depth: int) -> bytes:
    levels = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    return levels.encode() + plain()


def crowded(parts: int) -> bytes:
    part = "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
    return ('Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + part * parts + "--b--\r\n").encode()


FORWARDED = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n'
TWO_EVENTS = CALENDAR.replace("END:VEVENT\r\n", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:v\r\nEND:VEVENT\r\n")
SECOND = "ATTENDEE;PARTSTAT=DECLINED:mailto:c@example.org\r\nEND:VEVENT"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no calendar"),
        (b"\x00\xff" * 500, "no calendar"),
        (b"Subject: Bin im Urlaub\r\n\r\nBis Montag!", "no calendar"),
        (plain(headers="Auto-Submitted: auto-replied (vacation)\r\n"), "automatic"),
        (b" " * (MOST_BYTES + 1), "too big"),
        (plain(CALENDAR + "X" * MOST_CALENDAR_BYTES), "too big"),
        (nested(8), "too many parts"),
        (nested(8000), "unreadable"),
        (crowded(50), "too many parts"),
        (FORWARDED + plain() + b"\r\n--b--\r\n", "no calendar"),
        (plain("hello"), "unreadable"),
        (plain(CALENDAR.replace("METHOD:REPLY", "METHOD:REQUEST")), "another method"),
        (plain(CALENDAR.replace("METHOD:REPLY\r\n", "")), "another method"),
        (plain(TWO_EVENTS), "not one event"),
        (plain("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"), "not one event"),
        (plain(CALENDAR.replace("UID:u", "UID:u\r\nRECURRENCE-ID:20270211T093000Z")), "not one event"),
        (plain(CALENDAR.replace("END:VEVENT", SECOND)), "not one attendee"),
        (plain(CALENDAR.replace("ATTENDEE", "X-ATTENDEE")), "not one attendee"),
        (plain(CALENDAR.replace("mailto:a@example.org", "a@example.org")), "attendee without address"),
        (plain(CALENDAR.replace("UID:u\r\n", "")), "unreadable"),
        (plain(CALENDAR.replace("SEQUENCE:1", "SEQUENCE:one")), "unreadable"),
    ],
)
def test_what_is_no_answer_is_refused(raw, reason):
    with pytest.raises(NotAReply) as refused:
        read(raw)
    assert str(refused.value) == reason


def read_or_refuse(raw: bytes) -> None:
    """Whatever comes, it is an answer or none; any other exception fails the test."""
    try:
        found = reply_mails.read(raw)
    except NotAReply:
        return
    assert found.method in reply_mails.METHODS


@given(st.binary(max_size=4000))
def test_no_bytes_break_the_reader(raw):
    read_or_refuse(raw)


@given(st.sampled_from([*PROGRAMS, "counter"]), st.data())
def test_no_damage_to_a_real_answer_breaks_the_reader(name, data):
    raw = bytearray(mail(name, **VALUES))
    for _ in range(data.draw(st.integers(1, 8))):
        begin = data.draw(st.integers(0, len(raw)))
        raw[begin : begin + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=30))
    read_or_refuse(bytes(raw))


@given(
    st.text(max_size=300), st.text(max_size=60), st.sampled_from(["UID", "SEQUENCE", "ATTENDEE", "DTSTART"])
)
def test_no_line_in_a_calendar_breaks_the_reader(value, parameter, name):
    read_or_refuse(plain(CALENDAR.replace("UID:u", f"{name};X={parameter}:{value}")))
