"""When a reminder is due for one person. No database, no clock.

A day before means: the same wall-clock time on the day before. If that is no working day, the last one before it; if it
lies in the quiet hours, the nearest time of that day outside of them. An hour before means just that; in quiet hours it
waits for their end, and it is left out when the session has begun by then, or on a day off. Whoever is reminded an hour
before alone gets the one of the day before in its place, so that nobody is left without.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from accounts import states
from programs import workdays

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: No reminder is due earlier than this before its session: five days off in a row, and a day.
FARTHEST = timedelta(days=7)
#: So much of a day must lie outside the quiet hours. Equal wall times mean that there are none.
AWAKE = timedelta(hours=4)


class Which(StrEnum):
    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Habits:
    """When one person may be disturbed, by the clocks of ``zone``.

    ``state`` is a code of ``accounts.states``, whose holidays are days off as weekends are, if ``workdays_only``.
    """

    zone: ZoneInfo
    state: str = states.ALL
    quiet_from: time = time(20)
    quiet_until: time = time(7)
    workdays_only: bool = True

    def may_disturb(self, at: datetime) -> bool:
        """Return whether an instant lies on a day on, outside the quiet hours."""
        local = at.astimezone(self.zone)
        return self.is_day_on(local.date()) and not self.is_quiet(local.time())

    def is_quiet(self, clock: time) -> bool:
        return is_quiet(clock, self.quiet_from, self.quiet_until)

    def is_day_on(self, day: date) -> bool:
        return not self.workdays_only or workdays.is_workday(day, self.state)

    def next_on(self, day: date) -> date:
        """Return the next day on after ``day``."""
        return workdays.after(day, 1, self.state) if self.workdays_only else day + DAY

    def last_on(self, day: date) -> date:
        """Return ``day``, or the last day on before it."""
        return workdays.until(day, self.state) if self.workdays_only else day


def is_quiet(clock: time, begin: time, end: time) -> bool:
    """Return whether a wall time lies in the quiet hours from ``begin`` to ``end``."""
    if begin <= end:
        return begin <= clock < end
    return clock >= begin or clock < end


def awake(begin: time, end: time) -> timedelta:
    """Return how much of a day lies outside the quiet hours from ``begin`` to ``end``."""
    first, last = (datetime.combine(date.min, clock) for clock in (begin, end))
    return DAY - (last - first) % DAY


def due(start: datetime, habits: Habits, wanted: Collection[Which]) -> dict[Which, datetime]:
    """Return when which reminders of a session that starts at ``start`` are due."""
    found = {}
    soon = hour_before(start, habits) if Which.HOUR in wanted else None
    if Which.DAY in wanted or (wanted and soon is None):
        found[Which.DAY] = day_before(start, habits)
    if soon:
        found[Which.HOUR] = soon
    return found


def day_before(start: datetime, habits: Habits) -> datetime:
    local = start.astimezone(habits.zone)
    day = habits.last_on(local.date() - DAY)
    wanted = _instant(day, local.time(), habits.zone)
    clock = wanted.astimezone(habits.zone).time()
    return _instant(day, _friendly(clock, habits), habits.zone) if habits.is_quiet(clock) else wanted


def hour_before(start: datetime, habits: Habits) -> datetime | None:
    """Return when, or None when there is no such moment outside quiet hours on a day on before the start."""
    moment = _after_quiet(start - HOUR, habits)
    return moment if moment < start and habits.may_disturb(moment) else None


def next_friendly(moment: datetime, habits: Habits) -> datetime:
    """Return ``moment``, or the first one after it at which this person may be disturbed."""
    local = moment.astimezone(habits.zone)
    if not habits.is_day_on(local.date()):
        moment = _instant(habits.next_on(local.date()), time(), habits.zone)
    moment = _after_quiet(moment, habits)
    return moment if habits.may_disturb(moment) else next_friendly(moment, habits)


def on(day: date, hour: int, habits: Habits) -> datetime:
    """Return the instant of a full hour of a day."""
    return _instant(day, time(hour), habits.zone)


def _after_quiet(moment: datetime, habits: Habits) -> datetime:
    local = moment.astimezone(habits.zone)
    if not habits.is_quiet(local.time()):
        return moment
    if local.time() >= habits.quiet_until:
        return _instant(local.date() + DAY, habits.quiet_until, habits.zone)
    return _instant(local.date(), habits.quiet_until.replace(fold=local.fold), habits.zone)


def _friendly(clock: time, habits: Habits) -> time:
    """Return the nearest time of the same day outside the quiet hours: their end, or an hour before they begin."""
    if clock < habits.quiet_until:
        return habits.quiet_until
    return habits.quiet_from.replace(hour=max(habits.quiet_from.hour - 1, 0))


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return when clocks show this: the first time of two; where they skip it, as much later as they skip."""
    return datetime.combine(day, clock, zone).astimezone(UTC)
