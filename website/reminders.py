"""Reminders of demos, a day and an hour before, found by query when they are due.

The revision is part of a mail's meaning, so moving or cancelling leaves nothing to clean up, and a sweep that runs
twice or late reminds nobody twice.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.organisations import house
from mail.models import Message
from tenancy.scope import scope
from website import letters
from website.models import DemoBooking

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def enqueue_due(now: datetime) -> int:
    """Write all reminders that are due at ``now``; return how many."""
    with scope(house()):
        # The lock keeps a demo from being moved meanwhile.
        rows = DemoBooking.objects.starting(now, now + DAY).order_by("pk").select_related("host")
        locked = rows.select_for_update(of=("self",), no_key=True)
        due = [(demo, which) for demo in locked if (which := _due(demo, now))]
        written = _written(demo for demo, _which in due)
        new = [(demo, which) for demo, which in due if (_about(demo, which), demo.revision) not in written]
        for demo, which in new:
            letters.reminder(demo, which=which)
        return len(new)


def _due(demo: DemoBooking, now: datetime) -> str:
    """Return which reminder is due: "day", "hour" or "". Whoever booked later than that has just had a mail."""
    which, lead = ("hour", HOUR) if demo.starts_at - HOUR <= now else ("day", DAY)
    return which if demo.booked_at <= demo.starts_at - lead else ""


def _about(demo: DemoBooking, which: str) -> str:
    return f"demo:{demo.public_id}:{which}"


def _written(demos: Iterable[DemoBooking]) -> set[tuple[str, int]]:
    about = [_about(demo, which) for demo in demos for which in ("day", "hour")]
    known = Message.objects.filter(kind="demo.reminder", about__in=about)
    return set(known.values_list("about", "revision"))
