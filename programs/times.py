"""Weekly times: windows of a local week, in whole quarter hours, merged so that none touches another."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

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
    (_("früh"), 7 * 60, 9 * 60),
    (_("vormittags"), 9 * 60, 12 * 60),
    (_("nachmittags"), 13 * 60, 16 * 60),
    (_("spät"), 16 * 60, 19 * 60),
)
BLOCKS = tuple(Window(day, starts, ends) for day in WORKDAYS for _name, starts, ends in PARTS)


def merged(windows: Iterable[Window]) -> list[Window]:
    """Return the same times in as few windows as possible, by weekday and start."""
    found: list[Window] = []
    for window in sorted(windows):
        last = found[-1] if found else None
        if last and last.weekday == window.weekday and window.starts <= last.ends:
            found[-1] = last._replace(ends=max(last.ends, window.ends))
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


def by_weekday(windows: Iterable[Window]) -> list[tuple[int, list[Window]]]:
    """Return (weekday, windows) for each weekday that has any."""
    return [(day, list(group)) for day, group in groupby(windows, key=lambda window: window.weekday)]


def replace(membership: Membership, windows: Iterable[Window]) -> None:
    """Write the person's times in place of the old ones."""
    with transaction.atomic():
        Membership.objects.select_for_update().get(pk=membership.pk)
        WeeklyTime.objects.filter(membership=membership).delete()
        rows = (WeeklyTime(membership=membership, **window._asdict()) for window in merged(windows))
        WeeklyTime.objects.bulk_create(rows)


def _covers(window: Window, block: Window) -> bool:
    return window.weekday == block.weekday and window.starts <= block.starts and block.ends <= window.ends
