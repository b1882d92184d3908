"""Times for all sessions that are left, in one go and in the rhythm of the program. No Django, no clock.

Times are aware datetimes in UTC. The rhythm goes by wall clocks: ten o'clock stays ten o'clock when clocks change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sessions.times.slots import Interval, instants

WEEK = 7
ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """A session to be. ``starts_at`` is None when there was no time left for it.

    ``wanted`` is the wall time (naive) that the rhythm asks for, ``others`` are more times of these days. ``skipped``
    turns of the rhythm before it had no time at all.
    """

    number: int
    wanted: datetime | None = None
    starts_at: datetime | None = None
    others: tuple[datetime, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """The sessions in the order of their numbers, ``days`` apart."""

    turns: Sequence[Turn]
    days: int

    @property
    def count(self) -> int:
        """How many have a time."""
        return sum(turn.starts_at is not None for turn in self.turns)


def plan(
    numbers: Sequence[int], times: Iterable[datetime], *, first: datetime, rhythm_days: int, zone: ZoneInfo
) -> Series:
    """Give the sessions of these numbers each one of ``times``, beginning with ``first``, which is one of them.

    The rhythm is a number of weeks. When not all sessions find a time in it, it is made denser by whole weeks. Days
    belong to one session only, so any choice among the times of each keeps the order of the numbers.
    """
    days = by_day(times, zone)
    wall = first.astimezone(zone).replace(tzinfo=None)
    found: list[Series] = []
    for stride in range(rhythm_days, 0, -WEEK):
        found.append(Series(_in_rhythm(numbers, days, wall, stride, zone), stride))
        if found[-1].count == len(numbers):
            break
    return max(found, key=lambda series: series.count)


def at_clock(free: Iterable[Interval], clock: time, zone: ZoneInfo, minutes: int) -> list[datetime]:
    """Return when a meeting can start at which clocks in ``zone`` show ``clock``."""
    length = timedelta(minutes=minutes)
    return [
        start
        for begin, end in free
        for day in _dates(begin.astimezone(zone).date(), end.astimezone(zone).date())
        for start in instants(datetime.combine(day, clock), zone)
        if begin <= start and start + length <= end
    ]


def by_day(times: Iterable[datetime], zone: ZoneInfo) -> dict[date, list[datetime]]:
    """Return times by their day in ``zone``, both sorted."""
    days: dict[date, list[datetime]] = {}
    for start in sorted(set(times)):
        days.setdefault(start.astimezone(zone).date(), []).append(start)
    return days


def _in_rhythm(
    numbers: Sequence[int], days: dict[date, list[datetime]], wall: datetime, stride: int, zone: ZoneInfo
) -> list[Turn]:
    waiting, turns, skipped = list(numbers), list[Turn](), 0
    for wanted, near in _beats(days, wall, stride):
        if not waiting:
            break
        if near:
            turns.append(_turn(waiting.pop(0), wanted, near, zone, skipped))
        skipped = 0 if near else skipped + 1
    return turns + [Turn(number) for number in waiting]


def _beats(
    days: dict[date, list[datetime]], wall: datetime, stride: int
) -> Iterator[tuple[datetime, list[datetime]]]:
    """Yield each wall time of the rhythm with the times of the days that are nearer to it than to the next one."""
    last = max(days)
    for beat in count():
        wanted = wall + timedelta(days=beat * stride)
        begin = wanted.date() - timedelta(days=(stride - 1) // 2)
        if begin > last:
            return
        near = _dates(begin, begin + timedelta(days=stride - 1))
        yield wanted, [start for day in near for start in days.get(day, ())]


def _turn(number: int, wanted: datetime, near: list[datetime], zone: ZoneInfo, skipped: int) -> Turn:
    # In a gap of the clocks there is no such instant; the one that is read there is near enough to look around.
    instant = next(iter(instants(wanted, zone)), wanted.replace(tzinfo=zone))
    start = min(near, key=lambda time: (abs(time - instant), time))
    others = _others([time for time in near if time != start], start, wanted.time(), zone)
    return Turn(number, wanted, start, others, skipped)


def _others(times: Iterable[datetime], start: datetime, clock: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the best of ``times`` beside ``start``: from each day near it the one nearest to ``clock``, then more."""
    own = start.astimezone(zone).date()
    ranked = [
        (rank, abs((day - own).days), time)
        for day, found in by_day(times, zone).items()
        for rank, time in enumerate(sorted(found, key=lambda time: _off(time, clock, zone)))
    ]
    return tuple(sorted(time for _rank, _days, time in sorted(ranked)[:ALTERNATIVES]))


def _off(start: datetime, clock: time, zone: ZoneInfo) -> int:
    """Return how many minutes clocks are away from ``clock``."""
    wall = start.astimezone(zone)
    return abs((wall.hour - clock.hour) * 60 + wall.minute - clock.minute)


def _dates(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
