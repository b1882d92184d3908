"""Which of many common times to suggest, and why. No Django, no clock: times in, codes out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

NOON = 12
#: A habit is worth as much as so many days nearer to the rhythm.
SAME_WEEKDAY, SAME_HALF_OF_DAY, SAME_TIME = 1.5, 0.5, 1.0
#: So many days off still count as the rhythm.
NEAR = 3


class Why(StrEnum):
    """What speaks for a time."""

    #: Exactly ``days`` after session ``number``, which is the rhythm of the program.
    RHYTHM = "rhythm"
    #: ``days`` after session ``number``, close to the rhythm.
    NEAR_RHYTHM = "near_rhythm"
    #: In the first days of the program.
    START = "start"
    #: The weekday and the time of session ``number``.
    SAME_TIME = "same_time"
    #: The weekday of session ``number``.
    SAME_WEEKDAY = "same_weekday"
    #: In the morning, or in the afternoon, like all sessions so far.
    MORNING = "morning"
    AFTERNOON = "afternoon"
    SOONEST = "soonest"
    #: Both are free, no more.
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Reason:
    why: Why
    number: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A session that was, or is to be before the one to plan."""

    number: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """What a good time is near to. ``earlier`` by time; ``starts_on`` is the program's first day.

    ``instead_of`` is the time of a session that is to be moved: then a good time is near to that.
    """

    zone: ZoneInfo
    rhythm_days: int
    earlier: Sequence[Past] = ()
    starts_on: date | None = None
    instead_of: datetime | None = None

    def target(self, now: datetime) -> datetime:
        """Return the instant to be near to, never in the past."""
        if self.instead_of:
            return max(now, self.instead_of)
        if self.earlier:
            return max(now, self.earlier[-1].starts_at + timedelta(days=self.rhythm_days))
        if self.starts_on:
            return max(now, datetime(*self.starts_on.timetuple()[:3], tzinfo=self.zone))
        return now


@dataclass(frozen=True, slots=True)
class Suggestion:
    starts_at: datetime
    reason: Reason


def suggest(times: Sequence[datetime], wish: Wish, *, now: datetime, count: int = 3) -> list[Suggestion]:
    """Return up to ``count`` of the sorted ``times``, best first, on different days if there are enough.

    Each carries the strongest reason that none before it carries.
    """
    cost = _cost(wish, now)
    chosen = _on_different_days(sorted(times, key=lambda start: (cost(start), start)), wish.zone, count)
    suggestions: list[Suggestion] = []
    for start in chosen:
        reasons = list(_reasons(start, wish, is_first=start == times[0])) or [Reason(Why.FREE)]
        used = {suggestion.reason.why for suggestion in suggestions}
        reason = next((reason for reason in reasons if reason.why not in used), reasons[0])
        suggestions.append(Suggestion(start, reason))
    return suggestions


def _on_different_days(ranked: Sequence[datetime], zone: ZoneInfo, count: int) -> list[datetime]:
    first_of_day: dict[date, datetime] = {}
    for start in ranked:
        first_of_day.setdefault(start.astimezone(zone).date(), start)
    chosen = list(first_of_day.values())
    chosen += [start for start in ranked if start not in chosen]
    return chosen[:count]


def _cost(wish: Wish, now: datetime) -> Callable[[datetime], float]:
    """Return what tells how far a time is from the wish, in days."""
    target, half = wish.target(now), _usual_half(wish)
    last = wish.earlier[-1].starts_at.astimezone(wish.zone) if wish.earlier else None

    def cost(start: datetime) -> float:
        days = abs(start - target) / timedelta(days=1)
        if last is None:
            return days
        wall = start.astimezone(wish.zone)
        weekday = SAME_WEEKDAY * (wall.weekday() == last.weekday())
        return (
            days
            - weekday
            - SAME_TIME * (wall.time() == last.time())
            - SAME_HALF_OF_DAY * (_half(wall) == half)
        )

    return cost


def _reasons(start: datetime, wish: Wish, *, is_first: bool) -> Iterator[Reason]:
    """Yield what speaks for a time, the strongest first."""
    wall = start.astimezone(wish.zone)
    last = wish.earlier[-1] if wish.earlier else None
    days = (wall.date() - last.starts_at.astimezone(wish.zone).date()).days if last else 0
    if last and days == wish.rhythm_days:
        yield Reason(Why.RHYTHM, last.number, days)
    if not last and wish.starts_on and 0 <= (wall.date() - wish.starts_on).days < 7:
        yield Reason(Why.START)
    if is_first:
        yield Reason(Why.SOONEST)
    if last:
        yield from _habits(wall, wish)
    if last and 0 < abs(days - wish.rhythm_days) <= NEAR:
        yield Reason(Why.NEAR_RHYTHM, last.number, days)


def _habits(wall: datetime, wish: Wish) -> Iterator[Reason]:
    number, last = wish.earlier[-1].number, wish.earlier[-1].starts_at.astimezone(wish.zone)
    if wall.weekday() == last.weekday():
        yield Reason(Why.SAME_TIME if wall.time() == last.time() else Why.SAME_WEEKDAY, number)
    if _half(wall) == _usual_half(wish):
        yield Reason(_half(wall), number)


def _half(wall: datetime) -> Why:
    return Why.MORNING if wall.hour < NOON else Why.AFTERNOON


def _usual_half(wish: Wish) -> Why | None:
    """Return the half of the day all earlier sessions lay in, or None."""
    halves = {_half(past.starts_at.astimezone(wish.zone)) for past in wish.earlier}
    return halves.pop() if len(halves) == 1 else None
