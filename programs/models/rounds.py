"""Mails to many people that HR sets off in one step, and how far they are written."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from programs.models.messages import Group, OwnMessage
from programs.models.programs import Program
from tenancy.models import TenantForeignKey, TenantModel, new_public_id


class RoundKind(models.TextChoices):
    INVITE = "invite", _("Einladungen")
    REMIND = "remind", _("Erinnerungen")
    MESSAGE = "message", _("Eigene Nachricht")


class Round(TenantModel):
    """For whom mails are written, a few at a time. When all are, it forgets for whom."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=8, choices=RoundKind)
    message = TenantForeignKey(OwnMessage, on_delete=models.CASCADE, related_name="rounds", null=True)
    started_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    keys = ArrayField(
        models.BigIntegerField(), default=list, help_text="Of participants, in the order of work"
    )
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="round_public_id"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "started_at"],
                condition=models.Q(finished_at__isnull=True),
                name="round_unfinished",
            ),
        ]

    @property
    def batch(self) -> str:
        """The name of its mails, as in ``mail.batches``."""
        return f"round:{self.public_id}"

    @property
    def may_be_counted(self) -> bool:
        """Whether the number of its mails tells nothing of who wants none."""
        if self.kind == RoundKind.MESSAGE:
            return self.message is not None and self.message.group != Group.INVITED
        return self.kind == RoundKind.INVITE
