"""Dates, notes and times go with the program, and a person's times when they serve nothing else."""

from collections.abc import Collection
from datetime import datetime

from mail import retention as mails
from programs.forgetting import Part
from programs.models import Program
from sessions.models import (
    Absence,
    BookingKey,
    Busy,
    CalendarLink,
    Delegate,
    Feed,
    MeetingRules,
    Note,
    ReminderChoice,
    Session,
    SessionState,
    TimeRequest,
)


def waits(program: Program, now: datetime) -> bool:
    """Return whether somebody still has a date in the diary: it would vanish without a word."""
    booked = Session.objects.filter(tandem__program=program, state=SessionState.BOOKED)
    return booked.filter(ends_at__gt=now).exists()


def of_program(program: Program) -> None:
    """Delete sessions with all that hangs on them, times asked for, and notes."""
    sessions = Session.objects.filter(tandem__program=program)
    requests = TimeRequest.objects.filter(tandem__program=program)
    mails.forget({f"session:{key}" for key in sessions.values_list("public_id", flat=True)})
    mails.forget({f"request:{key}" for key in requests.values_list("public_id", flat=True)})
    Note.objects.filter(tandem__program=program).delete()
    requests.delete()
    sessions.delete()


def of_people(people: Collection[int]) -> None:
    """Delete what people asked of their sessions and let others do for them."""
    delegates = Delegate.objects.filter(person__in=people)
    mails.forget({f"delegate:{key}" for key in delegates.values_list("public_id", flat=True)})
    for model in (Absence, BookingKey, CalendarLink, Delegate, MeetingRules, ReminderChoice, Feed):
        model.objects.filter(person__in=people).delete()
    Busy.objects.filter(person__in=people, session=None, request=None).delete()


PART = Part(of_program, of_people, waits)
