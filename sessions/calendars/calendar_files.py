"""Busy times from a calendar file of any origin. No Django, no clock, no network.

Files are strangers: ``python -m sessions.calendars.calendar_files`` reads one in a process of its own, with limits, so
that a rule that never ends or a time zone that lies cannot touch anybody else's.
"""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar
from recurring_ical_events import of

from sessions.times.slots import Interval, merged

#: Most busy times that are kept of one calendar, after joining what touches.
MOST = 5000
CPU_SECONDS, WALL_SECONDS, MEMORY_BYTES = 10, 60, 1 << 30
#: Sessions that came into the calendar from our own mails: what we know better ourselves.
OWN = re.compile(r"session-[a-z0-9]+@umento")
#: Outlook's words for time that can be booked.
NOT_BUSY = {"FREE", "WORKINGELSEWHERE"}
DAY = timedelta(days=1)
#: What an entry has one of.
ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "UID")
#: What the libraries raise where a line makes no sense to them.
BROKEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

#: An entry of a calendar: the library's types name everything that could stand in any line.
Entry = Any


class Unreadable(Exception):
    """There are no busy times to be had from this; ``problem`` says why in a word."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Reading:
    """Busy times of a calendar, sorted and disjoint; ``is_partial`` when some entries could not be read for sure."""

    busy: list[Interval]
    is_partial: bool = False


def read_apart(content: bytes, zone: str, since: datetime, until: datetime) -> Reading:
    """Return what ``read`` returns, from a process that may take so much time and memory and no more.

    Raises Unreadable.
    """
    command = [
        sys.executable,
        "-m",
        "sessions.calendars.calendar_files",
        zone,
        since.isoformat(),
        until.isoformat(),
    ]
    root = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=WALL_SECONDS, cwd=root, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("too_much") from None
    if done.returncode:
        raise Unreadable("too_much" if done.returncode < 0 else "unreadable")
    answer = json.loads(done.stdout)
    if problem := answer.get("problem"):
        raise Unreadable(problem)
    busy = [(datetime.fromisoformat(begin), datetime.fromisoformat(end)) for begin, end in answer["busy"]]
    return Reading(busy, answer["is_partial"])


def read(content: bytes, zone: ZoneInfo, since: datetime, until: datetime) -> Reading:
    """Return when the owner of a calendar is busy between two instants.

    Entries without a zone, and those of whole days, are in the calendar's zone or else in ``zone``, the person's.
    Raises Unreadable.
    """
    calendars = _parsed(content)
    found, is_partial = [], False
    for calendar in calendars:
        local = _zone_of(calendar)
        is_partial |= _drop_broken(calendar) or any(map(_is_doubtful, _entries(calendar)))
        events = _events(calendar, since, until)
        spans = [_span(event, local or zone) for event in events if _is_busy(event)]
        found += [*spans, *_published(calendar)]
    busy = merged((max(begin, since), min(end, until)) for begin, end in found)
    if len(busy) > MOST:
        raise Unreadable("too_much")
    return Reading(busy, is_partial)


def _parsed(content: bytes) -> list[Calendar]:
    text = content.decode("utf-8-sig", errors="replace").strip()
    if not text[:15].upper() == "BEGIN:VCALENDAR":
        raise Unreadable("not_a_calendar")
    if not text[-13:].upper() == "END:VCALENDAR":
        raise Unreadable("unreadable")
    try:
        return [found for found in Calendar.from_ical(text, multiple=True) if found.name == "VCALENDAR"]
    except BROKEN:
        raise Unreadable("unreadable") from None


def _drop_broken(calendar: Calendar) -> bool:
    """Take away the entries that have no begin, or two of what there is one of; return whether there were any."""
    broken = [entry for entry in _entries(calendar) if _is_broken(entry)]
    calendar.subcomponents = [entry for entry in calendar.subcomponents if entry not in broken]
    return bool(broken)


def _entries(calendar: Calendar) -> list[Entry]:
    return [entry for entry in calendar.subcomponents if entry.name == "VEVENT"]


def _is_broken(event: Entry) -> bool:
    return "DTSTART" not in event or any(isinstance(event.get(name), list) for name in ONCE)


def _events(calendar: Calendar, since: datetime, until: datetime) -> list[Entry]:
    """Return the occurrences, with a day to spare on both sides; series that cannot be read are left out."""
    try:
        query = of(calendar, components=["VEVENT"], skip_bad_series=True)
        return list(query.between(since - DAY, until + DAY))
    except BROKEN:
        raise Unreadable("unreadable") from None


def _is_doubtful(event: Entry) -> bool:
    """Return whether an entry as written has lines that cannot be read, or a time zone that nobody knows."""
    begin = event["DTSTART"]
    if event.errors:
        return True
    return "TZID" in begin.params and isinstance(begin.dt, datetime) and begin.dt.tzinfo is None


def _is_busy(event: Entry) -> bool:
    return not (
        str(event.get("STATUS", "")).upper() == "CANCELLED"
        or str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        or str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() in NOT_BUSY
        or OWN.fullmatch(str(event.get("UID", "")))
    )


def _span(event: Entry, zone: ZoneInfo) -> Interval:
    begin = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else begin
    return _instant(begin, zone), _instant(end, zone)


def _instant(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _published(calendar: Calendar) -> Iterator[Interval]:
    """Yield what a calendar publishes as free-busy periods instead of events."""
    for component in calendar.walk("VFREEBUSY"):
        periods: Entry = component.get("FREEBUSY", [])
        for period in periods if isinstance(periods, list) else [periods]:
            if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                yield period.start.astimezone(UTC), period.end.astimezone(UTC)


def _zone_of(calendar: Calendar) -> ZoneInfo | None:
    """Return the calendar's zone. What names none is taken away, because the library would stumble over it."""
    try:
        return ZoneInfo(str(calendar["X-WR-TIMEZONE"]))
    except (KeyError, ValueError, OSError):
        calendar.pop("X-WR-TIMEZONE", None)
        return None


def _main(zone: str, since: str, until: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        reading = read(
            sys.stdin.buffer.read(),
            ZoneInfo(zone),
            datetime.fromisoformat(since),
            datetime.fromisoformat(until),
        )
    except Unreadable as error:
        answer: dict[str, Any] = {"problem": error.problem}
    else:
        busy = [(begin.isoformat(), end.isoformat()) for begin, end in reading.busy]
        answer = {"busy": busy, "is_partial": reading.is_partial}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:])
