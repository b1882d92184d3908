"""Counting in working days: Monday to Friday without the holidays of a federal state. Pure.

``state`` is a code of ``accounts.states``.
"""

from datetime import date, timedelta

from accounts import holidays

SATURDAY = 5
DAY = timedelta(days=1)


def is_workday(day: date, state: str) -> bool:
    return day.weekday() < SATURDAY and not holidays.is_one(day, state)


def after(day: date, count: int, state: str) -> date:
    """Return the working day that is ``count`` working days after ``day``."""
    while count:
        day += DAY
        count -= is_workday(day, state)
    return day


def between(first: date, last: date, state: str) -> int:
    """Return the number of working days after ``first`` up to and with ``last``: 0 for the same day."""
    days = (first + DAY * number for number in range(1, (last - first).days + 1))
    return sum(is_workday(day, state) for day in days)


def until(day: date, state: str) -> date:
    """Return ``day``, or the last working day before it when it is none itself."""
    while not is_workday(day, state):
        day -= DAY
    return day
