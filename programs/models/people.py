"""The people of a program: their side, their topics and their weekly times."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Membership
from programs.models.programs import Program
from programs.models.skills import Skill
from programs.querysets import ParticipantQuerySet
from tenancy.models import TenantForeignKey, TenantManager, TenantModel, new_public_id


class Side(models.TextChoices):
    MENTOR = "mentor", _("Mentor*in")
    MENTEE = "mentee", _("Mentee")


class Standing(models.TextChoices):
    """Where a person stands in a program. A no is not among them: it must leave no trace that HR can read."""

    IMPORTED = "imported", _("noch nicht eingeladen")
    INVITED = "invited", _("eingeladen")
    JOINED = "joined", _("dabei")
    PAUSED = "paused", _("pausiert")
    LEFT = "left", _("ausgestiegen")


class Form(models.TextChoices):
    BOTH = "both", _("beides geht")
    ONLINE = "online", _("per Video")
    ONSITE = "onsite", _("vor Ort")


class RoleWord(models.TextChoices):
    """What somebody on the mentor side wants to be called."""

    FEMALE = "female", _("Mentorin")
    MALE = "male", _("Mentor")
    NEUTRAL = "neutral", _("Mentoring-Person")


class Participant(TenantModel):
    """A person in a program, on one side."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="participants")
    membership = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="participations")
    side = models.CharField(max_length=6, choices=Side)
    capacity = models.PositiveSmallIntegerField(default=1)
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.IMPORTED)
    # No further mail: set by a no, by a bounce and by leaving alike, so that it says nothing about which.
    quiet = models.BooleanField(default=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When the questions were completed.")
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    form = models.CharField(max_length=6, choices=Form, default=Form.BOTH)
    role_word = models.CharField(max_length=8, choices=RoleWord, default=RoleWord.NEUTRAL)
    # When HR last asked for reminders, whether or not one went out to this person: a no must not show.
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(ParticipantQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="participant_public_id"),
            models.UniqueConstraint(
                fields=["organisation", "program", "membership"], name="participant_once"
            ),
            models.CheckConstraint(name="participant_capacity", condition=models.Q(capacity__range=(1, 3))),
        ]

    def __str__(self) -> str:
        return self.membership.name

    @property
    def is_mentor(self) -> bool:
        return self.side == Side.MENTOR

    @property
    def line(self) -> str:
        """Function and department, as far as they are known; the department once, where the function names it."""
        function, department = self.membership.job_title, self.membership.department
        named = f" {department} " in f" {function} "
        return ", ".join(part for part in (function, "" if named else department) if part)

    @property
    def role_name(self) -> str:
        """The word for this person's role: the one they chose, or Mentee."""
        return self.get_role_word_display() if self.is_mentor else self.get_side_display()

    @property
    def status(self) -> str:
        """The standing in words for HR. The same for a no and for silence."""
        if self.standing == Standing.JOINED:
            return gettext("bereit") if self.answered_at else gettext("Fragen offen")
        return self.get_standing_display()


class ProgramInvitation(TenantModel):
    """Which program a link in a mail is about: one row per invitation or reminder sent."""

    invitation = TenantForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    participant = TenantForeignKey(Participant, on_delete=models.CASCADE, related_name="invitations")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "invitation"], name="program_invitation_once"),
        ]


class ParticipantSkill(TenantModel):
    """What a mentor can show (level 1 to 5) or a mentee wants to learn (priority 1 to 3, 3 the most wanted)."""

    participant = TenantForeignKey(Participant, on_delete=models.CASCADE, related_name="skills")
    skill = TenantForeignKey(Skill, on_delete=models.PROTECT, related_name="uses")
    weight = models.PositiveSmallIntegerField(default=3)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "participant", "skill"], name="participant_skill_once"
            ),
            models.CheckConstraint(name="participant_skill_weight", condition=models.Q(weight__range=(1, 5))),
        ]


class WeeklyTime(TenantModel):
    """A weekly window in which a person can meet, in minutes of the local day of the person's own zone."""

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="weekly_times")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    starts = models.PositiveSmallIntegerField(help_text="Minutes after local midnight")
    ends = models.PositiveSmallIntegerField(help_text="Minutes after local midnight")

    class Meta:
        ordering: ClassVar = ["weekday", "starts"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "membership", "weekday", "starts"], name="weekly_time_once"
            ),
            models.CheckConstraint(
                name="weekly_time_order",
                condition=models.Q(weekday__lte=6, ends__lte=1440, starts__lt=models.F("ends")),
            ),
        ]
