"""The 30-minute demo: our staff's working hours and the booked calls, kept in our own house's organisation."""

from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import tokens
from accounts.models import Membership
from sessions.models import Busy
from tenancy.models import TenantForeignKey, TenantManager, TenantModel, new_public_id
from website.querysets import DemoQuerySet

#: The link in the mail still shows what was, then only that it was.
LINK_LASTS = timedelta(days=30)


class WorkingHours(TenantModel):
    """When a colleague of ours gives demos, in minutes of the local day of their zone."""

    host = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    starts = models.PositiveSmallIntegerField(help_text="Minutes after local midnight")
    ends = models.PositiveSmallIntegerField(help_text="Minutes after local midnight")

    class Meta:
        ordering: ClassVar = ["weekday", "starts"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "host", "weekday", "starts"], name="working_hours_once"
            ),
            models.CheckConstraint(
                name="working_hours_order",
                condition=models.Q(weekday__lte=6, ends__lte=1440, starts__lt=models.F("ends")),
            ),
        ]


class VideoRoom(TenantModel):
    """Where a colleague of ours gives demos: the link that their prospects get."""

    host = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="video_rooms")
    url = models.URLField(_("Videoraum"), max_length=300)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "host"], name="video_room_once")
        ]


class DemoState(models.TextChoices):
    BOOKED = "booked", _("gebucht")
    CANCELLED = "cancelled", _("abgesagt")
    HELD = "held", _("fand statt")
    NO_SHOW = "no_show", _("nicht erschienen")


class DemoBooking(TenantModel):
    """A prospect's call. The link in the mail carries a token; only its digest is kept."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    host = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="demos")
    busy = TenantForeignKey(Busy, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=DemoState, default=DemoState.BOOKED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail"), max_length=254)
    email_norm = models.CharField(max_length=320, editable=False)
    interest = models.CharField(_("Worum geht es Ihnen?"), max_length=500, blank=True)
    language = models.CharField(max_length=2, default="de")
    revision = models.PositiveIntegerField(default=0)
    #: When it was booked or last moved.
    booked_at = models.DateTimeField()

    objects = TenantManager.from_queryset(DemoQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="demo_booking_public_id"),
            models.UniqueConstraint(fields=["organisation", "digest"], name="demo_booking_digest"),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "starts_at"], name="demo_booking_by_start")]

    @property
    def uid(self) -> str:
        """The iCalendar UID, fixed for life."""
        return f"demo-{self.public_id}@umento"

    @property
    def token(self) -> str:
        """The secret of the link in the mail, signed anew each time."""
        return tokens.derive("demo", self.public_id)[0]

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def room(self) -> str:
        """The link of the video call, or "" while the host has none."""
        room = VideoRoom.objects.filter(host=self.host_id).first()
        return room.url if room else ""

    @property
    def is_booked(self) -> bool:
        return self.state == DemoState.BOOKED

    @property
    def is_cancelled(self) -> bool:
        return self.state == DemoState.CANCELLED

    def can_change(self, now: datetime) -> bool:
        """Return whether it can be moved or cancelled: booked, and not yet begun."""
        return self.is_booked and self.starts_at > now

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    def is_expired(self, now: datetime) -> bool:
        """Return whether the link in the mail has run out."""
        return self.ends_at + LINK_LASTS <= now
