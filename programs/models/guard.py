"""What the organisation chart lacks, and tandems that no longer keep to the rules."""

from typing import ClassVar

from django.db import models

from accounts.models import Membership
from programs.models.tandems import Tandem
from tenancy.models import TenantForeignKey, TenantModel


class AbsentManager(TenantModel):
    """Somebody's manager as a roster named them, while they are no member of the house."""

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="absent_managers")
    email_norm = models.CharField(max_length=320)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "membership"], name="absent_manager_once"),
        ]


class SecondLine(TenantModel):
    """A further manager of somebody beside the one in ``Membership.manager``, as in a matrix organisation.

    ``email_norm`` is how a roster named a manager who is no member of the house. With neither, the manager was one and
    has been erased since: nobody knows who stands there now.
    """

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="second_lines")
    manager = TenantForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="second_reports"
    )
    email_norm = models.CharField(max_length=320, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "membership", "manager"], name="second_line_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "membership", "email_norm"],
                condition=~models.Q(email_norm=""),
                name="second_line_named_once",
            ),
            models.CheckConstraint(
                condition=models.Q(manager=None) | models.Q(email_norm=""), name="second_line_one_name"
            ),
            models.CheckConstraint(
                condition=models.Q(manager=None) | ~models.Q(manager=models.F("membership")),
                name="second_line_to_another",
            ),
        ]


class GuardFinding(TenantModel):
    """A tandem breaks a rule of its program as things are now; ``fact`` is what it was found by.

    HR may keep the tandem with a note. Then the same fact is not brought up again, another one is.
    """

    tandem = TenantForeignKey(Tandem, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=20)
    fact = models.CharField(max_length=200)
    found_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = TenantForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "tandem", "rule", "fact"], name="guard_finding_once"
            ),
        ]
