"""Reads that stack: small filters by name; time is a parameter."""

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from django.db import models


def first_free(taken: Iterable[int]) -> int:
    """Return the smallest number from 1 that is not taken."""
    known = set(taken)
    return next(number for number in count(1) if number not in known)


class SessionQuerySet(models.QuerySet):
    def booked(self) -> "SessionQuerySet":
        return self.filter(state="booked")

    def standing(self) -> "SessionQuerySet":
        """All but the cancelled ones: those that use up a number."""
        return self.exclude(state="cancelled")

    def next_number(self) -> int:
        """The smallest number that no standing session of these has."""
        return first_free(self.standing().values_list("number", flat=True))

    def coming(self, now: datetime) -> "SessionQuerySet":
        return self.booked().filter(ends_at__gt=now).order_by("starts_at")

    def over(self, now: datetime) -> "SessionQuerySet":
        """Booked ones whose time is over and of which nobody has said yet whether they took place."""
        return self.booked().filter(ends_at__lte=now)

    def starting(self, after: datetime, until: datetime) -> "SessionQuerySet":
        return self.booked().filter(starts_at__gt=after, starts_at__lte=until)

    def of(self, membership: Any) -> "SessionQuerySet":
        mentor = models.Q(tandem__mentor__membership=membership)
        return self.filter(mentor | models.Q(tandem__mentee__membership=membership))

    def with_people(self) -> "SessionQuerySet":
        return self.select_related(
            "tandem__mentor__membership", "tandem__mentee__membership", "tandem__program__organisation"
        )


class TimeRequestQuerySet(models.QuerySet):
    def open(self) -> "TimeRequestQuerySet":
        return self.filter(state="open")

    def due(self, now: datetime) -> "TimeRequestQuerySet":
        """Open ones whose time to answer is over."""
        return self.open().filter(answer_until__lte=now)

    def of(self, membership: Any) -> "TimeRequestQuerySet":
        mentor = models.Q(tandem__mentor__membership=membership)
        return self.filter(mentor | models.Q(tandem__mentee__membership=membership))

    def with_people(self) -> "TimeRequestQuerySet":
        return self.select_related(
            "session",
            "asked_by",
            "tandem__mentor__membership",
            "tandem__mentee__membership",
            "tandem__program__organisation",
        )


class BusyQuerySet(models.QuerySet):
    def of(self, people: Iterable[Any]) -> "BusyQuerySet":
        return self.filter(person__in=list(people))

    def between(self, since: datetime, until: datetime) -> "BusyQuerySet":
        """What overlaps a stretch of time. Plain comparisons: only they use an index under row-level security."""
        return self.filter(starts_at__lt=until, ends_at__gt=since)

    def besides(self, session: Any | None) -> "BusyQuerySet":
        """Everything but what this session occupies."""
        return self.exclude(session=session) if session else self


class SessionChangeQuerySet(models.QuerySet):
    def of(self, tandem: Any) -> "SessionChangeQuerySet":
        return self.filter(session__tandem=tandem)

    def own_moves(self, side: str) -> "SessionChangeQuerySet":
        """Moves that this side made on its own."""
        return self.filter(side=side, kind="moved", is_agreed=False)

    def postponements(self) -> "SessionChangeQuerySet":
        """What the mentee's side put off on its own: to a later time, or without another one."""
        later = models.Q(after=None) | models.Q(after__gt=models.F("before"))
        return self.filter(later, side="mentee", is_agreed=False)
