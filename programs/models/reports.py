"""What HR says above the report of a program."""

from typing import ClassVar

from django.db import models

from accounts.models import Membership
from programs.models.programs import Program
from tenancy.models import TenantForeignKey, TenantModel

HEADLINE_LENGTH = 160


class ReportHeadline(TenantModel):
    """HR's own headline for the page that goes to the board. Only ever added; an empty one brings ours back."""

    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="report_headlines")
    text = models.CharField(max_length=HEADLINE_LENGTH, blank=True)
    at = models.DateTimeField()
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
