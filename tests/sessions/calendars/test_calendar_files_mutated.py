"""Calendar files that somebody broke, by chance or on purpose."""

from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessions.calendars.calendar_files import MOST, Unreadable, read
from tests.sessions.calendars.test_calendar_files import CUSTOM_ZONE, SINCE, UNTIL, calendar, event

BERLIN = ZoneInfo("Europe/Berlin")
SAMPLE = calendar(
    "X-WR-TIMEZONE:Europe/Lisbon",
    CUSTOM_ZONE,
    event("DTSTART;TZID=Customized Time Zone:20270601T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"),
    event(
        "DTSTART;VALUE=DATE:20270701",
        "EXDATE;VALUE=DATE:20270702",
        "RRULE:FREQ=DAILY;UNTIL=20270710",
        uid="b",
    ),
    event("DTSTART:20270801T100000Z", "DTEND:20270801T110000Z", "RDATE:20270901T100000Z", uid="c"),
    event("RECURRENCE-ID:20270901T100000Z", "DTSTART:20270902T100000Z", "DURATION:PT30M", uid="c"),
    "BEGIN:VFREEBUSY\nUID:d\nFREEBUSY;FBTYPE=BUSY:20271001T100000Z/PT1H,20271002T100000Z/20271002T120000Z\nEND:VFREEBUSY",
).decode()
LINES = SAMPLE.split("\r\n")[:-1]
#: What files from elsewhere contain, and what nobody should write.
ODD = [
    "BEGIN:VEVENT",
    "END:VEVENT",
    "BEGIN:VCALENDAR",
    "END:VCALENDAR",
    "BEGIN:VALARM",
    "END:VTIMEZONE",
    "",
    " ",
    ":",
    ";",
    "=",
    "DTSTART:",
    "DTSTART:99999999T999999Z",
    "DTSTART;TZID=:20270601T100000",
    "DTSTART:20270329",
    "DTSTART;TZID=Europe/Berlin:20270328T023000",
    "DTSTART;VALUE=DATE:99991231",
    "DTSTART;VALUE=PERIOD:20270601T100000Z/PT1H",
    "DTEND:19000101T000000Z",
    "DTEND:99991231T235959Z",
    "DTEND;VALUE=DATE:20270601",
    "DURATION:-PT1H",
    "DURATION:P99999999W",
    "DURATION:PT",
    "RRULE:FREQ=YEARLY;BYMONTH=13",
    "RRULE:FREQ=WEEKLY;INTERVAL=0;COUNT=3",
    "RRULE:",
    "RRULE:FREQ=MONTHLY;BYDAY=9MO",
    "RRULE:FREQ=DAILY;COUNT=-1",
    "RRULE:FREQ=DAILY;UNTIL=",
    "EXDATE:20270601",
    "EXDATE:x",
    "RDATE;VALUE=PERIOD:20270601T100000Z/PT1H",
    "RDATE:99999999",
    "RECURRENCE-ID:20270601T100000Z",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20270608T080000Z",
    "STATUS:",
    "TRANSP:\x00",
    "UID:",
    "FREEBUSY:x",
    "FREEBUSY:20270601T100000Z/",
    "FREEBUSY:20270601T100000/20270601T110000",
    "FREEBUSY:99991231T235959Z/P9999D",
    "X-WR-TIMEZONE:../../etc/passwd",
    "X-WR-TIMEZONE:",
    "X-WR-TIMEZONE:Europe",
    "TZID:../x",
    "TZOFFSETTO:+9999",
    "TZOFFSETFROM:x",
    "SEQUENCE:x",
    'DTSTART;TZID="a:b":20270601T100000',
    'ATTENDEE;CN="x',
    "\ufeff",
    "\N{SNOWMAN}" * 80,
]

lines = st.lists(
    st.tuples(st.integers(0, len(LINES)), st.sampled_from(ODD + LINES), st.booleans()), max_size=6
)
bytes_changed = st.lists(st.tuples(st.integers(0, len(SAMPLE) + 500), st.integers(0, 255)), max_size=4)


def mutated(changes: list[tuple[int, str, bool]], flips: list[tuple[int, int]]) -> bytes:
    """The sample with lines put in or replaced, and bytes changed."""
    found = list(LINES)
    for place, line, is_new in changes:
        found[place : place if is_new else place + 1] = [line]
    content = bytearray("\r\n".join(["BEGIN:VCALENDAR", *found[1:-1], "END:VCALENDAR"]).encode())
    for place, value in flips:
        content[place % len(content)] = value
    return bytes(content)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines, bytes_changed)
def test_whatever_a_file_says_it_is_read_or_refused_in_a_word(changes, flips):
    try:
        reading = read(mutated(changes, flips), BERLIN, SINCE, UNTIL)
    except Unreadable:
        return
    assert len(reading.busy) <= MOST
    assert all(SINCE <= begin < end <= UNTIL for begin, end in reading.busy)
    assert all(first[1] < second[0] for first, second in zip(reading.busy, reading.busy[1:], strict=False))


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_refused_too(content):
    try:
        read(b"BEGIN:VCALENDAR\r\n" + content + b"\r\nEND:VCALENDAR", BERLIN, SINCE, UNTIL)
    except Unreadable:
        return
