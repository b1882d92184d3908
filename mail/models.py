"""Outgoing mail as rows, written in the same transaction as their cause."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantModel


class State(models.TextChoices):
    WAITING = "waiting", "waiting"
    SENT = "sent", "sent"
    EXPIRED = "expired", "expired"
    FAILED = "failed", "failed"
    #: The address takes no mail; its reader wants no mail of this category; its batch waits for HR.
    BLOCKED = "blocked", "blocked"
    UNWANTED = "unwanted", "unwanted"
    HELD = "held", "held"


class Message(TenantModel):
    """One mail to one address, unique by meaning: the same kind about the same thing is never written twice."""

    #: Names the mail in its return address and in its link to unsubscribe. Empty: written before there were any.
    public_id = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120)
    revision = models.PositiveIntegerField(default=0)
    recipient = models.EmailField(max_length=254)
    recipient_norm = models.CharField(max_length=320)
    sender_name = models.CharField(max_length=160, blank=True)
    sender = models.EmailField(max_length=254, blank=True, help_text="Empty: MAIL_FROM")
    reply_to = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="de")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    sensitive = models.BooleanField(default=False)
    batch = models.CharField(max_length=120, blank=True, help_text="The name of its Batch, if any")
    told = models.BooleanField(
        default=False, help_text="HR knows that it went out, so it may learn of a bounce"
    )
    message_id = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    #: How often it did not get through, and how often its text left without a no.
    attempts = models.PositiveSmallIntegerField(default=0)
    handovers = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    #: When it came back, or was refused, because of its address.
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "about", "revision", "recipient_norm"], name="message_meaning"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"],
                condition=~models.Q(public_id=""),
                name="message_public_id",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "-created_at"], name="message_by_kind"),
            models.Index(
                fields=["organisation", "batch"], condition=~models.Q(batch=""), name="message_by_batch"
            ),
            # The worker sweeps across organisations, so this one index leads with time.
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="message_due"),
        ]


class Suppression(TenantModel):
    """An address that takes no mail: a server said so for good. It gets none from this organisation until corrected."""

    address_norm = models.CharField(max_length=320)
    status = models.CharField(max_length=12, help_text="As in RFC 3463, 5.1.1")
    since = models.DateTimeField()
    told = models.BooleanField(default=False, help_text="A mail of which HR knows bounced or was kept back")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "address_norm"], name="suppression_once"),
        ]


class Category(models.TextChoices):
    """What people can unsubscribe from. Everything else is necessary for what they take part in."""

    PROGRAM = "program", _("Nachrichten der Programmleitung und die Erinnerung an die Einladung")
    TANDEM = "tandem", _("Erinnerungen an Sitzungen und Hinweise zum Tandem")
    FEEDBACK = "feedback", _("Bitten um Rückmeldung")


class OptOut(TenantModel):
    """That the owner of an address wants no mail of a category. No page of HR reads this."""

    address_norm = models.CharField(max_length=320)
    category = models.CharField(max_length=10, choices=Category)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "address_norm", "category"], name="opt_out_once"),
        ]


class Flow(models.TextChoices):
    OPEN = "open", "open"
    PAUSED = "paused", "paused"
    #: HR said to go on in spite of bounces: it is not paused again.
    RELEASED = "released", "released"
    KEPT = "kept", "kept back"


class Batch(TenantModel):
    """Mails that were set off in one step. When too many of them bounce, the rest waits for HR."""

    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField(help_text="How many addresses it is for")
    flow = models.CharField(max_length=8, choices=Flow, default=Flow.OPEN)
    paused_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="batch_once"),
        ]
