from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.calendars import calendar_files
from sessions.calendars.calendar_files import Unreadable, read, read_apart

BERLIN = ZoneInfo("Europe/Berlin")
SINCE, UNTIL = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)

#: As Outlook writes a zone of its own: a name that nobody else knows.
CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def calendar(*parts: str) -> bytes:
    text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *parts, "END:VCALENDAR"])
    return text.replace("\n", "\r\n").encode() + b"\r\n"


def event(*lines: str, uid: str = "a") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def busy(*parts: str, zone: ZoneInfo = BERLIN) -> list[str]:
    """When the owner is busy, by the clocks of Berlin."""
    found = read(calendar(*parts), zone, SINCE, UNTIL).busy
    words = [(begin.astimezone(BERLIN), end.astimezone(BERLIN)) for begin, end in found]
    return [f"{begin:%m-%d %H:%M} – {end:%m-%d %H:%M}" for begin, end in words]


def test_a_weekly_meeting_keeps_its_local_time_over_the_change():
    series = event(
        "DTSTART;TZID=W. Europe Standard Time:20270322T100000",
        "DTEND;TZID=W. Europe Standard Time:20270322T110000",
        "RRULE:FREQ=WEEKLY;COUNT=2",
    )
    assert busy(series) == ["03-22 10:00 – 03-22 11:00", "03-29 10:00 – 03-29 11:00"]


def test_a_zone_that_the_file_defines_itself_is_understood():
    meeting = event("DTSTART;TZID=Customized Time Zone:20270601T100000", "DURATION:PT1H")
    assert busy(CUSTOM_ZONE, meeting) == ["06-01 10:00 – 06-01 11:00"]


def test_a_zone_that_nobody_knows_counts_as_the_persons_and_is_said_to_be_unsure():
    meeting = event("DTSTART;TZID=Mars/Olympus:20270601T100000", "DURATION:PT1H")
    reading = read(calendar(meeting), BERLIN, SINCE, UNTIL)
    assert reading.busy == [
        (datetime(2027, 6, 1, 8, tzinfo=UTC), datetime(2027, 6, 1, 9, tzinfo=UTC)),
    ]
    assert reading.is_partial


def test_floating_times_are_in_the_calendars_zone_or_else_in_the_persons():
    meeting = event("DTSTART:20270601T100000", "DURATION:PT1H")
    assert busy(meeting, zone=ZoneInfo("Europe/Lisbon")) == ["06-01 11:00 – 06-01 12:00"]
    assert busy("X-WR-TIMEZONE:Europe/Helsinki", meeting) == ["06-01 09:00 – 06-01 10:00"]


def test_exceptions_of_a_series_are_left_out_moved_and_cancelled():
    master = event(
        "DTSTART:20270601T080000Z",
        "DTEND:20270601T090000Z",
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE:20270602T080000Z",
    )
    moved = event("RECURRENCE-ID:20270603T080000Z", "DTSTART:20270603T120000Z", "DTEND:20270603T130000Z")
    cancelled = event(
        "RECURRENCE-ID:20270604T080000Z",
        "DTSTART:20270604T080000Z",
        "DTEND:20270604T090000Z",
        "STATUS:CANCELLED",
    )
    assert busy(master, moved, cancelled) == ["06-01 10:00 – 06-01 11:00", "06-03 14:00 – 06-03 15:00"]


def test_a_whole_day_is_busy_from_midnight_to_midnight_where_the_person_is():
    day = event("DTSTART;VALUE=DATE:20270328", "DTEND;VALUE=DATE:20270329")
    [(begin, end)] = read(calendar(day), BERLIN, SINCE, UNTIL).busy
    assert (begin.astimezone(BERLIN).hour, end - begin) == (0, timedelta(hours=23))


@pytest.mark.parametrize(
    "line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]
)
def test_what_is_marked_as_free_is_free(line):
    assert busy(event("DTSTART:20270601T080000Z", "DTEND:20270601T090000Z", line)) == []


@pytest.mark.parametrize(
    "line", ["TRANSP:OPAQUE", "STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"]
)
def test_what_is_not_sure_to_be_free_is_busy(line):
    assert len(busy(event("DTSTART:20270601T080000Z", "DTEND:20270601T090000Z", line))) == 1


def test_a_session_of_ours_in_the_calendar_is_not_counted_a_second_time():
    ours = event("DTSTART:20270601T080000Z", "DTEND:20270601T090000Z", uid="session-abcdefghjkmnpq@umento")
    assert busy(ours) == []


def test_published_free_busy_periods_count_too():
    published = [
        "BEGIN:VFREEBUSY",
        "UID:f",
        "FREEBUSY;FBTYPE=BUSY:20270601T080000Z/PT1H",
        "FREEBUSY;FBTYPE=FREE:20270602T080000Z/PT1H",
        "END:VFREEBUSY",
    ]
    assert busy(*published) == ["06-01 10:00 – 06-01 11:00"]


def test_an_entry_that_cannot_be_read_does_not_hide_the_others():
    bad = event("DTSTART:20270601T080000Z", "RRULE:FREQ=FOO", uid="bad")
    good = event("DTSTART:20270602T080000Z", "DTEND:20270602T090000Z", uid="good")
    reading = read(calendar(bad, good), BERLIN, SINCE, UNTIL)
    assert len(reading.busy) >= 1 and reading.is_partial


def test_an_entry_with_two_begins_or_none_does_not_hide_the_others():
    twice = event("DTSTART:20270601T100000Z", "DTSTART:20270602T100000Z", uid="twice")
    good = event("DTSTART:20270603T100000Z", "DTEND:20270603T110000Z", uid="good")
    found = read(calendar(twice, event("SUMMARY:x", uid="none"), good), BERLIN, SINCE, UNTIL)
    assert (len(found.busy), found.is_partial) == (1, True)


def test_a_calendar_zone_that_is_none_is_passed_over():
    meeting = event("DTSTART:20270601T100000", "DURATION:PT1H")
    for zone in ("../../etc/passwd", "Europe", "Nowhere/Else", ""):
        assert busy(f"X-WR-TIMEZONE:{zone}", meeting) == ["06-01 10:00 – 06-01 11:00"]


def test_only_the_asked_stretch_is_returned():
    long = event("DTSTART:20200101T000000Z", "DTEND:20350101T000000Z")
    assert read(calendar(long), BERLIN, SINCE, UNTIL).busy == [(SINCE, UNTIL)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<!doctype html><title>Sign in</title>", "not_a_calendar"),
        (b"", "not_a_calendar"),
        (calendar(event("DTSTART:20270601T080000Z"))[:-20], "unreadable"),
    ],
)
def test_what_is_no_calendar_is_refused(content, problem):
    with pytest.raises(Unreadable) as refused:
        read(content, BERLIN, SINCE, UNTIL)
    assert refused.value.problem == problem


def test_a_process_of_its_own_says_the_same():
    series = event("DTSTART:20270601T080000Z", "DTEND:20270601T090000Z", "RRULE:FREQ=DAILY;COUNT=3")
    content = calendar(series)
    assert read_apart(content, "Europe/Berlin", SINCE, UNTIL) == read(content, BERLIN, SINCE, UNTIL)
    with pytest.raises(Unreadable, match="not_a_calendar"):
        read_apart(b"<html>", "Europe/Berlin", SINCE, UNTIL)


def test_a_rule_that_never_ends_is_cut_off(monkeypatch):
    monkeypatch.setattr(calendar_files, "WALL_SECONDS", 5)
    seconds = event("DTSTART:19700101T000000Z", "DURATION:PT0S", "RRULE:FREQ=SECONDLY;COUNT=1000000000")
    with pytest.raises(Unreadable, match="too_much"):
        read_apart(calendar(seconds), "Europe/Berlin", SINCE, UNTIL)


starts = st.datetimes(datetime(2027, 1, 2), datetime(2027, 12, 20)).map(
    lambda d: d.replace(second=0, microsecond=0)
)


@settings(max_examples=60, deadline=None)
@given(
    starts, st.integers(1, 600), st.sampled_from(["DAILY", "WEEKLY"]), st.integers(1, 4), st.integers(1, 5)
)
def test_every_occurrence_of_a_rule_is_covered_and_nothing_else(begin, minutes, frequency, interval, count):
    step = timedelta(days=interval * (7 if frequency == "WEEKLY" else 1))
    series = event(
        f"DTSTART:{begin:%Y%m%dT%H%M%SZ}",
        f"DURATION:PT{minutes}M",
        f"RRULE:FREQ={frequency};INTERVAL={interval};COUNT={count}",
    )
    first, length = begin.replace(tzinfo=UTC), timedelta(minutes=minutes)
    expected = [(first + n * step, first + n * step + length) for n in range(count)]
    assert read(calendar(series), BERLIN, SINCE, UNTIL).busy == [
        (one, min(other, UNTIL)) for one, other in expected if one < UNTIL
    ]
