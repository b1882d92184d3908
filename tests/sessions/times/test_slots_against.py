"""What stands against a time: absences, holidays, busy times, breathers, notice and full days, in thirty zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import holidays
from sessions.times.slots import Calendar, Obstacle, Window, common, occurrences, starts
from tests.sessions.times.test_slots import BERLIN, DAY, MINUTE, SPRING, ZONES, local, utc

HOUR = timedelta(hours=1)
WEEKDAYS = [Window(day, 9 * 60, 17 * 60) for day in range(5)]
#: A Monday.
MONDAY = utc("2027-02-01T00:00")

zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2026, 1, 1), date(2035, 12, 20))
walls = st.tuples(st.integers(-2 * 1440, 10 * 1440), st.integers(1, 3 * 1440))


def wall(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def near(day: date, offsets: tuple[int, int]) -> tuple[datetime, datetime]:
    """A stretch around a day, from minutes and a length."""
    begin = wall(day) + offsets[0] * MINUTE
    return begin, begin + offsets[1] * MINUTE


@settings(max_examples=150, deadline=None)
@given(
    zones,
    days,
    st.lists(walls, max_size=3),
    st.lists(walls, max_size=3),
    st.lists(st.integers(0, 8), max_size=2),
    st.sampled_from([0, 5, 15, 45]),
    st.sampled_from([15, 30, 45, 90]),
)
def test_no_offered_time_meets_an_absence_a_holiday_or_anything_busy(
    zone, day, away, taken, festive, breather, minutes
):
    since = wall(day).replace(tzinfo=UTC)
    absences = [near(day, one) for one in away]
    busy = [tuple(moment.replace(tzinfo=UTC) for moment in near(day, one)) for one in taken]
    feast = {day + offset * DAY: "Feiertag" for offset in festive}
    gap = breather * MINUTE
    week = [Window(weekday, 0, 1440) for weekday in range(7)]
    calendar = Calendar(zone, week, busy, absences, feast, before=gap, after=gap)
    for start in starts(calendar.free(since, since + 8 * DAY), minutes):
        end = start + minutes * MINUTE
        assert all(end + gap <= begin or start - gap >= until for begin, until in busy)
        for minute in (start + n * MINUTE for n in range(minutes)):
            shown = minute.astimezone(zone).replace(tzinfo=None)
            assert shown.date() not in feast
            assert not any(begin <= shown < until for begin, until in absences)
        assert calendar.obstacle(start, end, start) is None


@settings(max_examples=120, deadline=None)
@given(zones, zones, st.integers(2026, 2035), st.integers(0, 51), st.integers(7, 19))
def test_a_weekly_time_stays_local_all_year_and_half_an_hour_lasts_half_an_hour(one, other, year, week, hour):
    """Both changes of every zone lie in some week of the year."""
    since = datetime(year, 1, 1, tzinfo=UTC) + timedelta(weeks=week)
    calendar = Calendar(one, [Window(day, hour * 60, hour * 60 + 30) for day in range(7)])
    everything = Calendar(other, [Window(day, 0, 1440) for day in range(7)])
    found = starts(common([calendar, everything], since, since + 14 * DAY), 30)
    for start in found:
        begin, end = start.astimezone(one), (start + 30 * MINUTE).astimezone(one)
        assert (begin.hour, begin.minute, end.hour * 60 + end.minute) == (hour, 0, hour * 60 + 30)
    # A zone that jumps over the date line skips a day.
    assert 12 <= len({start.astimezone(one).date() for start in found}) <= 15


@settings(max_examples=150, deadline=None)
@given(zones, st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 1)), st.integers(1, 5))
def test_notice_leaves_that_many_working_days_and_no_more(zone, moment, notice):
    now = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    years = (now.year - 1, now.year, now.year + 1)
    calendar = Calendar(zone, WEEKDAYS, holidays=holidays.of("DE-BY", years), notice=notice)
    earliest = calendar.earliest(now)
    between = occurrences(
        [(wall(day), wall(day) + DAY) for day in _working_days(now, calendar)], zone, now, earliest
    )
    length = sum((end - begin for begin, end in between), timedelta())
    # A working day has 24 hours, one more or less where clocks change.
    assert abs(length - notice * DAY) <= HOUR


def _working_days(now: datetime, calendar: Calendar) -> list[date]:
    first = now.astimezone(calendar.zone).date()
    found = [first + n * DAY for n in range(30)]
    return [day for day in found if day.weekday() < 5 and day not in calendar.holidays]


@pytest.mark.parametrize(
    ("now", "notice", "earliest"),
    [
        ("2027-02-05T15:00", 1, "Mon 15:00"),  # a Friday
        ("2027-02-06T10:00", 1, "Tue 00:00"),  # a Saturday
        ("2027-02-01T10:00", 3, "Thu 10:00"),
        ("2027-03-25T10:00", 1, "Tue 10:00"),  # the Thursday before Easter
        ("2027-02-01T10:00", 0, "Mon 10:00"),
    ],
)
def test_notice_counts_neither_weekends_nor_holidays(now, notice, earliest):
    calendar = Calendar(BERLIN, WEEKDAYS, holidays=holidays.of("DE", [2027]), notice=notice)
    instant = datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC)
    assert local(calendar.earliest(instant)) == earliest


def test_an_absence_of_hours_leaves_the_rest_of_the_day():
    away = [(datetime(2027, 2, 1, 9), datetime(2027, 2, 1, 16))]
    free = Calendar(BERLIN, WEEKDAYS, away=away).free(MONDAY, MONDAY + DAY)
    assert [local(start) for start in starts(free, 45)] == ["Mon 16:00"]


def test_an_absence_over_the_skipped_hour_ends_when_clocks_say_so():
    away = [(datetime(2027, 3, 28, 1), datetime(2027, 3, 28, 9))]
    [(_, end)] = occurrences(away, BERLIN, SPRING - DAY, SPRING + DAY)
    assert local(end) == "Sun 09:00"


def test_buffers_are_kept_on_both_sides_and_only_around_what_is_busy():
    busy = [(utc("2027-02-01T10:00"), utc("2027-02-01T11:00"))]  # 11 to 12 in Berlin
    calendar = Calendar(BERLIN, WEEKDAYS, busy, before=30 * MINUTE, after=HOUR)
    times = [local(start) for start in starts(calendar.free(MONDAY, MONDAY + DAY), 60)]
    assert times[:2] == ["Mon 09:00", "Mon 12:30"]


def test_a_day_with_enough_meetings_takes_no_more():
    meetings = [utc("2027-02-01T08:00"), utc("2027-02-01T13:00"), utc("2027-02-02T08:00")]
    calendar = Calendar(BERLIN, WEEKDAYS, meetings=meetings, per_day=2)
    found = {start.astimezone(BERLIN).day for start in starts(calendar.free(MONDAY, MONDAY + 3 * DAY), 45)}
    assert found == {2, 3}


def test_the_plainest_obstacle_is_named():
    holiday, tuesday = {date(2027, 2, 4): "Feiertag"}, utc("2027-02-02T12:00")
    calendar = Calendar(
        BERLIN,
        WEEKDAYS,
        busy=[(tuesday, tuesday + HOUR)],
        away=[(datetime(2027, 2, 3), datetime(2027, 2, 4))],
        holidays=holiday,
        meetings=[utc("2027-02-05T12:00")],
        before=15 * MINUTE,
        after=15 * MINUTE,
        per_day=1,
        notice=1,
    )
    now = MONDAY + 9 * HOUR
    expected = {
        "2027-02-01T13:00": Obstacle.NOTICE,
        "2027-02-02T12:30": Obstacle.BUSY,
        "2027-02-02T13:00": Obstacle.BREATHER,
        "2027-02-02T14:00": None,
        "2027-02-03T09:00": Obstacle.AWAY,
        "2027-02-04T09:00": Obstacle.HOLIDAY,
        "2027-02-05T09:00": Obstacle.FULL_DAY,
        "2027-02-08T18:00": Obstacle.WEEK,
    }
    found = {text: calendar.obstacle(utc(text), utc(text) + HOUR, now) for text in expected}
    assert found == expected


@pytest.mark.parametrize(
    ("state", "day", "name"),
    [
        ("DE-BY", date(2027, 5, 27), "Fronleichnam"),
        ("DE-BE", date(2027, 5, 27), None),
        ("DE-BE", date(2027, 3, 8), "Frauentag"),
        ("DE", date(2027, 10, 3), "Tag der Deutschen Einheit"),
        ("DE-SN", date(2027, 11, 17), "Buß- und Bettag"),
        ("none", date(2027, 12, 25), None),
    ],
)
def test_each_state_keeps_its_own_holidays(state, day, name):
    assert holidays.of(state, [2027]).get(day) == name
