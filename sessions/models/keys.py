"""What was answered to a form that may be sent twice."""

from typing import ClassVar

from django.db import models

from accounts.models import Membership
from tenancy.models import TenantForeignKey, TenantModel


class BookingKey(TenantModel):
    """One form of one person that was carried out: sending it again gives the same answer and does nothing.

    ``key`` and ``digest`` are SHA-256 sums of the form's key and of all it says.
    """

    person = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    location = models.CharField(max_length=200, help_text="The page on which it goes on")
    sentence = models.CharField(max_length=300, help_text="What is said there")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "person", "key"], name="booking_key_once"),
        ]
