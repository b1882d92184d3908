"""Programs, the people in them, and the tandems they form."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Membership
from programs.querysets import ParticipantQuerySet, ProgramQuerySet, TandemQuerySet
from tenancy.models import TenantForeignKey, TenantManager, TenantModel, new_public_id


class Phase(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    ENROLMENT = "enrolment", _("Anmeldung")
    MATCHING = "matching", _("Matching")
    RUNNING = "running", _("Läuft")
    CLOSING = "closing", _("Abschluss")
    ARCHIVED = "archived", _("Archiv")


class GoalKind(models.TextChoices):
    DIGITAL = "digital", _("Digitale Fähigkeiten")
    CULTURE = "culture", _("Kulturwandel")
    HIERARCHY = "hierarchy", _("Hierarchien abbauen")
    OWN = "own", _("Eigenes Ziel")


class Measure(models.TextChoices):
    """What decides who is junior to whom."""

    LEVEL = "level", _("Karrierestufe")
    EXPERIENCE = "experience", _("Berufsjahre")


class Weight(models.IntegerChoices):
    """HR's words for how much a criterion counts."""

    NONE = 0, _("egal")
    NORMAL = 1, _("normal")
    IMPORTANT = 2, _("wichtig")


class Program(TenantModel):
    """One run of reverse mentoring with one main goal."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.DRAFT)
    setup_step = models.CharField(max_length=10, default="goal")
    starts_on = models.DateField(_("Beginn"), null=True, blank=True)
    enrolment_until = models.DateField(_("Anmeldung bis"), null=True, blank=True)
    session_count = models.PositiveSmallIntegerField(_("Zahl der Sitzungen"), default=6)
    session_minutes = models.PositiveSmallIntegerField(_("Dauer einer Sitzung"), default=45)
    months = models.PositiveSmallIntegerField(_("Dauer in Monaten"), default=6)
    contact = TenantForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField(max_length=10, choices=Measure, default=Measure.EXPERIENCE)
    minimum_distance = models.PositiveSmallIntegerField(default=3)
    reporting_depth = models.PositiveSmallIntegerField(default=3)
    weights = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(ProgramQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="program_public_id"),
            models.CheckConstraint(
                name="program_session_count", condition=models.Q(session_count__range=(1, 24))
            ),
            models.CheckConstraint(
                name="program_session_minutes", condition=models.Q(session_minutes__range=(15, 120))
            ),
            models.CheckConstraint(name="program_months", condition=models.Q(months__range=(1, 24))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ends_on(self) -> date | None:
        """The last day of the last month, or None while there is no start."""
        if self.starts_on is None:
            return None
        month = self.starts_on.month - 1 + self.months
        first = date(self.starts_on.year + month // 12, month % 12 + 1, 1)
        return min(first + timedelta(days=self.starts_on.day - 1), _month_end(first)) - timedelta(days=1)

    @property
    def hours(self) -> float:
        """What taking part costs each person in sessions."""
        return self.session_count * self.session_minutes / 60

    @property
    def rhythm_days(self) -> int:
        """Days between two sessions when they are spread evenly, in whole weeks and at least one."""
        return max(1, round(self.months * 30.4 / self.session_count / 7)) * 7


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


class ProgramLead(TenantModel):
    """Who runs a program: a program lead sees only their own ones, an owner sees all."""

    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="leads")
    membership = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="led_programs")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "program", "membership"], name="program_lead_once"
            ),
        ]


class Goal(TenantModel):
    """The goal contract: one main goal with what shows that it was reached. Frozen once the program is open."""

    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="goals")
    kind = models.CharField(max_length=10, choices=GoalKind)
    statement = models.CharField(_("Ziel in einem Satz"), max_length=300)
    indicator = models.CharField(_("Woran wir es merken"), max_length=300, blank=True)
    baseline = models.CharField(_("Stand heute"), max_length=200, blank=True)
    target = models.CharField(_("Stand am Ende"), max_length=200, blank=True)
    sponsor = models.CharField(_("Wer im Haus dafür einsteht"), max_length=160, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "program"], name="goal_one_per_program"),
        ]

    def __str__(self) -> str:
        return self.statement


class Skill(TenantModel):
    """Something one can show and another wants to learn."""

    name = models.CharField(max_length=120)
    name_norm = models.CharField(max_length=160, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name_norm"], name="skill_name"),
        ]

    def __str__(self) -> str:
        return self.name


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
        """Function and department, as far as they are known."""
        return ", ".join(part for part in (self.membership.job_title, self.membership.department) if part)

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
    skill = TenantForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
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


class RosterImport(TenantModel):
    """An uploaded roster between upload and "übernehmen". Nothing else is written before that."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    columns = models.JSONField(default=dict)
    uploaded_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="roster_import_public_id"),
        ]
