"""What the pages for choosing a time show: the best, one week, and the way to other weeks.

Nothing is read from the database before it is shown.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Tandem, WeeklyTime
from sessions import offers, reasons, zones
from sessions.models import Session
from sessions.offers import Offers, monday
from sessions.ranking import Suggestion
from ui import dates
from ui.forms import Slot

Choice = tuple[str, Slot]


@dataclass
class Picker:
    """The choice of a time for ``tandem`` as ``viewer`` sees it. ``week`` is any day of the wanted week."""

    tandem: Tandem
    viewer: Membership
    now: datetime
    week: date | None = None
    moving: Session | None = None

    @cached_property
    def offers(self) -> Offers:
        return offers.find(self.tandem, viewer=self.viewer, now=self.now, moving=self.moving)

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
    def choices(self) -> list[tuple[Any, list[Choice]]]:
        """The groups of ``ui.forms.SlotRadio``."""
        best: list[tuple[Any, list[Choice]]] = [("best", [self._best(found) for found in self.offers.best])]
        days = self.offers.week(self.monday)
        return best + [(day, [self._choice(start) for start in times]) for day, times in days]

    @property
    def first(self) -> str:
        """The value of the best time, or ""."""
        return value_of(self.offers.best[0].starts_at) if self.offers.best else ""

    @property
    def numbered(self) -> list[dict[str, Any]]:
        """All times in the order of their radios, each in two lines."""
        values = [value for _, group in self.choices for value, _ in group]
        starts = [datetime.fromisoformat(value) for value in values]
        return [
            {
                "number": number,
                "short": dates.words(start, "medium", self.zone),
                "long": dates.words(start, "long_year", self.zone),
                "hours": dates.hours(start, self._end(start), self.zone),
            }
            for number, start in enumerate(starts, start=1)
        ]

    @property
    def suggestions(self) -> list[dict[str, str]]:
        """The best times for a narrow card: value, heading and reason."""
        return [
            {
                "value": value_of(found.starts_at),
                "heading": f"{dates.words(found.starts_at, 'medium', self.zone)}, {self._clock(found.starts_at)}",
                "reason": reasons.sentence(found, self.zone),
            }
            for found in self.offers.best
        ]

    @cached_property
    def lacking(self) -> list[Membership]:
        """Who of the two has given no weekly times."""
        have = set(
            WeeklyTime.objects.filter(membership__in=self.tandem.members).values_list(
                "membership_id", flat=True
            )
        )
        return [person for person in self.tandem.members if person.pk not in have]

    def _best(self, found: Suggestion) -> Choice:
        start, end = found.starts_at, self._end(found.starts_at)
        hours = _("{start} bis {end}").format(start=self._clock(start), end=dates.clock(end, self.zone))
        reason = format_html('<b class="best__t num">{}</b><br>{}', hours, reasons.sentence(found, self.zone))
        return value_of(start), Slot(dates.words(start, "medium", self.zone), self._summary(start), reason)

    def _choice(self, start: datetime) -> Choice:
        return value_of(start), Slot(self._clock(start), self._summary(start))

    def _summary(self, start: datetime) -> str:
        return dates.span(start, self._end(start), "long_year", self.zone)

    def _end(self, start: datetime) -> datetime:
        return start + timedelta(minutes=self.offers.minutes)

    def _clock(self, start: datetime) -> str:
        """The time of day; with the name of the time kept, where clocks show it twice."""
        return f"{dates.clock(start, self.zone)} {zones.mark(start, self.zone)}".strip()


def value_of(start: datetime) -> str:
    """Return the value of a radio for an instant: 2027-02-11T09:30Z."""
    return start.strftime("%Y-%m-%dT%H:%MZ")
