"""Tandems, what happened to them, and when they asked for help."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from programs.models.people import Participant, Side
from programs.models.programs import Program
from programs.querysets import TandemQuerySet
from tenancy.models import SealedModel, TenantForeignKey, TenantManager, TenantModel, new_public_id


class TandemState(models.TextChoices):
    """The life of a tandem. What HR may see of it is coarser: ``Tandem.public_state``."""

    ASKED_MENTOR = "asked_mentor", _("angefragt")
    ASKED_MENTEE = "asked_mentee", _("angefragt")
    # Somebody said no; looks like asked to everybody until the time to answer is over, so that timing tells nothing.
    DECLINED = "declined", _("angefragt")
    NOT_FORMED = "not_formed", _("nicht zustande gekommen")
    ACTIVE = "active", _("läuft")
    PAUSED = "paused", _("pausiert")
    ENDED = "ended", _("beendet")


ASKED = frozenset({TandemState.ASKED_MENTOR, TandemState.ASKED_MENTEE, TandemState.DECLINED})


class Tandem(TenantModel):
    """A mentor and a mentee of one program."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    program = TenantForeignKey(Program, on_delete=models.PROTECT, related_name="tandems")
    mentor = TenantForeignKey(Participant, on_delete=models.PROTECT, related_name="tandems_as_mentor")
    mentee = TenantForeignKey(Participant, on_delete=models.PROTECT, related_name="tandems_as_mentee")
    state = models.CharField(max_length=12, choices=TandemState, default=TandemState.ASKED_MENTOR)
    # Facts in words for the two, as codes with parameters; never points.
    reasons = models.JSONField(default=list)
    created_at = models.DateTimeField()
    answer_until = models.DateTimeField()
    mentor_accepted_at = models.DateTimeField(null=True, blank=True)
    mentee_accepted_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # HR took the proposal back; it ends with the next daily batch.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(TandemQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="tandem_public_id"),
            models.UniqueConstraint(
                fields=["organisation", "mentor", "mentee"],
                condition=~models.Q(state__in=["not_formed", "ended"]),
                name="tandem_once",
            ),
        ]

    def __str__(self) -> str:
        return gettext("{mentor} und {mentee}").format(mentor=self.mentor, mentee=self.mentee)

    @property
    def members(self) -> tuple[Membership, Membership]:
        """The mentor's and the mentee's membership."""
        return self.mentor.membership, self.mentee.membership

    def side_of(self, membership: Membership) -> Side | None:
        """Return which side this person is on, or None for somebody else."""
        if self.mentor.membership_id == membership.pk:
            return Side.MENTOR
        return Side.MENTEE if self.mentee.membership_id == membership.pk else None

    def other_of(self, membership: Membership) -> Participant:
        """Return the other person as a participant."""
        return self.mentee if self.mentor.membership == membership else self.mentor

    def partner_of(self, membership: Membership) -> Membership:
        """Return the other person."""
        mentor, mentee = self.members
        return mentee if mentor == membership else mentor

    @property
    def public_state(self) -> str:
        """The state HR may see, in words ``get_state_display``: asked, active, paused, ended or not_formed."""
        return "asked" if self.state in ASKED else self.state


class TandemEvent(TenantModel):
    """One change in a tandem's life. Only ever added. ``by`` is for the two and for the daily batch, never for HR."""

    tandem = TenantForeignKey(Tandem, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]


class HelpTopic(models.TextChoices):
    TIME = "time", _("Zeit")
    CHEMISTRY = "chemistry", _("Chemie")
    TOPIC = "topic", _("Thema")
    OTHER = "other", _("Etwas anderes")


class HelpRequest(SealedModel):
    """One of the two asks the program lead for help; the sealed text is a line of their own, or "".

    HR learns a name by it, because this person chose to tell it; the other one of the two learns nothing.
    """

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    tandem = TenantForeignKey(Tandem, on_delete=models.PROTECT, related_name="help_requests")
    asked_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=9, choices=HelpTopic)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="help_request_public_id"),
            models.UniqueConstraint(
                fields=["organisation", "tandem", "asked_by"],
                condition=models.Q(answered_at=None),
                name="help_request_open_once",
            ),
        ]

    @property
    def seal_name(self) -> str:
        return self.public_id


class NudgeStep(models.IntegerChoices):
    """The ladder for a silent tandem: two friendly mails, then an offer of help."""

    FIRST = 1
    SECOND = 2
    HELP = 3


class Nudge(TenantModel):
    """A step of the ladder that both of a silent tandem were sent. Never for HR."""

    tandem = TenantForeignKey(Tandem, on_delete=models.PROTECT, related_name="nudges")
    step = models.PositiveSmallIntegerField(choices=NudgeStep)
    silent_since = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "tandem", "silent_since", "step"], name="nudge_once"
            ),
        ]
