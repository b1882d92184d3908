"""Programs with their goals, and who runs them."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from programs.querysets import ProgramQuerySet
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


class Unchecked(models.TextChoices):
    """What people may lack, so that a hard rule cannot be checked for them."""

    MANAGER = "manager", _("Führungskraft")
    MEASURE = "measure", _("Karrierestufe oder Berufsjahre")
    DEPARTMENT = "department", _("Bereich")
    PLACE = "place", _("Standort")


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
    # Until when people may still join while the program runs; empty means until it closes.
    late_until = models.DateField(_("Nachzügler bis"), null=True, blank=True)
    session_count = models.PositiveSmallIntegerField(_("Zahl der Sitzungen"), default=6)
    session_minutes = models.PositiveSmallIntegerField(_("Dauer einer Sitzung"), default=45)
    months = models.PositiveSmallIntegerField(_("Dauer in Monaten"), default=6)
    contact = TenantForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField(max_length=10, choices=Measure, default=Measure.EXPERIENCE)
    minimum_distance = models.PositiveSmallIntegerField(default=3)
    reporting_depth = models.PositiveSmallIntegerField(default=3)
    mentor_below = models.BooleanField(default=True, help_text="The mentor stands nowhere below the mentee.")
    shared_depth = models.PositiveSmallIntegerField(default=1, help_text="Steps up without a common manager.")
    other_department = models.BooleanField(default=False)
    other_place = models.BooleanField(default=False)
    # Who lacks any other of these is not matched, because a rule cannot be checked for them.
    allow_unchecked = ArrayField(models.CharField(max_length=10, choices=Unchecked), default=list, blank=True)
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

    def takes_people(self, today: date) -> bool:
        """Return whether somebody may still join: from enrolment on and, while it runs, until the late entry ends."""
        if self.phase == Phase.RUNNING:
            return self.late_until is None or today <= self.late_until
        return self.phase in {Phase.ENROLMENT, Phase.MATCHING}

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
