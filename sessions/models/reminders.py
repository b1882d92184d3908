"""How somebody wants to be reminded."""

from datetime import time
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from tenancy.models import TenantForeignKey, TenantModel


class Channel(models.TextChoices):
    MAIL = "mail", _("per Mail")
    CALENDAR = "calendar", _("im Kalender")
    NONE = "none", _("gar nicht")


class ReminderChoice(TenantModel):
    """How a person wants to be reminded, in wall time of their zone; without a row the defaults hold."""

    person = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    day_before = models.CharField(max_length=8, choices=Channel, default=Channel.MAIL)
    hour_before = models.CharField(max_length=8, choices=Channel, default=Channel.MAIL)
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(7), help_text="The same as quiet_from: no quiet hours")
    workdays_only = models.BooleanField(default=True)
    bundle = models.BooleanField(default=False)
    bundle_hour = models.PositiveSmallIntegerField(default=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "person"], name="reminder_choice_once"),
            models.CheckConstraint(
                name="reminder_choice_hour", condition=models.Q(bundle_hour__range=(0, 23))
            ),
        ]
        indexes: ClassVar = [
            # The worker sweeps across organisations for who wants a bundle.
            models.Index(
                fields=["organisation"], condition=models.Q(bundle=True), name="reminder_choice_bundle"
            ),
        ]
