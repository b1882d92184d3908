"""What the two said in their own calendars."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from sessions.models.meetings import Session
from tenancy.models import TenantForeignKey, TenantManager, TenantModel


class Answer(models.TextChoices):
    """What a calendar can answer. In capitals the value is its PARTSTAT."""

    ACCEPTED = "accepted", _("hat im Kalender zugesagt")
    DECLINED = "declined", _("hat im Kalender abgesagt")
    TENTATIVE = "tentative", _("hat im Kalender unter Vorbehalt zugesagt")


class ReplyQuerySet(models.QuerySet):
    def of(self, session: Session) -> "ReplyQuerySet":
        """The answers to the time the session has now: who is asked anew has not answered."""
        return self.filter(session=session, starts_at=session.starts_at)


class SessionReply(TenantModel):
    """The last answer of one person to one session.

    It counts as long as the session is at ``starts_at``, the time it was given for.
    """

    session = TenantForeignKey(Session, on_delete=models.CASCADE, related_name="replies")
    person = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer)
    revision = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    at = models.DateTimeField()

    objects = TenantManager.from_queryset(ReplyQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "session", "person"], name="session_reply_once"),
        ]
