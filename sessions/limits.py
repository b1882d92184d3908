"""How late and how often a session may be moved without asking the other one. No database, no clock."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

#: Before the begin, where the two have agreed upon nothing else.
USUAL = timedelta(hours=24)
#: Moves of one session by one side on its own.
MOST_MOVES = 3
SATURDAY = 5


class Limit(StrEnum):
    """What keeps somebody from moving a session on their own."""

    LATE = "late"
    OFTEN = "often"


def late_from(starts_at: datetime, rule: str, *, zone: ZoneInfo, days_off: Container[date] = ()) -> datetime:
    """Return the instant from which cancelling or moving a session that begins at ``starts_at`` is late.

    ``rule`` is the answer to the clause "cancelling" of an agreement, "" without one; its days are those of ``zone``,
    and working days are Monday to Friday without ``days_off``.
    """
    day = starts_at.astimezone(zone).date()
    match rule:
        case "any_time":
            return starts_at
        case "day_before":
            return _midnight(day, zone)
        case "two_days":
            last = _working_day_before(_working_day_before(day, days_off), days_off)
            return _midnight(last + timedelta(days=1), zone)
        case _:
            return starts_at - USUAL


def find(*, now: datetime, late: datetime, moves: int) -> Limit | None:
    """Return what stands against moving a session on one's own after so many moves; from ``late`` on it is late."""
    if now >= late:
        return Limit.LATE
    return Limit.OFTEN if moves >= MOST_MOVES else None


def _working_day_before(day: date, days_off: Container[date]) -> date:
    day -= timedelta(days=1)
    while day.weekday() >= SATURDAY or day in days_off:
        day -= timedelta(days=1)
    return day


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
