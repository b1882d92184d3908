"""What the two write down."""

from typing import ClassVar

from django.db import models

from accounts.models import Membership
from programs.models import Tandem
from tenancy.models import SealedModel, TenantForeignKey


class Note(SealedModel):
    """What the two write down together: one page per tandem (number 0), and lines to a session by its number.

    Only the last writing is kept, with who wrote it; the database holds no word of it in the clear.
    """

    PAGE = 0

    tandem = TenantForeignKey(Tandem, on_delete=models.PROTECT, related_name="notes")
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(default=0)
    written_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "tandem", "number"], name="note_once"),
        ]

    @property
    def seal_name(self) -> str:
        return f"{self.tandem_id}:{self.number}"
