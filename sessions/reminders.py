"""Reminders a day and an hour before, found by query when they are due for each person.

When that is, ``reminder_times`` says, and ``reminder_choices`` what somebody wants. The revision is part of a mail's
meaning, so moving or cancelling a session leaves nothing to clean up, and a sweep that runs twice, late, or beside
another one reminds nobody twice.
"""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import Membership
from mail.models import Message
from sessions import letters, reminder_choices
from sessions.models import Session
from sessions.reminder_choices import Plan
from sessions.reminder_times import FARTHEST, Which
from tenancy.scope import scope, system

Reminder = tuple[Session, Which, Membership]


def enqueue_due(now: datetime) -> int:
    """Write all reminders that are due at ``now``, in all organisations; return how many. Needs the worker's role."""
    with system():
        ahead = Session.objects.starting(now, now + FARTHEST).order_by("organisation_id")
        organisations = list(ahead.values_list("organisation_id", flat=True).distinct())
    count = 0
    for organisation in organisations:
        with scope(organisation):
            count += _enqueue(now)
    return count


def _enqueue(now: datetime) -> int:
    """Write what is due in the organisation in scope."""
    coming = Session.objects.starting(now, now + FARTHEST).order_by("pk")
    found = {session.pk for session, _, _ in _new(list(coming.with_people()), now)}
    if not found:
        return 0
    # Looked at again under a lock, which keeps a session from being moved meanwhile.
    locked = coming.filter(pk__in=found).select_for_update(of=("self",), no_key=True)
    new = _new(list(locked.with_people()), now)
    for session, which, person in new:
        letters.reminder(session, person, which=which)
    return len(new)


def _new(sessions: list[Session], now: datetime) -> list[Reminder]:
    """Return what is due and not yet written."""
    due = list(_due(sessions, now))
    written = _written([session for session, _, _ in due])
    return [reminder for reminder in due if _meaning(*reminder) not in written]


def _due(sessions: list[Session], now: datetime) -> Iterator[Reminder]:
    people = {person.pk: person for session in sessions for person in session.tandem.members}
    plans = reminder_choices.plans(people.values())
    for session in sessions:
        for person in session.tandem.members:
            if person.is_active and (which := _which(session, plans[person.pk], now)):
                yield session, which, person


def _which(session: Session, plan: Plan, now: datetime) -> Which | None:
    """Return the last reminder that is due for this person. What comes late waits for the end of quiet hours."""
    if not plan.habits.may_disturb(now):
        return None
    # Whoever booked or moved it later than that has just had a mail.
    due = [which for which, at in plan.due(session.starts_at).items() if session.changed_at <= at <= now]
    return due[-1] if due else None


def _written(sessions: list[Session]) -> set[tuple[str, int, str]]:
    about = {f"session:{session.public_id}:{which}" for session in sessions for which in Which}
    known = Message.objects.filter(kind="session.reminder", about__in=about)
    return set(known.values_list("about", "revision", "recipient_norm"))


def _meaning(session: Session, which: Which, person: Membership) -> tuple[str, int, str]:
    return f"session:{session.public_id}:{which}", session.revision, person.email.strip().casefold()
