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
