"""Reads that stack: small filters by name; time is a parameter."""

from datetime import datetime
from typing import Any

from django.db import models


class SessionQuerySet(models.QuerySet):
    def booked(self) -> "SessionQuerySet":
        return self.filter(state="booked")

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
        return self.select_related("tandem__mentor__membership", "tandem__mentee__membership", "tandem__program")
