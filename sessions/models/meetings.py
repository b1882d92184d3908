"""Meetings of a tandem."""

from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from programs.models import Tandem
from sessions.querysets import SessionQuerySet
from tenancy.models import TenantForeignKey, TenantManager, TenantModel, new_public_id


class SessionState(models.TextChoices):
    BOOKED = "booked", _("verabredet")
    CANCELLED = "cancelled", _("abgesagt")
    HELD = "held", _("fand statt")
    MISSED = "missed", _("fiel aus")


class Way(models.TextChoices):
    """How the two meet."""

    ONLINE = "online", _("per Video")
    ONSITE = "onsite", _("vor Ort")
    PHONE = "phone", _("per Telefon")


class Session(TenantModel):
    """One meeting: an instant in UTC plus the zone and the local wall time it came from.

    ``revision`` rises with each move or cancellation and is the SEQUENCE of the calendar file; ``public_id`` makes its
    UID and stays for life.
    """

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    tandem = TenantForeignKey(Tandem, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=SessionState, default=SessionState.BOOKED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    local_start = models.CharField(
        max_length=16, help_text="Wall time in the zone when it was booked, 2027-02-11T10:30"
    )
    form = models.CharField(max_length=6, choices=Way, default=Way.ONLINE)
    place = models.CharField(max_length=200, blank=True, help_text="Room, number, or link of the video call")
    note = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    booked_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = TenantManager.from_queryset(SessionQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="session_public_id"),
            models.UniqueConstraint(
                fields=["organisation", "tandem", "number"],
                condition=~models.Q(state="cancelled"),
                name="session_number",
            ),
            models.CheckConstraint(
                name="session_order", condition=models.Q(starts_at__lt=models.F("ends_at"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "starts_at"], name="session_by_start"),
            # The worker sweeps across organisations for due reminders, so this one index leads with time.
            models.Index(fields=["starts_at"], condition=models.Q(state="booked"), name="session_due"),
        ]

    @property
    def uid(self) -> str:
        """The iCalendar UID, fixed for life."""
        return f"session-{self.public_id}@umento"

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def is_booked(self) -> bool:
        return self.state == SessionState.BOOKED

    @property
    def link(self) -> str:
        """The address of the video call, or "" when the place is none that a browser should open."""
        return self.place if self.place.lower().startswith("https://") and " " not in self.place else ""

    def is_coming(self, now: datetime) -> bool:
        """Return whether it is still to be held."""
        return self.is_booked and self.ends_at > now

    def can_change(self, now: datetime) -> bool:
        """Return whether it can be moved or cancelled: booked, and not yet begun."""
        return self.is_booked and self.starts_at > now

    def is_soon(self, now: datetime) -> bool:
        """Return whether it is time to go there: from ten minutes before until the end."""
        return self.is_coming(now) and self.starts_at - timedelta(minutes=10) <= now
