"""Times that suit two people, as plain interval arithmetic. No Django, no clock.

Instants are aware datetimes in UTC; an interval is (begin, end) without its end; lists of intervals are sorted and
disjoint. Weekly windows, absences and holidays are wall time: clock changes are answered here and nowhere else.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

Interval = tuple[datetime, datetime]
#: From one wall time to another, without its end: naive datetimes.
WallInterval = tuple[datetime, datetime]

QUARTER = timedelta(minutes=15)
HALF_HOUR = timedelta(minutes=30)
#: No two clock changes of a zone are closer than this.
STRIDE = timedelta(hours=6)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Every week on ``weekday`` (0 is Monday) from ``starts`` to ``ends``, in minutes after local midnight."""

    weekday: int
    starts: int
    ends: int


class Obstacle(StrEnum):
    """What keeps a person from meeting at a time."""

    NOTICE = "notice"
    AWAY = "away"
    HOLIDAY = "holiday"
    BUSY = "busy"
    BREATHER = "breather"
    FULL_DAY = "full_day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one person can meet: weekly windows in the person's zone, less what stands against it.

    ``busy`` are instants, ``away`` wall times; nothing is to lie closer than ``before`` to the begin of a meeting or
    ``after`` to its end. A day that has ``per_day`` of the ``meetings`` (instants) takes no more. A meeting is planned
    ``notice`` working days ahead, and those are Monday to Friday without ``holidays`` (date: name).
    """

    zone: ZoneInfo
    windows: Sequence[Window]
    busy: Sequence[Interval] = ()
    away: Sequence[WallInterval] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    meetings: Sequence[datetime] = ()
    before: timedelta = timedelta()
    after: timedelta = timedelta()
    per_day: int | None = None
    notice: int = 0

    def free(self, since: datetime, until: datetime) -> list[Interval]:
        """Return when a meeting can lie between two instants; the notice is not looked at."""
        closed = [*self.away, *map(_whole, self.holidays), *map(_whole, self.full_days)]
        open_ = without(expand(self.windows, self.zone, since, until), self._kept_clear)
        return without(open_, occurrences(closed, self.zone, since, until)) if open_ else []

    def obstacle(self, begin: datetime, end: datetime, now: datetime) -> Obstacle | None:
        """Return what most plainly stands against meeting then, or None."""
        return next(self._obstacles(begin, end, now), None)

    def earliest(self, now: datetime) -> datetime:
        """Return the instant from which there is enough notice: the wall clock stands still on days off.

        On a Friday at three, one working day ahead is Monday at three; on a Saturday it is Tuesday's midnight.
        """
        wall = now.astimezone(self.zone).replace(tzinfo=None)
        if not self.notice:
            return now
        if not self._is_working_day(wall.date()):
            wall = datetime.combine(self._next_working_day(wall.date()), time())
        for _day in range(self.notice):
            wall = datetime.combine(self._next_working_day(wall.date()), wall.time())
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    @property
    def full_days(self) -> list[date]:
        """The days on which this person has as many meetings as they want."""
        counts = Counter(start.astimezone(self.zone).date() for start in self.meetings)
        return [day for day, count in counts.items() if self.per_day is not None and count >= self.per_day]

    @property
    def _kept_clear(self) -> list[Interval]:
        return [(begin - self.after, end + self.before) for begin, end in self.busy]

    def _obstacles(self, begin: datetime, end: datetime, now: datetime) -> Iterator[Obstacle]:
        if self._meets(self.away, begin, end):
            yield Obstacle.AWAY
        if begin < self.earliest(now):
            yield Obstacle.NOTICE
        if self._meets([_whole(day) for day in self.holidays], begin, end):
            yield Obstacle.HOLIDAY
        if _overlap(self.busy, begin, end):
            yield Obstacle.BUSY
        if _overlap(self._kept_clear, begin, end):
            yield Obstacle.BREATHER
        if self._meets([_whole(day) for day in self.full_days], begin, end):
            yield Obstacle.FULL_DAY
        if expand(self.windows, self.zone, begin, end) != [(begin, end)]:
            yield Obstacle.WEEK

    def _meets(self, walls: Sequence[WallInterval], begin: datetime, end: datetime) -> bool:
        return bool(occurrences(walls, self.zone, begin, end))

    def _is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def _next_working_day(self, day: date) -> date:
        return next(later for later in _days_after(day) if self._is_working_day(later))


def expand(windows: Sequence[Window], zone: ZoneInfo, since: datetime, until: datetime) -> list[Interval]:
    """Return the stretches between two instants whose wall time in ``zone`` lies in one of the windows.

    A wall time that a clock change skips does not occur, one that it repeats occurs twice.
    """
    found = []
    for begin, end, offset in _offsets(zone, since, until):
        for day in _days((begin + offset).date(), (end + offset).date()):
            midnight = datetime.combine(day, time(), tzinfo=UTC) - offset
            for window in windows:
                if window.weekday == day.weekday():
                    opened = (
                        midnight + timedelta(minutes=window.starts),
                        midnight + timedelta(minutes=window.ends),
                    )
                    found.append((max(begin, opened[0]), min(end, opened[1])))
    return merged(found)


def occurrences(
    walls: Sequence[WallInterval], zone: ZoneInfo, since: datetime, until: datetime
) -> list[Interval]:
    """Return the stretches between two instants whose wall time in ``zone`` lies in one of ``walls``."""
    aware = [(begin.replace(tzinfo=UTC), end.replace(tzinfo=UTC)) for begin, end in walls]
    return merged(
        (max(begin, opened - offset), min(end, closed - offset))
        for begin, end, offset in _offsets(zone, since, until)
        for opened, closed in aware
    )


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the union of any intervals; empty and inverted ones vanish."""
    result: list[Interval] = []
    for begin, end in sorted(intervals):
        if begin >= end:
            continue
        if result and begin <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((begin, end))
    return result


def without(intervals: Sequence[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """Return what is left of ``intervals`` outside of ``holes``, which may be in any order and overlap."""
    if not intervals:
        return []
    edges = [datetime.min.replace(tzinfo=UTC), *(edge for hole in merged(holes) for edge in hole)]
    edges.append(datetime.max.replace(tzinfo=UTC))
    return both(intervals, list(zip(edges[::2], edges[1::2], strict=True)))


def both(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """Return where two lists of intervals overlap."""
    found = []
    i = j = 0
    while i < len(one) and j < len(other):
        begin, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if begin < end:
            found.append((begin, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return found


def common(calendars: Sequence[Calendar], since: datetime, until: datetime) -> list[Interval]:
    """Return where everybody is free between two instants."""
    free: list[Interval] = [(since, until)]
    for calendar in calendars:
        free = both(free, calendar.free(since, until))
    return free


def starts(free: Iterable[Interval], minutes: int) -> list[datetime]:
    """Return when a meeting can start: every half hour, or the first quarter where no half hour fits."""
    length = timedelta(minutes=minutes)
    return [
        start
        for begin, end in free
        for start in (
            list(_grid(begin, end - length, HALF_HOUR)) or list(_grid(begin, end - length, QUARTER))[:1]
        )
    ]


def on_grid(times: Sequence[datetime], zone: ZoneInfo, minutes: int) -> list[datetime]:
    """Return those of ``times`` at which clocks show a multiple of ``minutes`` after midnight, or else the first."""
    walls = [(start, start.astimezone(zone)) for start in times]
    return [start for start, wall in walls if (wall.hour * 60 + wall.minute) % minutes == 0] or list(
        times[:1]
    )


def instants(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the instants at which clocks in ``zone`` show ``wall`` (naive): one, none in a gap, two in a fold."""
    found = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(instant for instant in found if instant.astimezone(zone).replace(tzinfo=None) == wall)


def _whole(day: date) -> WallInterval:
    midnight = datetime.combine(day, time())
    return midnight, midnight + timedelta(days=1)


def _overlap(intervals: Iterable[Interval], begin: datetime, end: datetime) -> bool:
    return any(one < end and begin < other for one, other in intervals)


def _offsets(
    zone: ZoneInfo, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Yield the stretches of constant offset from UTC between two instants."""
    begin = since
    for one, other in pairwise(_marks(since, until)):
        if _offset(zone, one) != _offset(zone, other):
            change = _change(zone, one, other)
            yield begin, change, _offset(zone, one)
            begin = change
    yield begin, until, _offset(zone, begin)


def _marks(since: datetime, until: datetime) -> Iterator[datetime]:
    while since < until:
        yield since
        since += STRIDE
    yield until


def _change(zone: ZoneInfo, one: datetime, other: datetime) -> datetime:
    """Return the first second with the later offset."""
    before = _offset(zone, one)
    while other - one > timedelta(seconds=1):
        middle = one + timedelta(seconds=(other - one) // timedelta(seconds=2))
        one, other = (middle, other) if _offset(zone, middle) == before else (one, middle)
    return other


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


def _grid(begin: datetime, last: datetime, step: timedelta) -> Iterator[datetime]:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    start = epoch - (epoch - begin) // step * step
    while start <= last:
        yield start
        start += step
