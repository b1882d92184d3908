"""The sessions of a tandem that have no time yet, and a proposal of times for all of them.

Read once for the whole rest of the program, and not before it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from accounts.models import Membership
from programs.models import Tandem
from sessions.models import Session
from sessions.times import offers, series
from sessions.times.ranking import Past, Wish, suggest
from sessions.times.series import Series, Turn
from sessions.times.slots import Calendar, Interval, both, common, starts


@dataclass(frozen=True)
class Gap:
    """Sessions in a row that have no time. ``free`` is when they can lie, ``earlier`` what they come after."""

    numbers: Sequence[int]
    free: Sequence[Interval]
    earlier: Sequence[Past]


@dataclass
class Remaining:
    """What is left to plan for ``tandem`` as ``viewer`` sees it at ``now``."""

    tandem: Tandem
    viewer: Membership
    now: datetime

    @cached_property
    def sessions(self) -> list[Session]:
        """The sessions that use up a number, by time."""
        return offers.standing(self.tandem)

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers that no session has."""
        taken = {session.number for session in self.sessions}
        return [number for number in range(1, self.tandem.program.session_count + 1) if number not in taken]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.viewer.zone)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.tandem.program.session_minutes)

    @cached_property
    def calendars(self) -> dict[Membership, Calendar]:
        return offers.calendars(self.tandem.members, self.now, self._until)

    @cached_property
    def gaps(self) -> list[Gap]:
        """The numbers without a session in runs between those that have one."""
        soonest = [calendar.earliest(self.now) for calendar in self.calendars.values()]
        since, until = offers.within(
            self.tandem.program, max([self.now + offers.NOTICE, *soonest]), self._until
        )
        free = common(list(self.calendars.values()), since, until) if since < until else []
        return [
            Gap(
                numbers,
                both(free, [offers.between(self.sessions, numbers[0], since, until)]),
                self._before(numbers[0]),
            )
            for numbers in self._runs
        ]

    @cached_property
    def series(self) -> list[Series]:
        """A proposal for each gap."""
        return [self._plan(gap) for gap in self.gaps]

    @property
    def turns(self) -> list[Turn]:
        return [turn for found in self.series for turn in found.turns]

    @property
    def is_denser(self) -> bool:
        """Whether the rhythm of the program was too slow for what is left of it."""
        return any(found.days < self.tandem.program.rhythm_days for found in self.series if found.count > 1)

    def fits(self, number: int, start: datetime) -> bool:
        """Return whether the session of this number can start then."""
        return any(
            begin <= start and start + self.length <= end
            for gap in self.gaps
            if number in gap.numbers
            for begin, end in gap.free
        )

    @property
    def _until(self) -> datetime:
        """The end of the program, or the time that all sessions take and one more."""
        program = self.tandem.program
        far = self.now + timedelta(days=program.rhythm_days * (len(self.numbers) + 1))
        return offers.ends_at(program) or far

    @property
    def _runs(self) -> list[list[int]]:
        earlier = {number: len(self._before(number)) for number in self.numbers}
        return [list(run) for _earlier, run in groupby(self.numbers, key=earlier.__getitem__)]

    def _before(self, number: int) -> list[Past]:
        return [Past(row.number, row.starts_at) for row in self.sessions if row.number < number]

    def _plan(self, gap: Gap) -> Series:
        """Begin with the best time; when that is too late for all of them to find one, with the first."""
        program = self.tandem.program
        times = starts(gap.free, program.session_minutes)
        wish = Wish(self.zone, program.rhythm_days, gap.earlier, program.starts_on)
        best = [found.starts_at for found in suggest(times, wish, now=self.now, count=1)]
        plans = [self._plan_from(first, times, gap) for first in best + times[:1]]
        nothing = Series([Turn(number) for number in gap.numbers], program.rhythm_days)
        return max(plans, key=lambda plan: plan.count, default=nothing)

    def _plan_from(self, first: datetime, times: list[datetime], gap: Gap) -> Series:
        program, clock = self.tandem.program, first.astimezone(self.zone).time()
        like_first = series.at_clock(gap.free, clock, self.zone, program.session_minutes)
        return series.plan(
            gap.numbers, times + like_first, first=first, rhythm_days=program.rhythm_days, zone=self.zone
        )
