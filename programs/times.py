"""Weekly times: windows of a local week, in whole quarter hours, merged so that none touches another."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from programs.models import WeeklyTime

QUARTER = 15
#: What matching needs at least.
FEWEST = 2


class Window(NamedTuple):
    """``starts`` and ``ends`` in minutes after local midnight; weekday 0 is Monday."""

    weekday: int
    starts: int
    ends: int


WORKDAYS = range(5)
#: The parts of a day that can be ticked: (name, starts, ends).
PARTS = (
    (gettext_lazy("früh"), 7 * 60, 9 * 60),
    (gettext_lazy("vormittags"), 9 * 60, 12 * 60),
    (gettext_lazy("nachmittags"), 13 * 60, 16 * 60),
    (gettext_lazy("spät"), 16 * 60, 19 * 60),
)
BLOCKS = tuple(Window(day, starts, ends) for day in WORKDAYS for _name, starts, ends in PARTS)


def merged(windows: Iterable[Window]) -> list[Window]:
    """Return the same times in as few windows as possible, by weekday and start."""
    found: list[Window] = []
    for window in sorted(windows):
        last = found[-1] if found else None
        if last and last.weekday == window.weekday and window.starts <= last.ends:
            found[-1] = Window(last.weekday, last.starts, max(last.ends, window.ends))
        else:
            found.append(window)
    return found


def taken_apart(windows: Iterable[Window]) -> tuple[list[Window], list[Window]]:
    """Return the blocks to tick and the windows to show as hours. ``merged`` of both gives the windows back."""
    blocks: list[Window] = []
    hours: list[Window] = []
    for window in windows:
        inside = [block for block in BLOCKS if _covers(window, block)]
        if sum(block.ends - block.starts for block in inside) == window.ends - window.starts:
            blocks += inside
        else:
            hours.append(window)
    return blocks, hours


def of(membership: Membership) -> list[Window]:
    """Return the person's windows by weekday and start."""
    rows = WeeklyTime.objects.filter(membership=membership)
    return [Window(*row) for row in rows.values_list("weekday", "starts", "ends")]


def in_words(windows: Iterable[Window]) -> list[str]:
    """Return a line per weekday: "Montag: 7:00 bis 12:00, 16:00 bis 19:00"."""
    lines = []
    for day, group in groupby(windows, key=lambda window: window.weekday):
        spans = [_("{starts} bis {ends}").format(starts=clock(w.starts), ends=clock(w.ends)) for w in group]
        lines.append(f"{WEEKDAYS[day]}: {', '.join(spans)}")
    return lines


def clock(minutes: int) -> str:
    """Return "7:30" for 450 minutes after midnight."""
    return f"{minutes // 60}:{minutes % 60:02}"


def city(zone: str) -> str:
    """Return the name of a zone for people: Berlin, New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def replace(membership: Membership, windows: Iterable[Window]) -> None:
    """Write the person's times in place of the old ones."""
    with transaction.atomic():
        Membership.objects.select_for_update().get(pk=membership.pk)
        WeeklyTime.objects.filter(membership=membership).delete()
        WeeklyTime.objects.bulk_create(
            WeeklyTime(membership=membership, weekday=weekday, starts=starts, ends=ends)
            for weekday, starts, ends in merged(windows)
        )


def _covers(window: Window, block: Window) -> bool:
    return window.weekday == block.weekday and window.starts <= block.starts and block.ends <= window.ends
