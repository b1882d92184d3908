from datetime import date, timedelta

import pytest

from accounts import states
from programs import workdays

DAY = timedelta(days=1)
MAUNDY_THURSDAY = date(2027, 3, 25)


@pytest.mark.parametrize(
    ("day", "count", "state", "expected"),
    [
        (date(2027, 1, 4), 3, states.ALL, date(2027, 1, 7)),
        (date(2027, 1, 4), 3, "DE-BY", date(2027, 1, 8)),
        (MAUNDY_THURSDAY, 1, states.ALL, date(2027, 3, 30)),
        (MAUNDY_THURSDAY, 1, states.NONE, date(2027, 3, 26)),
        (date(2026, 12, 30), 2, states.ALL, date(2027, 1, 4)),
        (date(2027, 1, 9), 0, states.ALL, date(2027, 1, 9)),
    ],
)
def test_neither_weekends_nor_holidays_count(day, count, state, expected):
    assert workdays.after(day, count, state) == expected


def test_the_last_working_day_is_the_day_itself_or_one_before():
    assert workdays.until(MAUNDY_THURSDAY, states.ALL) == MAUNDY_THURSDAY
    for later in range(1, 5):
        assert workdays.until(MAUNDY_THURSDAY + later * DAY, states.ALL) == MAUNDY_THURSDAY
    assert workdays.until(MAUNDY_THURSDAY + 5 * DAY, states.ALL) == date(2027, 3, 30)


def test_where_no_holidays_count_only_weekends_are_off():
    days = [date(2027, 3, 22) + n * DAY for n in range(14)]
    assert [workdays.is_workday(day, states.NONE) for day in days] == [*[True] * 5, False, False] * 2
