"""Uploaded rosters."""

from typing import ClassVar

from django.db import models

from accounts.models import Membership
from programs.models.programs import Program
from tenancy.models import TenantForeignKey, TenantModel, new_public_id


class RosterImport(TenantModel):
    """An uploaded roster between upload and "übernehmen". Nothing else is written before that."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    columns = models.JSONField(default=dict)
    uploaded_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="roster_import_public_id"),
        ]
