"""What the two in a tandem agree upon. All of it is sealed: the database holds no word of it in the clear."""

import json
from typing import ClassVar

from django.db import models

from agreements.positions import Position
from agreements.text import Line
from programs.models import Side, Tandem
from tenancy.models import SealedModel, TenantForeignKey


class Agreement(SealedModel):
    """One version of a tandem's agreement. Its text is fixed when both say the same, and valid when both confirmed.

    ``revision`` rises with everything both can see; what one of them drafts does not touch this row.
    """

    tandem = TenantForeignKey(Tandem, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=0)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "tandem", "version"], name="agreement_version"),
            models.UniqueConstraint(
                fields=["organisation", "tandem"],
                condition=models.Q(agreed_at=None),
                name="agreement_open_once",
            ),
        ]

    @property
    def seal_name(self) -> str:
        return f"{self.tandem_id}:{self.version}"

    @property
    def lines(self) -> list[Line]:
        """The fixed text; empty while the two do not say the same."""
        return [Line(*line) for line in json.loads(self.text or "[]")]

    @lines.setter
    def lines(self, lines: list[Line]) -> None:
        self.text = json.dumps(lines, ensure_ascii=False)


class Voice(SealedModel):
    """What one of the two says in one version. Nobody else's business until both are done.

    ``digest`` is the SHA-256 of the text this person confirmed.
    """

    agreement = TenantForeignKey(Agreement, on_delete=models.CASCADE, related_name="voices")
    side = models.CharField(max_length=6, choices=Side)
    revision = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "agreement", "side"], name="voice_once"),
            models.CheckConstraint(
                name="voice_digest",
                condition=models.Q(confirmed_at=None, digest="")
                | models.Q(confirmed_at__isnull=False) & ~models.Q(digest=""),
            ),
        ]

    @property
    def seal_name(self) -> str:
        return f"{self.agreement_id}:{self.side}"

    @property
    def position(self) -> Position:
        return Position.from_json(self.text) if self.text else Position()

    @position.setter
    def position(self, position: Position) -> None:
        self.text = position.to_json()
