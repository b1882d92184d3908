"""What is left of a program whose people are forgotten."""

from typing import ClassVar

from django.db import models

from programs.models.programs import Program
from tenancy.models import TenantForeignKey, TenantModel


class EndedProgram(TenantModel):
    """That the people of a program are to be forgotten at once (``asked_at``), or are (``forgotten_at``).

    ``report`` holds the figures that its report showed at that time, and goes on showing.
    """

    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="endings")
    asked_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "program"], name="ended_program_once"),
        ]
