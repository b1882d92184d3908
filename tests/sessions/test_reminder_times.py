"""When a reminder is due: a handful of days in words, and thirty zones over ten years."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accounts import states
from sessions.reminder_times import AWAKE, DAY, FARTHEST, HOUR, Habits, Which, awake, due, next_friendly
from tests.sessions.times.test_slots import BERLIN, ZONES

BOTH = {Which.DAY, Which.HOUR}
USUAL = Habits(BERLIN)
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-{text}").replace(tzinfo=BERLIN)


def words(start: str, habits: Habits = USUAL, wanted=BOTH) -> dict[str, str]:
    """Return when each reminder is due, by the clocks of Berlin."""
    found = due(at(start), habits, wanted)
    return {which: f"{moment.astimezone(BERLIN):%m-%dT%H:%M}" for which, moment in found.items()}


@pytest.mark.parametrize(
    ("start", "day", "hour"),
    [
        ("02-11T10:30", "02-10T10:30", "02-11T09:30"),  # the plain case, a Thursday
        ("02-15T09:00", "02-12T09:00", "02-15T08:00"),  # on a Monday: on Friday
        ("03-30T09:00", "03-25T09:00", "03-30T08:00"),  # after Easter: on Maundy Thursday
        ("02-11T07:00", "02-10T07:00", None),  # an hour before is night
        ("02-11T07:30", "02-10T07:30", "02-11T07:00"),  # the hour waits for the end of quiet hours
        ("02-11T06:00", "02-10T07:00", None),  # early: the day before when quiet hours end
        ("02-11T21:30", "02-10T19:00", None),  # late: the day before, an hour before quiet hours
        ("02-13T10:00", "02-12T10:00", None),  # on a Saturday: no mail on that day
        ("03-28T12:00", "03-25T12:00", None),  # on Easter Sunday, when the clocks change
        ("11-02T10:00", "11-01T10:00", "11-02T09:00"),  # All Saints is a holiday of some states only
    ],
)
def test_a_day_and_an_hour_before_of_sessions_through_the_year(start, day, hour):
    expected = {"day": day, "hour": hour} if hour else {"day": day}
    assert words(start) == expected


def test_holidays_are_those_of_the_state():
    assert words("11-02T10:00", Habits(BERLIN, "DE-BY"))["day"] == "10-29T10:00"


def test_the_day_before_keeps_the_wall_clock_over_a_change():
    always = Habits(BERLIN, workdays_only=False)
    assert words("03-28T10:00", always)["day"] == "03-27T10:00"
    assert due(at("03-28T10:00"), always, BOTH)[Which.DAY] == at("03-28T10:00").astimezone(UTC) - 23 * HOUR


def test_whoever_takes_weekends_too_is_reminded_on_sunday():
    assert words("02-15T09:00", Habits(BERLIN, workdays_only=False))["day"] == "02-14T09:00"


def test_without_quiet_hours_an_hour_before_is_an_hour_before():
    assert words("02-11T06:00", Habits(BERLIN, quiet_from=time(0), quiet_until=time(0))) == {
        "day": "02-10T06:00",
        "hour": "02-11T05:00",
    }


def test_quiet_hours_at_noon_end_on_the_same_day():
    noon = Habits(BERLIN, quiet_from=time(12), quiet_until=time(14))
    assert words("02-11T13:30", noon) == {"day": "02-10T14:00"}
    assert words("02-11T14:30", noon) == {"day": "02-10T14:30", "hour": "02-11T14:00"}


def test_one_wish_alone_and_none():
    assert words("02-11T10:30", wanted={Which.DAY}) == {"day": "02-10T10:30"}
    assert words("02-11T10:30", wanted={Which.HOUR}) == {"hour": "02-11T09:30"}
    assert words("02-11T10:30", wanted=set()) == {}


def test_whoever_wants_the_hour_alone_gets_the_day_before_where_the_hour_is_not_possible():
    assert words("02-13T10:00", wanted={Which.HOUR}) == {"day": "02-12T10:00"}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("02-11T10:30", "02-11T10:30"),
        ("02-11T20:00", "02-12T07:00"),
        ("02-12T06:59", "02-12T07:00"),
        ("02-12T20:30", "02-15T07:00"),  # Friday evening
        ("02-13T12:00", "02-15T07:00"),  # Saturday
        ("03-25T21:00", "03-30T07:00"),  # over Easter
    ],
)
def test_the_next_friendly_moment(now, then):
    assert next_friendly(at(now), USUAL) == at(then)


clocks = st.times(min_value=time(0), max_value=time(23, 45)).map(
    lambda clock: clock.replace(minute=clock.minute // 15 * 15, second=0, microsecond=0)
)


@st.composite
def habits(draw) -> Habits:
    found = Habits(
        ZoneInfo(draw(st.sampled_from(ZONES))),
        draw(st.sampled_from([code for code, _ in states.CHOICES])),
        draw(clocks),
        draw(clocks),
        workdays_only=draw(st.booleans()),
    )
    assume(awake(found.quiet_from, found.quiet_until) >= AWAKE)
    return found


moments = st.datetimes(datetime(2026, 1, 10), datetime(2035, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@settings(max_examples=1500, deadline=None)
@given(habits(), moments, st.sets(st.sampled_from(Which)))
def test_a_reminder_is_never_in_quiet_hours_nor_on_a_day_off_nor_too_early_nor_after_the_start(
    habits, start, wanted
):
    found = due(start, habits, wanted)
    assert list(found.values()) == sorted(found.values())
    for moment in found.values():
        assert habits.may_disturb(moment)
        assert start - FARTHEST < moment < start
    if Which.HOUR in found:
        assert start - HOUR <= found[Which.HOUR]
    if Which.DAY in found:
        last, local = found[Which.DAY].astimezone(habits.zone), start.astimezone(habits.zone)
        assert last.date() < local.date()
        between = [last.date() + n * DAY for n in range(1, (local.date() - last.date()).days)]
        assert not any(habits.is_day_on(day) for day in between)
    assert bool(found) == bool(wanted)


@settings(max_examples=500, deadline=None)
@given(habits(), moments)
def test_the_next_friendly_moment_is_friendly_and_nothing_before_it_is(habits, moment):
    found = next_friendly(moment, habits)
    assert habits.may_disturb(found)
    assert moment <= found < moment + FARTHEST
    quarters = int((found - moment) / (15 * MINUTE))
    assert not any(habits.may_disturb(moment + n * 15 * MINUTE) for n in range(quarters))


def test_no_year_has_more_days_off_in_a_row_than_the_sweep_looks_ahead():
    for state, _name in states.CHOICES:
        for offset in range(10 * 365):
            start = datetime.combine(date(2026, 1, 1) + offset * DAY, time(23, 59), BERLIN)
            assert start - due(start, Habits(BERLIN, state), {Which.DAY})[Which.DAY] < FARTHEST
