"""Reads that stack: small filters by name; time is a parameter."""

from datetime import datetime
from typing import Any

from django.db import models


class DemoQuerySet(models.QuerySet):
    def booked(self) -> "DemoQuerySet":
        return self.filter(state="booked")

    def standing(self) -> "DemoQuerySet":
        """All but the cancelled ones."""
        return self.exclude(state="cancelled")

    def coming(self, now: datetime) -> "DemoQuerySet":
        return self.booked().filter(ends_at__gt=now).order_by("starts_at")

    def past(self, now: datetime) -> "DemoQuerySet":
        """What is over or was cancelled, the latest first."""
        return self.exclude(state="booked", ends_at__gt=now).order_by("-starts_at")

    def starting(self, after: datetime, until: datetime) -> "DemoQuerySet":
        return self.booked().filter(starts_at__gt=after, starts_at__lte=until)

    def besides(self, demo: Any | None) -> "DemoQuerySet":
        return self.exclude(pk=demo.pk) if demo else self
