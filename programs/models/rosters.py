"""Uploaded rosters, and what a house calls its columns."""

from typing import ClassVar

from django.db import models

from accounts.models import Membership
from programs.models.programs import Program
from tenancy.models import TenantForeignKey, TenantModel, new_public_id


class RosterImport(TenantModel):
    """An uploaded roster between upload and "übernehmen". Nothing else is written before that.

    ``fixes`` are cells that HR put right in the preview, {row number: {column: text}}. ``asked_at`` is set while a
    worker is to take a large one; ``refusal`` is what kept it from that. ``before`` is what taking it back needs.
    """

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    rows = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)
    fixes = models.JSONField(default=dict)
    uploaded_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = TenantForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="roster_import_public_id"),
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether a worker is to take it over."""
        return self.asked_at is not None and self.taken_at is None


class HeaderMeaning(TenantModel):
    """What a house means by a header that we did not know; ``field`` is "" for a column to leave out."""

    header_norm = models.CharField(max_length=200)
    field = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "header_norm"], name="header_meaning_once"),
        ]
