"""What people changed about dates, what a mentor decided upon it, and who may move dates for a mentee."""

from typing import ClassVar

from django.db import models

from accounts import tokens
from accounts.models import Membership
from programs.models import Side, Tandem
from sessions.models.meetings import Session
from sessions.querysets import SessionChangeQuerySet
from tenancy.models import TenantForeignKey, TenantManager, TenantModel, new_public_id


class ChangeKind(models.TextChoices):
    MOVED = "moved"
    CANCELLED = "cancelled"


class SessionChange(TenantModel):
    """Somebody moved a session or cancelled it. ``after`` is the new begin; without it there was none in the same step.

    ``is_agreed``: the other one had said yes before, so it counts for no limit. ``is_delegated``: ``by`` is the mentee,
    but a delegate did it. Nobody but the code reads these rows: they appear on no page.
    """

    session = TenantForeignKey(Session, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side)
    kind = models.CharField(max_length=9, choices=ChangeKind)
    before = models.DateTimeField()
    after = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    is_agreed = models.BooleanField(default=False)
    is_delegated = models.BooleanField(default=False)

    objects = TenantManager.from_queryset(SessionChangeQuerySet)()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "session", "at"], name="change_by_session"),
        ]


class NextStep(models.TextChoices):
    """How a mentor goes on after the second postponement in a row."""

    GO_ON = "go_on"
    HELP = "help"
    PAUSE = "pause"


class PostponementChoice(TenantModel):
    """What the mentor chose after this change, the last of a run of postponements. For nobody else's eyes, ever."""

    tandem = TenantForeignKey(Tandem, on_delete=models.CASCADE, related_name="postponement_choices")
    change = TenantForeignKey(SessionChange, on_delete=models.CASCADE, related_name="choices")
    chosen = models.CharField(max_length=5, choices=NextStep)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "tandem", "change"], name="choice_once"),
        ]


class Delegate(TenantModel):
    """Somebody who moves a mentee's dates, with a link and without a sign-in. Only the link's digest is kept."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    person = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="delegates")
    name = models.CharField(max_length=100)
    email = models.EmailField()
    email_norm = models.CharField(max_length=320)
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="delegate_public_id"),
            models.UniqueConstraint(fields=["organisation", "digest"], name="delegate_digest"),
            models.UniqueConstraint(fields=["organisation", "person", "email_norm"], name="delegate_once"),
        ]

    @property
    def token(self) -> str:
        """The token of the private link, signed anew from the name of the row."""
        return tokens.derive("delegate", self.public_id)[0]
