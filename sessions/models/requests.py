"""Times that one of the two asks the other for."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from programs.models import Tandem
from sessions.models.meetings import Session, Way
from sessions.querysets import TimeRequestQuerySet
from tenancy.models import TenantForeignKey, TenantManager, TenantModel, new_public_id


class RequestState(models.TextChoices):
    OPEN = "open", _("angefragt")
    ACCEPTED = "accepted", _("zugesagt")
    DECLINED = "declined", _("passt nicht")
    WITHDRAWN = "withdrawn", _("zurückgenommen")
    EXPIRED = "expired", _("ohne Antwort")


class TimeRequest(TenantModel):
    """A time outside the list that one of the two asks for; while it is open, ``busy`` holds it for both.

    It is for the tandem's next session (``number``), or for one that is to be moved: then ``revision`` is the one that
    the asker saw. ``session`` is the one to be moved, or the one that came of it. ``zone`` is the asker's.
    """

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    tandem = TenantForeignKey(Tandem, on_delete=models.PROTECT, related_name="time_requests")
    number = models.PositiveSmallIntegerField()
    session = TenantForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="time_requests"
    )
    revision = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: for the next session")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    form = models.CharField(max_length=6, choices=Way, default=Way.ONLINE)
    place = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    asked_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_until = models.DateTimeField()
    state = models.CharField(max_length=9, choices=RequestState, default=RequestState.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(TimeRequestQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="time_request_public_id"),
            models.UniqueConstraint(
                fields=["organisation", "tandem"],
                condition=models.Q(state="open"),
                name="time_request_once",
            ),
            models.CheckConstraint(
                name="time_request_order", condition=models.Q(starts_at__lt=models.F("ends_at"))
            ),
        ]
        indexes: ClassVar = [
            # The worker sweeps across organisations for what is due, so this one index leads with time.
            models.Index(fields=["answer_until"], condition=models.Q(state="open"), name="time_request_due"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN

    @property
    def moves(self) -> bool:
        """Whether it asks to move a session."""
        return self.revision is not None

    @property
    def asked(self) -> Membership:
        """The one who answers."""
        return self.tandem.partner_of(self.asked_by)

    def is_over(self, now: datetime) -> bool:
        """Return whether the time to answer is over."""
        return self.answer_until <= now
