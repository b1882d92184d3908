"""The common times of a tandem, read from the database and put in order for one of the two."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Membership
from programs.models import Program, Tandem, WeeklyTime
from sessions.models import Busy, Session
from sessions.querysets import first_free
from sessions.times import absences
from sessions.times.ranking import Past, Suggestion, Wish, suggest
from sessions.times.slots import Calendar, Obstacle, Window, common, on_grid, starts

#: Nobody is offered a time that is nearer than this, whatever notice they ask for.
NOTICE = timedelta(hours=2)
#: What is looked at beyond a stretch of time: breathers, and other sessions of the same day.
MARGIN = timedelta(days=1)
HORIZON = timedelta(weeks=6)
AFTER_TARGET = timedelta(weeks=3)
#: With the three best, seven such days are as many radios as static/css/forms.css can tell apart (60).
PER_DAY = 8
#: Minutes between the times of a day, the finest first; the last shows any day in eight.
GRIDS = (15, 60, 90, 120, 180)


@dataclass
class Offers:
    """Times at which both can meet for ``minutes``, as seen from ``zone``; ``best`` are some of ``times``."""

    number: int
    minutes: int
    zone: ZoneInfo
    times: Sequence[datetime]
    best: Sequence[Suggestion]

    @cached_property
    def weeks(self) -> list[date]:
        """The Mondays of the weeks that have times."""
        return sorted({monday(day) for day in self._days})

    def week(self, first: date) -> list[tuple[date, list[datetime]]]:
        """Return the days of a week with their times: Monday to Friday, the weekend only if it has some.

        The best are left out where that leaves something. When a day is too long for a page, all show full hours only.
        """
        days = [first + timedelta(days=number) for number in range(7)]
        found = {day: self._further(self._days.get(day, [])) for day in days}
        for minutes in GRIDS:
            shown = {day: on_grid(times, self.zone, minutes) for day, times in found.items()}
            if max(map(len, shown.values())) <= PER_DAY:
                break
        return [(day, times) for day, times in shown.items() if times or day.weekday() < 5]

    @cached_property
    def _days(self) -> dict[date, list[datetime]]:
        days: dict[date, list[datetime]] = {}
        for start in self.times:
            days.setdefault(start.astimezone(self.zone).date(), []).append(start)
        return days

    def _further(self, times: list[datetime]) -> list[datetime]:
        best = {suggestion.starts_at for suggestion in self.best}
        return [start for start in times if start not in best] or times


def standing(tandem: Tandem) -> list[Session]:
    """Return the tandem's sessions without the cancelled ones, by time."""
    return list(tandem.sessions.standing().order_by("starts_at"))


def find(
    tandem: Tandem,
    *,
    viewer: Membership,
    now: datetime,
    moving: Session | None = None,
    known: Sequence[Session] | None = None,
) -> Offers:
    """Return the times for the tandem's next session, or for the one to move, between its neighbours.

    ``known`` are its standing sessions, where somebody has read them already.
    """
    rows = standing(tandem) if known is None else known
    sessions = [session for session in rows if session != moving]
    number = moving.number if moving else first_free(session.number for session in sessions)
    earlier = [Past(session.number, session.starts_at) for session in sessions if session.number < number]
    zone, program = ZoneInfo(viewer.zone), tandem.program
    instead_of = moving.starts_at if moving else None
    wish = Wish(zone, program.rhythm_days, earlier, program.starts_on, instead_of)
    until = max(now + HORIZON, wish.target(now) + AFTER_TARGET)
    people = list(calendars(tandem.members, now, until, moving=moving).values())
    soonest = max([now + NOTICE, *(calendar.earliest(now) for calendar in people)])
    since, until = within(program, *between(sessions, number, soonest, until))
    free = common(people, since, until) if since < until else []
    # The time it has is none to move it to.
    times = [start for start in starts(free, program.session_minutes) if start != instead_of]
    return Offers(number, program.session_minutes, zone, times, suggest(times, wish, now=now))


def obstacles(
    tandem: Tandem, starts_at: datetime, *, now: datetime, moving: Session | None = None
) -> dict[Membership, Obstacle]:
    """Return what stands against a session at this time, by person; nothing when both can meet."""
    ends_at = starts_at + timedelta(minutes=tandem.program.session_minutes)
    # From now on, so that all holidays are known that count for the notice.
    people = calendars(tandem.members, min(now, starts_at), ends_at, moving=moving)
    found = {person: calendar.obstacle(starts_at, ends_at, now) for person, calendar in people.items()}
    return {person: obstacle for person, obstacle in found.items() if obstacle}


def calendars(
    people: Sequence[Membership], since: datetime, until: datetime, *, moving: Session | None = None
) -> dict[Membership, Calendar]:
    """Return what is known of people's time between two instants, without the session that is to be moved."""
    weekly = _by_person(WeeklyTime.objects.filter(membership__in=people), "membership_id")
    near = Busy.objects.of(people).between(since - MARGIN, until + MARGIN).besides(moving)
    busy, away = _by_person(near, "person_id"), _by_person(absences.of(people, since=since), "person_id")
    rules = absences.rules(people)
    years = range(since.year, (until + MARGIN).year + 1)
    holidays = absences.holidays_of(people, years, rules)
    return {
        person: Calendar(
            zone=ZoneInfo(person.zone),
            windows=[Window(row.weekday, row.starts, row.ends) for row in weekly[person.pk]],
            busy=[(row.starts_at, row.ends_at) for row in busy[person.pk]],
            away=[absence.wall for absence in away[person.pk]],
            holidays=holidays[person.pk],
            meetings=[row.starts_at for row in busy[person.pk] if row.session_id],
            before=timedelta(minutes=rules[person.pk].before),
            after=timedelta(minutes=rules[person.pk].after),
            per_day=rules[person.pk].per_day,
            notice=rules[person.pk].notice,
        )
        for person in people
    }


def between(
    sessions: Sequence[Session], number: int, since: datetime, until: datetime
) -> tuple[datetime, datetime]:
    """Cut a stretch of time down to what lies between the neighbours of a session by its number."""
    since = max([since, *(session.ends_at for session in sessions if session.number < number)])
    later = [
        session.starts_at for session in sessions if session.number > number and session.starts_at > since
    ]
    return since, min([until, *later])


def ends_at(program: Program) -> datetime | None:
    """Return the instant at which the last day of the program is over, where it is known."""
    zone = ZoneInfo(program.organisation.zone)
    return _midnight(program.ends_on + timedelta(days=1), zone) if program.ends_on else None


def within(program: Program, since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """Cut a stretch of time down to the program: from its first day's midnight to its last day's."""
    zone = ZoneInfo(program.organisation.zone)
    if program.starts_on:
        since = max(since, _midnight(program.starts_on, zone))
    end = ends_at(program)
    return since, min(until, end) if end else until


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _by_person(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
