"""What happened to a program, and what was promised before it opened."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from programs.models.programs import Phase, Program
from tenancy.models import TenantForeignKey, TenantModel


class PhaseChange(TenantModel):
    """One move of a program into another phase. Only ever added. ``by`` is empty when a tandem's yes moved it."""

    program = TenantForeignKey(Program, on_delete=models.PROTECT, related_name="phase_changes")
    at = models.DateTimeField()
    before = models.CharField(max_length=10, choices=Phase, blank=True)
    after = models.CharField(max_length=10, choices=Phase)
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]


class GoalAmendment(TenantModel):
    """One change of a goal in force. Only ever added. ``before`` and ``after`` hold the fields that differ."""

    program = TenantForeignKey(Program, on_delete=models.PROTECT, related_name="amendments")
    at = models.DateTimeField()
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]


class Promise(models.TextChoices):
    """What no machine can check before a program opens: somebody of the house stands for it."""

    VOLUNTARY = "voluntary", _("Niemand wird verpflichtet, und ein Nein hat für niemanden Folgen.")
    INDEPENDENT = "independent", _("Keine Führungskraft entscheidet mit, wer teilnimmt und wer mit wem.")
    CONFIDENTIAL = "confidential", _("Was im Tandem gesagt wird, fließt in keine Beurteilung ein.")
    COUNCIL = "council", _("Der Betriebsrat oder die Mitarbeitervertretung ist informiert.")


class PromiseGiven(TenantModel):
    """Who gave which promise for a program, and when."""

    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="promises")
    promise = models.CharField(max_length=12, choices=Promise)
    at = models.DateTimeField()
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "program", "promise"], name="promise_given_once"),
        ]
