"""The zones and years are many, so most of this is checked against a minute-by-minute count."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.times.slots import (
    Calendar,
    Window,
    both,
    common,
    expand,
    instants,
    merged,
    on_grid,
    starts,
    without,
)

BERLIN, LONDON, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "America/Anchorage",
    "America/Caracas",
    "America/Havana",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Chisinau",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
]
SPRING, AUTUMN = datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(instant: datetime, zone: ZoneInfo = BERLIN) -> str:
    return instant.astimezone(zone).strftime("%a %H:%M")


def minutes_in(intervals) -> set[datetime]:
    return {begin + MINUTE * n for begin, end in intervals for n in range((end - begin) // MINUTE)}


def shows(instant: datetime, zone: ZoneInfo, windows) -> bool:
    wall = instant.astimezone(zone)
    minute = wall.hour * 60 + wall.minute
    return any(w.weekday == wall.weekday() and w.starts <= minute < w.ends for w in windows)


quarters = st.integers(0, 95)
windows = st.lists(
    st.builds(
        lambda weekday, one, other: Window(weekday, min(one, other) * 15, max(one, other) * 15 + 15),
        st.integers(0, 6),
        quarters,
        quarters,
    ),
    max_size=4,
)
# Two thirds of the draws lie around a clock change somewhere.
moments = st.one_of(
    st.sampled_from(
        [
            SPRING,
            AUTUMN,
            *(utc(f"2027-{day}") for day in ("03-14", "04-04", "04-25", "09-05", "10-29", "11-07")),
        ]
    ),
    st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31)).map(
        lambda d: d.replace(second=0, microsecond=0, tzinfo=UTC)
    ),
).flatmap(lambda d: st.integers(-36 * 60, 12 * 60).map(lambda n: d + n * MINUTE))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ZONES), windows, moments, st.integers(1, 72))
def test_a_window_holds_exactly_the_minutes_whose_wall_time_lies_in_it(name, weekly, since, hours):
    zone, until = ZoneInfo(name), since + timedelta(hours=hours)
    expected = {since + n * MINUTE for n in range(hours * 60) if shows(since + n * MINUTE, zone, weekly)}
    assert minutes_in(expand(weekly, zone, since, until)) == expected


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    windows,
    windows,
    moments,
    st.sampled_from([15, 30, 45, 60, 90]),
)
def test_every_offered_meeting_lies_in_both_weeks_for_its_whole_length(
    one, other, mine, theirs, since, minutes
):
    calendars = [Calendar(ZoneInfo(one), mine), Calendar(ZoneInfo(other), theirs)]
    free = common(calendars, since, since + 9 * DAY)
    for start in starts(free, minutes):
        assert start >= since
        for minute in (start + n * MINUTE for n in range(minutes)):
            assert shows(minute, ZoneInfo(one), mine) and shows(minute, ZoneInfo(other), theirs)


intervals = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 300)).map(
        lambda pair: (SPRING + pair[0] * MINUTE, SPRING + pair[1] * MINUTE)
    )
)


@given(intervals, intervals)
def test_union_difference_and_overlap_are_those_of_sets(one, other):
    a, b = minutes_in(one), minutes_in(other)
    assert minutes_in(merged(one)) == a
    assert minutes_in(without(merged(one), other)) == a - b
    assert minutes_in(both(merged(one), merged(other))) == a & b
    assert all(end < begin for (_, end), (begin, _) in pairwise(merged(one)))


def test_ten_o_clock_stays_ten_o_clock_over_both_changes():
    for change in (SPRING, AUTUMN):
        weekly = [Window(day, 600, 660) for day in range(7)]
        for begin, end in expand(weekly, BERLIN, change - 3 * DAY, change + 4 * DAY):
            assert begin.astimezone(BERLIN).hour == 10 and end - begin == timedelta(hours=1)


def test_a_window_over_the_skipped_hour_is_an_hour_shorter():
    [(begin, end)] = expand([Window(6, 60, 240)], BERLIN, SPRING - DAY, SPRING + DAY)
    assert (local(begin), local(end), end - begin) == ("Sun 01:00", "Sun 04:00", timedelta(hours=2))


def test_half_past_two_is_not_offered_when_clocks_skip_it():
    assert expand([Window(6, 150, 180)], BERLIN, SPRING - DAY, SPRING + DAY) == []


def test_half_past_two_is_offered_twice_when_clocks_repeat_it():
    found = expand([Window(6, 150, 180)], BERLIN, AUTUMN - DAY, AUTUMN + DAY)
    assert found == [
        (utc("2027-10-31T00:30"), utc("2027-10-31T01:00")),
        (utc("2027-10-31T01:30"), utc("2027-10-31T02:00")),
    ]


def test_a_window_over_the_repeated_hour_is_an_hour_longer():
    [(begin, end)] = expand([Window(6, 60, 240)], BERLIN, AUTUMN - DAY, AUTUMN + DAY)
    assert end - begin == timedelta(hours=4)


def test_a_midnight_that_clocks_skip_does_no_harm():
    cairo, change = ZoneInfo("Africa/Cairo"), utc("2027-04-29T12:00")
    [(begin, end)] = expand([Window(4, 0, 120)], cairo, change, change + 2 * DAY)
    assert (local(begin, cairo), local(end, cairo), end - begin) == (
        "Fri 01:00",
        "Fri 02:00",
        timedelta(hours=1),
    )


def test_two_cities_share_an_hour_less_while_only_one_has_changed():
    week = [Window(day, 9 * 60, 16 * 60) for day in range(5)]
    calendars = [Calendar(BERLIN, week), Calendar(NEW_YORK, week)]
    for monday, hours in ((utc("2027-03-08"), 1), (utc("2027-03-15"), 2), (utc("2027-03-29"), 1)):
        [(begin, end)] = common(calendars, monday, monday + DAY)
        assert end - begin == timedelta(hours=hours)


def test_what_occupies_one_of_the_two_is_not_offered():
    week = [Window(0, 9 * 60, 12 * 60)]
    busy = [(utc("2027-02-01T09:00"), utc("2027-02-01T10:00"))]
    free = common(
        [Calendar(BERLIN, week), Calendar(BERLIN, week, busy)], utc("2027-02-01"), utc("2027-02-02")
    )
    assert [local(start) for start in starts(free, 45)] == ["Mon 09:00", "Mon 11:00"]


def test_meetings_start_on_the_half_hour_or_else_on_the_first_quarter():
    free = [
        (utc("2027-02-01T08:05"), utc("2027-02-01T10:00")),
        (utc("2027-02-01T12:10"), utc("2027-02-01T13:00")),
    ]
    assert [start.strftime("%H:%M") for start in starts(free, 45)] == ["08:30", "09:00", "12:15"]


def test_a_gap_that_is_too_short_offers_nothing():
    assert starts([(utc("2027-02-01T08:00"), utc("2027-02-01T08:44"))], 45) == []


def test_a_long_day_keeps_the_full_hours_and_a_short_one_its_only_time():
    morning = [utc(f"2027-02-01T{hour:02}:{minute:02}") for hour in (8, 9) for minute in (0, 30)]
    assert [local(start) for start in on_grid(morning, BERLIN, 60)] == ["Mon 09:00", "Mon 10:00"]
    assert on_grid(morning[1:2], BERLIN, 60) == morning[1:2]
    assert on_grid([], BERLIN, 60) == []


def test_a_wall_time_is_one_instant_or_none_or_two():
    assert instants(datetime(2027, 3, 28, 1, 59), BERLIN) == [utc("2027-03-28T00:59")]
    assert instants(datetime(2027, 3, 28, 2, 30), BERLIN) == []
    assert instants(datetime(2027, 10, 31, 2, 30), BERLIN) == [
        utc("2027-10-31T00:30"),
        utc("2027-10-31T01:30"),
    ]
    assert instants(datetime(2027, 10, 31, 1, 30), LONDON) == [
        utc("2027-10-31T00:30"),
        utc("2027-10-31T01:30"),
    ]
