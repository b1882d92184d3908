"""Reminders a day and an hour before, found by query when they are due.

The revision is part of a mail's meaning, so moving or cancelling a session leaves nothing to clean up, and a sweep that
runs twice, late, or beside another one reminds nobody twice.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.models import Membership
from mail.models import Message
from sessions import letters
from sessions.models import Session
from tenancy.scope import scope, system

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def enqueue_due(now: datetime) -> int:
    """Write all reminders that are due at ``now``, in all organisations; return how many. Needs the worker's role."""
    with system():
        ahead = Session.objects.starting(now, now + DAY).order_by("organisation_id")
        organisations = list(ahead.values_list("organisation_id", flat=True).distinct())
    count = 0
    for organisation in organisations:
        with scope(organisation):
            count += _enqueue(now)
    return count


def _enqueue(now: datetime) -> int:
    """Write what is due in the organisation in scope. The lock keeps a session from being moved meanwhile."""
    locked = (
        Session.objects.starting(now, now + DAY).order_by("pk").select_for_update(of=("self",), no_key=True)
    )
    due = list(_due(list(locked.with_people()), now))
    written = _written([session for session, _, _ in due])
    new = [
        (session, which, person)
        for session, which, person in due
        if _meaning(session, which, person) not in written
    ]
    for session, which, person in new:
        letters.reminder(session, person, which=which)
    return len(new)


def _due(sessions: list[Session], now: datetime) -> Iterator[tuple[Session, str, Membership]]:
    for session in sessions:
        which, lead = ("hour", HOUR) if session.starts_at - HOUR <= now else ("day", DAY)
        # Whoever booked or moved it later than that has just had a mail.
        if session.changed_at <= session.starts_at - lead:
            for person in session.tandem.members:
                yield session, which, person


def _written(sessions: list[Session]) -> set[tuple[str, int, str]]:
    about = {f"session:{session.public_id}:{which}" for session in sessions for which in ("day", "hour")}
    known = Message.objects.filter(kind="session.reminder", about__in=about)
    return set(known.values_list("about", "revision", "recipient_norm"))


def _meaning(session: Session, which: str, person: Membership) -> tuple[str, int, str]:
    return f"session:{session.public_id}:{which}", session.revision, person.email.strip().casefold()
