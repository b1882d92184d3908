from datetime import UTC, datetime, time, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.times.series import ALTERNATIVES, Series, Turn, at_clock, plan

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland")
]


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(f"2027-{text}").replace(tzinfo=zone).astimezone(UTC)


def every_day(first: str, days: int, *clocks: str, zone: ZoneInfo = BERLIN) -> list[datetime]:
    """These clock times on each of so many days."""
    start = datetime.fromisoformat(f"2027-{first}")
    walls = [start + timedelta(days=day) for day in range(days)]
    return [
        datetime.combine(wall, time.fromisoformat(clock), tzinfo=zone).astimezone(UTC)
        for wall, clock in product(walls, clocks)
    ]


def series(times, numbers=(2, 3, 4), *, first="02-11T10:30", rhythm=21) -> Series:
    return plan(numbers, times, first=at(first), rhythm_days=rhythm, zone=BERLIN)


def planned(times, numbers=(2, 3, 4), **fields) -> list[str]:
    turns = series(times, numbers, **fields).turns
    return [turn.starts_at and f"{turn.starts_at.astimezone(BERLIN):%m-%d %H:%M}" for turn in turns]


def test_follows_the_rhythm_on_the_same_weekday_at_the_same_hour():
    assert planned(every_day("02-01", 90, "09:00", "10:30", "14:00")) == [
        "02-11 10:30",
        "03-04 10:30",
        "03-25 10:30",
    ]


@pytest.mark.parametrize("first", ["03-04T10:00", "10-14T10:00"])
def test_ten_o_clock_stays_ten_o_clock_when_clocks_change(first):
    times = every_day(first[:5], 60, "09:00", "10:00", "11:00")
    found = series(times, [1, 2, 3], first=first)
    walls = [turn.starts_at.astimezone(BERLIN) for turn in found.turns]
    assert [wall.time() for wall in walls] == [time(10)] * 3
    assert {wall.utcoffset() for wall in walls} == {timedelta(hours=1), timedelta(hours=2)}


def test_another_hour_of_the_day_is_nearer_than_another_day_and_the_next_one_is_back_in_rhythm():
    times = every_day("02-01", 90, "09:00", "10:30", "14:00")
    times.remove(at("03-04T10:30"))
    assert planned(times) == ["02-11 10:30", "03-04 09:00", "03-25 10:30"]


def test_a_day_without_times_gives_way_to_the_nearest_time_around_it():
    times = [
        start
        for start in every_day("02-01", 90, "09:00", "10:30")
        if start.date() != at("03-04T10:30").date()
    ]
    assert planned(times) == ["02-11 10:30", "03-05 09:00", "03-25 10:30"]


def test_turns_without_any_time_are_skipped_and_counted():
    times = [*every_day("02-08", 5, "10:30"), *every_day("04-05", 50, "10:30")]
    found = series(times, [2, 3], rhythm=14)
    assert [turn.skipped for turn in found.turns] == [0, 3]
    assert found.turns[1].wanted == datetime(2027, 4, 8, 10, 30)


def test_when_the_program_is_too_short_the_rhythm_becomes_denser_by_whole_weeks():
    times = every_day("02-08", 30, "10:30")
    assert planned(times, range(1, 5)) == ["02-11 10:30", "02-18 10:30", "02-25 10:30", "03-04 10:30"]
    assert series(times[:18], [1, 2], rhythm=28).days == 21


def test_what_finds_no_time_at_all_has_none():
    found = series(every_day("02-11", 8, "10:30"), [4, 5, 6])
    assert found.count == 2 and found.turns[2] == Turn(6)


def test_a_wall_time_that_a_clock_change_skips_leads_to_the_nearest_one():
    nights = (
        every_day("03-21", 1, "02:30")
        + every_day("03-28", 1, "01:30", "03:30")
        + every_day("04-04", 1, "02:30")
    )
    assert planned(nights, first="03-21T02:30", rhythm=7) == ["03-21 02:30", "03-28 03:30", "04-04 02:30"]


def test_others_come_from_the_days_around_at_a_like_hour_first():
    found = series(every_day("02-09", 5, "09:00", "10:00", "16:00"), [1], first="02-11T10:00", rhythm=14)
    assert [f"{start.astimezone(BERLIN):%d %H:%M}" for start in found.turns[0].others] == [
        "09 10:00",
        "10 10:00",
        "11 09:00",
        "12 10:00",
        "13 10:00",
    ]


def test_the_clock_is_found_off_the_grid_where_both_are_free():
    free = [(at("02-11T09:00"), at("02-11T12:00")), (at("02-12T10:30"), at("02-12T12:00"))]
    assert at_clock(free, time(10, 15), BERLIN, 45) == [at("02-11T10:15")]
    assert at_clock(free, time(11, 30), BERLIN, 45) == []


@st.composite
def worlds(draw):
    zone = draw(st.sampled_from(ZONES))
    begin = datetime(2027, draw(st.integers(1, 12)), 1, tzinfo=UTC)
    halves = draw(st.sets(st.integers(0, 48 * 120), min_size=1, max_size=150))
    times = [begin + timedelta(minutes=30 * half) for half in halves]
    return draw(st.permutations(times)), draw(st.sampled_from(times)), zone


@given(worlds(), st.sets(st.integers(1, 24), min_size=1, max_size=8), st.integers(1, 5))
def test_any_choice_among_the_times_keeps_order_days_and_freedom(world, numbers, weeks):
    times, first, zone = world
    numbers = sorted(numbers)
    found = plan(numbers, times, first=first, rhythm_days=7 * weeks, zone=zone)
    assert [turn.number for turn in found.turns] == numbers
    assert found.turns[0].starts_at == first and 7 <= found.days <= 7 * weeks
    choices = [(turn.starts_at, *turn.others) for turn in found.turns if turn.starts_at]
    assert all(
        set(choice) <= set(times) and len(set(choice)) == len(choice) <= ALTERNATIVES + 1
        for choice in choices
    )
    for one, other in pairwise(choices):
        assert max(one).astimezone(zone).date() < min(other).astimezone(zone).date()
    assert all(turn.starts_at is None for turn in found.turns[len(choices) :])


@given(worlds(), st.integers(1, 6), st.integers(1, 5))
def test_where_the_wanted_time_is_free_it_is_taken(world, count, weeks):
    times, first, zone = world
    found = plan(range(1, count + 1), times, first=first, rhythm_days=7 * weeks, zone=zone)
    for turn in found.turns:
        if turn.wanted and turn.wanted.replace(tzinfo=zone).astimezone(UTC) in times:
            assert turn.starts_at.astimezone(zone).replace(tzinfo=None) == turn.wanted
    wanted = [turn.wanted for turn in found.turns if turn.wanted]
    assert all((other - one) % timedelta(days=found.days) == timedelta() for one, other in pairwise(wanted))


@given(worlds(), st.integers(1, 6), st.integers(1, 5))
def test_the_order_of_the_times_does_not_matter(world, count, weeks):
    times, first, zone = world
    numbers = range(1, count + 1)
    one = plan(numbers, times, first=first, rhythm_days=7 * weeks, zone=zone)
    assert one == plan(numbers, sorted(times), first=first, rhythm_days=7 * weeks, zone=zone)
