"""Two stores that cannot be joined again: who was asked, and what was answered."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from programs.models import Program, Side
from sessions.models import Session
from tenancy.models import TenantForeignKey, TenantModel


class Outcome(models.TextChoices):
    """What became of a session, in the words of one of the two."""

    HELD = "held", _("fand statt")
    MOVED = "moved", _("verschoben")
    MISSED = "missed", _("fiel aus")


class SurveyRequest(TenantModel):
    """One person's request for feedback after one session. Knows whether it was answered, not what.

    ``outcome`` is what this person said became of the session, which is no answer. ``answered_on`` is the day on which
    nothing more was to be asked, not a time, so that answers cannot be lined up with it.
    """

    session = TenantForeignKey(Session, on_delete=models.CASCADE, related_name="survey_requests")
    membership = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="survey_requests")
    side = models.CharField(max_length=6, choices=Side)
    digest = models.CharField(max_length=64, editable=False)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "session", "membership"], name="survey_request_once"
            ),
            models.UniqueConstraint(fields=["organisation", "digest"], name="survey_request_digest"),
        ]


class Fit(models.TextChoices):
    YES = "yes", _("Ja")
    OPEN = "open", _("Noch offen")
    NO = "no", _("Eher nicht")


class Answer(TenantModel):
    """What somebody on one side of a program answered in some month. Nobody can tell who.

    The key is random, so that rows carry no order; there is no reference to person, session or tandem.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="answers")
    side = models.CharField(max_length=6, choices=Side)
    month = models.DateField(help_text="First day of the month")
    helpful = models.PositiveSmallIntegerField(null=True, blank=True)
    fit = models.CharField(max_length=4, choices=Fit, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="answer_helpful", condition=models.Q(helpful__range=(1, 5))),
        ]


class Moment(models.TextChoices):
    """When people are asked about the goal of their program."""

    START = "start", _("zu Beginn")
    CLOSING = "closing", _("am Ende")


class GoalAnswer(TenantModel):
    """How far somebody on one side agrees with what the goal says of their side, 1 to 5. Nobody can tell who.

    A row of its own with a random key, so that it does not tell which answer on a session it came with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="goal_answers")
    side = models.CharField(max_length=6, choices=Side)
    moment = models.CharField(max_length=7, choices=Moment)
    month = models.DateField(help_text="First day of the month")
    agrees = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="goal_answer_agrees", condition=models.Q(agrees__range=(1, 5))),
        ]
