"""The address under which a person's own calendar program reads their sessions."""

from typing import ClassVar

from django.db import models

from accounts.models import Membership
from tenancy.models import TenantForeignKey, TenantModel, new_public_id


class CalendarLink(TenantModel):
    """A person's private calendar to subscribe to; without a row there is none.

    The address is derived from ``name``, so that their page can show it while only its digest is kept; a new name makes
    a new address and ends the old one. ``used_on`` is the last day (UTC) on which somebody fetched it.
    """

    person = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=20, default=new_public_id, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "person"], name="calendar_link_once"),
            models.UniqueConstraint(fields=["organisation", "digest"], name="calendar_link_digest"),
        ]
