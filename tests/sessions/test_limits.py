"""From when a change is late, and how often one may move on one's own."""

from datetime import date, timedelta

import pytest

from sessions import limits
from sessions.limits import Limit
from tests.factories import BERLIN
from tests.sessions.conftest import at


@pytest.mark.parametrize(
    ("begin", "rule", "late"),
    [
        ("02-11T10:30", "", "02-10T10:30"),
        ("02-11T10:30", "unknown", "02-10T10:30"),
        ("02-11T10:30", "any_time", "02-11T10:30"),
        ("02-11T10:30", "day_before", "02-11T00:00"),
        ("02-11T10:30", "two_days", "02-10T00:00"),
        # Monday: Friday and Thursday are the working days before.
        ("02-15T10:30", "two_days", "02-12T00:00"),
        ("02-14T10:30", "two_days", "02-12T00:00"),
        # The clocks change in the night before: midnight stays midnight.
        ("03-28T10:30", "day_before", "03-28T00:00"),
        ("03-28T10:30", "", "03-27T09:30"),
    ],
)
def test_late_begins_as_the_two_agreed(begin, rule, late):
    assert limits.late_from(at(begin), rule, zone=BERLIN) == at(late)


def test_holidays_are_no_working_days():
    off = {date(2027, 2, 10), date(2027, 2, 9)}
    assert limits.late_from(at("02-11T10:30"), "two_days", zone=BERLIN, days_off=off) == at("02-06T00:00")


def test_days_are_those_of_the_session():
    tokyo = limits.late_from(at("02-11T01:00"), "day_before", zone=limits.ZoneInfo("Asia/Tokyo"))
    assert tokyo == at("02-10T16:00")


@pytest.mark.parametrize(
    ("minutes", "moves", "found"),
    [(-1, 2, None), (-1, 3, Limit.OFTEN), (0, 0, Limit.LATE), (0, 3, Limit.LATE)],
)
def test_nobody_moves_alone_what_is_late_or_was_moved_three_times(minutes, moves, found):
    late = at("02-10T10:30")
    assert limits.find(now=late + timedelta(minutes=minutes), late=late, moves=moves) == found
