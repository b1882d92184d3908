"""What the pages for choosing a demo's time show: five working days, and the way to others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby, islice
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sessions.times import zones
from sessions.times.pickers import value_of
from sessions.times.slots import on_grid
from ui import dates
from ui.forms import Slot
from website import times
from website.models import DemoBooking

Choice = tuple[str, Slot]

DAYS = 5
#: Times a day: a few that are quickly read, or (asked for) as many radios as static/css/forms.css can tell apart.
FEW, MANY = 8, 15
#: Minutes between the times of a day, the finest first.
GRIDS = (15, 60, 120, 180)
ONE_DAY = timedelta(days=1)


@dataclass
class Picker:
    """The choice of a time as somebody in ``zone`` sees it. ``week`` is the first day of the wanted five.

    ``wanted`` is a time that was asked for: it is chosen, or, where it is gone, the nearest free ones are offered.
    ``every`` shows half hours too where the days are long.
    """

    now: datetime
    zone: ZoneInfo = times.ZONE
    week: date | None = None
    wanted: datetime | None = None
    moving: DemoBooking | None = None
    every: bool = False

    @cached_property
    def times(self) -> list[datetime]:
        return list(times.free(self.now, moving=self.moving))

    @property
    def is_gone(self) -> bool:
        return self.wanted is not None and self.wanted not in self.times

    @cached_property
    def nearest(self) -> list[datetime]:
        """Up to three free times closest to the one that is gone."""
        return times.nearest(self.times, self.wanted) if self.wanted and self.is_gone else []

    @property
    def value(self) -> str:
        """The value of the wanted time while it is free, or ""."""
        return value_of(self.wanted) if self.wanted and not self.is_gone else ""

    @property
    def zone_name(self) -> str:
        return zones.name(self.zone, self.times[0] if self.times else self.now)

    @cached_property
    def first(self) -> date:
        """The first of the days to show: the wanted week's, or the wanted time's where that is on none of its days."""
        first = self._start(self.week)
        if self.wanted and self._day(self.wanted) not in self._five(first):
            return self._start(self._day(self.wanted))
        return first

    @property
    def is_jump(self) -> bool:
        """Whether the wanted week has no times, so that other days are shown."""
        return self.week is not None and self._is_empty(self.week)

    @property
    def previous(self) -> str:
        """The address of the days before, or ""."""
        if self.first <= self._open[0]:
            return ""
        *_rest, day = islice(self._working_days(self.first - ONE_DAY, -ONE_DAY), DAYS)
        return self.address(max(day, self._open[0]))

    @property
    def next(self) -> str:
        """The address of the next days with times, or ""."""
        later = [day for day in self._open if day > self._five(self.first)[-1]]
        return self.address(later[0]) if later else ""

    @property
    def more(self) -> str:
        """The address that shows the times which are left out here, or ""."""
        left_out = any(len(shown) < len(self.by_day.get(day, [])) for day, shown in self._days)
        return self.address(self.week, every="1") if left_out and not self.every else ""

    @cached_property
    def choices(self) -> list[tuple[Any, list[Choice]]]:
        """The groups of ``ui.forms.SlotRadio``."""
        nearest: list[tuple[Any, list[Choice]]] = [("best", [self._near(start) for start in self.nearest])]
        return nearest + [(day, [self._choice(start) for start in shown]) for day, shown in self._days]

    def address(self, week: date | None = None, **more: str) -> str:
        """Return the query of this page with other days."""
        query = {
            "week": week.isoformat() if week else "",
            "zone": "" if self.zone == times.ZONE else self.zone.key,
            "every": "1" if self.every else "",
        }
        return "?" + urlencode({name: value for name, value in (query | more).items() if value})

    @cached_property
    def by_day(self) -> dict[date, list[datetime]]:
        return {day: list(starts) for day, starts in groupby(self.times, key=self._day)}

    @cached_property
    def _open(self) -> list[date]:
        """The days with times; today where there is none."""
        return list(self.by_day) or [self._day(self.now)]

    def _start(self, asked: date | None) -> date:
        """Return the day itself if it and the next four have times, else the next one that has some."""
        if asked is None or asked <= self._open[0]:
            return self._open[0]
        if self._is_empty(asked):
            return next((day for day in self._open if day >= asked), self._open[0])
        return asked

    def _is_empty(self, first: date) -> bool:
        if first > self._open[-1]:
            return True
        return not any(day in self.by_day for day in self._five(max(first, self._open[0])))

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _working_days(self, day: date, step: timedelta) -> Iterator[date]:
        """Yield ``day`` and on: Monday to Friday, the weekend only if it has times."""
        while True:
            if day.weekday() < 5 or day in self.by_day:
                yield day
            day += step

    def _five(self, first: date) -> list[date]:
        return list(islice(self._working_days(first, ONE_DAY), DAYS))

    @cached_property
    def _days(self) -> list[tuple[date, list[datetime]]]:
        """The days with their times; when one is too long for a page, all show full hours only."""
        days = {day: self.by_day.get(day, []) for day in self._five(self.first)}
        for minutes in GRIDS:
            shown = {day: on_grid(starts, times.ZONE, minutes) for day, starts in days.items()}
            if max(map(len, shown.values())) <= (MANY if self.every else FEW):
                break
        return [(day, self._with_wanted(day, starts)) for day, starts in shown.items()]

    def _with_wanted(self, day: date, starts: Sequence[datetime]) -> list[datetime]:
        """Return the times, less those that stand above, and with the wanted one."""
        kept = {start for start in starts if start not in self.nearest}
        if self.value and self.wanted and self._day(self.wanted) == day:
            kept.add(self.wanted)
        return sorted(kept)

    def _near(self, start: datetime) -> Choice:
        hours = dates.hours(start, start + times.LENGTH, self.zone)
        return value_of(start), Slot(dates.words(start, "medium", self.zone), self._summary(start), hours)

    def _choice(self, start: datetime) -> Choice:
        clock = f"{dates.clock(start, self.zone)} {zones.mark(start, self.zone)}".strip()
        return value_of(start), Slot(clock, self._summary(start))

    def _summary(self, start: datetime) -> str:
        return dates.span(start, start + times.LENGTH, "long_year", self.zone)


def next_times(now: datetime, count: int = 3) -> list[tuple[str, datetime]]:
    """Return the first free times of the next days that have some, each with the value that chooses it."""
    picker = Picker(now)
    return [(value_of(starts[0]), starts[0]) for starts in list(picker.by_day.values())[:count]]
