"""What the pages for choosing a time show: the best, one week, and the way to other weeks.

Nothing is read from the database before it is shown.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Tandem, WeeklyTime
from sessions.models import Session, TimeRequest
from sessions.times import offers, reasons, zones
from sessions.times.offers import Offers, monday
from ui import dates


@dataclass
class Picker:
    """The choice of a time for ``tandem`` as ``viewer`` sees it. ``week`` is any day of the wanted week."""

    tandem: Tandem
    viewer: Membership
    now: datetime
    week: date | None = None
    moving: Session | None = None

    @cached_property
    def request(self) -> TimeRequest | None:
        """What one of the two has asked and the other not answered yet."""
        return self.tandem.time_requests.open().with_people().first()

    @property
    def replaced(self) -> TimeRequest | None:
        """The open request that another choice of a time takes the place of."""
        return self.request if self.request and self.request.session == self.moving else None

    @cached_property
    def sessions(self) -> list[Session]:
        """The tandem's sessions without the cancelled ones, by time."""
        return offers.standing(self.tandem)

    @cached_property
    def offers(self) -> Offers:
        return offers.find(
            self.tandem, viewer=self.viewer, now=self.now, moving=self.moving, known=self.sessions
        )

    @property
    def has_series(self) -> bool:
        """Whether more than one session has no time yet."""
        return self.tandem.program.session_count - len(self.sessions) > 1

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.viewer.zone)

    @property
    def zone_name(self) -> str:
        return zones.name(self.zone, self.offers.times[0] if self.offers.times else self.now)

    @property
    def is_full(self) -> bool:
        """Whether all sessions of the program are booked or over."""
        return self.moving is None and self.offers.number > self.tandem.program.session_count

    @property
    def is_over(self) -> bool:
        """Whether the last day of the program is past."""
        last = self.tandem.program.ends_on
        return last is not None and last < self.now.astimezone(self.zone).date()

    @cached_property
    def monday(self) -> date:
        """The first day of the week to show: the wanted one if it has times, else that of the best time."""
        wanted = self.week and monday(self.week)
        best = [monday(best.starts_at.astimezone(self.zone).date()) for best in self.offers.best]
        fallback = best or [monday(self.now.astimezone(self.zone).date())]
        return wanted if wanted in self.offers.weeks else fallback[0]

    @property
    def week_name(self) -> str:
        """The shown week in words: "8. bis 12. Februar", "29. März bis 2. April"."""
        first, last = self.monday, self.monday + timedelta(days=4)
        begin = dates.words(first, "day")
        if first.month == last.month:
            begin = f"{first.day}." if dates.german() else str(first.day)
        return _("{first} bis {last}").format(first=begin, last=dates.words(last, "day"))

    @property
    def previous(self) -> date | None:
        return max((week for week in self.offers.weeks if week < self.monday), default=None)

    @property
    def next(self) -> date | None:
        return min((week for week in self.offers.weeks if week > self.monday), default=None)

    @cached_property
    def best(self) -> list["Time"]:
        """The best times, numbered from 1."""
        found = enumerate(self.offers.best, start=1)
        return [
            self._time(number, best.starts_at, reasons.sentence(best, self.zone)) for number, best in found
        ]

    @cached_property
    def days(self) -> list[tuple[date, list["Time"]]]:
        """The days of the shown week with their times, numbered on from the best."""
        numbers = count(len(self.best) + 1)
        week = self.offers.week(self.monday)
        return [(day, [self._time(next(numbers), start) for start in starts]) for day, starts in week]

    @cached_property
    def all(self) -> list["Time"]:
        """All times on the page in the order of their numbers."""
        return [*self.best, *(time for _, times in self.days for time in times)]

    @cached_property
    def lacking(self) -> list[Membership]:
        """Who of the two has given no weekly times."""
        have = set(
            WeeklyTime.objects.filter(membership__in=self.tandem.members).values_list(
                "membership_id", flat=True
            )
        )
        return [person for person in self.tandem.members if person.pk not in have]

    def _time(self, number: int, start: datetime, reason: str = "") -> "Time":
        zone, end = self.zone, start + timedelta(minutes=self.offers.minutes)
        return Time(
            number=number,
            value=value_of(start),
            clock=f"{dates.clock(start, zone)} {zones.mark(start, zone)}".strip(),
            hours=dates.hours(start, end, zone),
            day=dates.words(start, "medium", zone),
            long_day=dates.words(start, "long_year", zone),
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class Time:
    """A time to choose, in the viewer's words.

    ``number`` lets CSS show what belongs to it while it is chosen, ``value`` is what its radio sends. ``clock`` carries
    the name of the time kept where clocks show it twice.
    """

    number: int
    value: str
    clock: str
    hours: str
    day: str
    long_day: str
    reason: str


def value_of(start: datetime) -> str:
    """Return what the radio of an instant sends: 2027-02-11T09:30Z."""
    return start.strftime("%Y-%m-%dT%H:%MZ")
