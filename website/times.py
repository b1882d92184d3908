"""When a demo can start, and who of us is free for it: our people's hours, less what occupies them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import Membership
from sessions.models import Busy
from sessions.times.slots import Calendar, Interval, Window, expand, starts
from website.models import DemoBooking, WorkingHours

#: Hosts who are free, by the instant at which a demo can start, in order.
Offers = dict[datetime, list[Membership]]

MINUTES = 30
LENGTH = timedelta(minutes=MINUTES)
HORIZON = timedelta(weeks=6)
#: So long must the office have been open before a demo starts. Counted by these hours, not by a host's own: somebody
#: who gives demos for an hour a week does not need a month's notice.
NOTICE = timedelta(hours=4)
OFFICE = [Window(weekday, 9 * 60, 17 * 60) for weekday in range(5)]
ZONE = ZoneInfo(settings.TIME_ZONE)


def free(now: datetime, *, moving: DemoBooking | None = None) -> Offers:
    """Return all times that can be booked at ``now``; what ``moving`` occupies counts as free, its own time does not.

    Needs the scope of our house.
    """
    since, until = earliest(now), now + HORIZON
    found: Offers = defaultdict(list)
    for host, calendar in _calendars(since, until, moving):
        for start in starts(calendar.free(since, until), MINUTES):
            found[start].append(host)
    if moving:
        found.pop(moving.starts_at, None)
    return dict(sorted(found.items()))


def earliest(now: datetime) -> datetime:
    """Return the instant before which no demo starts: the office has then been open for ``NOTICE``."""
    stretches = iter(expand(OFFICE, ZONE, now, now + timedelta(weeks=1)))
    left = NOTICE
    begin, end = next(stretches)
    while end - begin < left:
        left -= end - begin
        begin, end = next(stretches)
    return begin + left


def nearest(times: Iterable[datetime], wanted: datetime, count: int = 3) -> list[datetime]:
    """Return those of ``times`` that are closest to ``wanted``, in order."""
    return sorted(sorted(times, key=lambda start: abs(start - wanted))[:count])


def hosts() -> list[Membership]:
    """Return our people who give demos, by the order of their keys."""
    rows = Membership.objects.filter(is_active=True, working_hours__isnull=False)
    return list(rows.distinct().order_by("pk"))


def _calendars(
    since: datetime, until: datetime, moving: DemoBooking | None
) -> list[tuple[Membership, Calendar]]:
    windows: dict[Membership, list[Window]] = defaultdict(list)
    for row in WorkingHours.objects.filter(host__is_active=True).select_related("host").order_by("host"):
        windows[row.host].append(Window(row.weekday, row.starts, row.ends))
    busy: dict[int, list[Interval]] = defaultdict(list)
    for taken in Busy.objects.of(windows).between(since, until):
        if moving is None or taken.pk != moving.busy_id:
            busy[taken.person_id].append((taken.starts_at, taken.ends_at))
    return [(host, Calendar(host.tzinfo, hours, busy[host.pk])) for host, hours in windows.items()]
