"""Outgoing mail as rows, written in the same transaction as their cause."""

from typing import ClassVar

from django.db import models

from tenancy.models import TenantModel


class State(models.TextChoices):
    WAITING = "waiting", "waiting"
    SENT = "sent", "sent"
    EXPIRED = "expired", "expired"
    FAILED = "failed", "failed"


class Message(TenantModel):
    """One mail to one address, unique by meaning: the same kind about the same thing is never written twice."""

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

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "about", "revision", "recipient_norm"], name="message_meaning"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "-created_at"], name="message_by_kind"),
            # The worker sweeps across organisations, so this one index leads with time.
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="message_due"),
        ]
