"""Runs of the engine with frozen inputs, and what HR decided about pairs."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from matching.querysets import ProposalQuerySet
from programs.models import Participant, Program
from tenancy.models import TenantForeignKey, TenantManager, TenantModel


class RunState(models.TextChoices):
    COMPUTING = "computing", _("rechnet")
    DRAFT = "draft", _("Entwurf")
    # HR has published it and can still call it back: there is neither a tandem nor a mail before ``publish_at``.
    RELEASED = "released", _("wartet auf den Versand")
    PUBLISHING = "publishing", _("wird verschickt")
    PUBLISHED = "published", _("veröffentlicht")
    REPLACED = "replaced", _("ersetzt")
    FAILED = "failed", _("fehlgeschlagen")
    CANCELLED = "cancelled", _("abgebrochen")


class Run(TenantModel):
    """One calculation over the whole cohort. ``inputs`` are frozen and hashed; the same inputs give the same result.

    While it is computed, ``lease_token`` says by whom and ``lease_until`` (the database's clock) for how long at most.
    """

    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.COMPUTING)
    inputs = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    report = models.JSONField(default=dict, help_text="Spread, stability and proof")
    failure = models.CharField(max_length=300, blank=True)
    started_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    publish_at = models.DateTimeField(null=True, blank=True)
    publish_by = TenantForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    tell_waiting = models.BooleanField(default=False, help_text="Whether those without a tandem get a mail")
    published_to = models.PositiveBigIntegerField(default=0, help_text="Proposals up to this key are done")
    refused = models.JSONField(default=list, help_text="Keys of proposals that were no longer possible")

    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    phase = models.CharField(max_length=20, blank=True, help_text="What the engine does at the moment")
    people = models.PositiveIntegerField(default=0, help_text="How many people are in the inputs")
    pairs_looked_at = models.PositiveBigIntegerField(default=0)
    pairs_in_all = models.PositiveBigIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "program", "number"], name="run_number"),
            models.UniqueConstraint(
                fields=["organisation", "program"],
                condition=models.Q(state="computing"),
                name="run_one_at_a_time",
                violation_error_message=_("Für dieses Programm läuft schon eine Berechnung."),
            ),
        ]
        indexes: ClassVar = [
            # The worker sweeps across organisations, so this one index leads with time.
            models.Index(
                fields=["publish_at"],
                condition=models.Q(state__in=["released", "publishing"]),
                name="run_to_publish",
            ),
        ]

    def __str__(self) -> str:
        return _("Lauf {number}").format(number=self.number)


class Proposal(TenantModel):
    """A proposed tandem of a run, with points and a fact per criterion that add up to the fit."""

    run = TenantForeignKey(Run, on_delete=models.CASCADE, related_name="proposals")
    mentor = TenantForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    mentee = TenantForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    fit = models.PositiveSmallIntegerField(help_text="0 to 100")
    points = models.IntegerField(help_text="Exact points of the engine")
    detail = models.JSONField(default=dict)
    flags = models.JSONField(default=list)
    is_new = models.BooleanField(default=False)
    options = models.JSONField(default=list, help_text="The best swaps, as the engine's changes")

    #: What HR decided about the pair; on rows of ``with_pins`` alone.
    pin: str

    objects = TenantManager.from_queryset(ProposalQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "run", "mentor", "mentee"], name="proposal_once"),
        ]

    @property
    def name(self) -> str:
        """What stands for the pair in addresses: the two people's public ids. Needs the people at hand."""
        return f"{self.mentor.membership.public_id}.{self.mentee.membership.public_id}"

    @property
    def names(self) -> str:
        """The two in words."""
        return gettext("{mentor} und {mentee}").format(mentor=self.mentor, mentee=self.mentee)


class Leftover(TenantModel):
    """A person for whom a run found no tandem, with the reason and the nearest possibility."""

    run = TenantForeignKey(Run, on_delete=models.CASCADE, related_name="leftovers")
    participant = TenantForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "run", "participant"], name="leftover_once"),
        ]


class Pin(models.TextChoices):
    LOCKED = "locked", _("fixiert")
    EXCLUDED = "excluded", _("ausgeschlossen")


class PairPin(TenantModel):
    """What HR decided about a pair, for this and all later runs of the program."""

    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="pins")
    mentor = TenantForeignKey(Participant, on_delete=models.CASCADE, related_name="pins_as_mentor")
    mentee = TenantForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    pin = models.CharField(max_length=8, choices=Pin)
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "program", "mentor", "mentee"], name="pair_pin_once"
            ),
        ]


class StepKind(models.TextChoices):
    LOCK = "lock", _("Fixiert")
    EXCLUDE = "exclude", _("Ausgeschlossen")
    RELEASE = "release", _("Freigegeben")
    LOCK_ALL = "lock_all", _("Alle ab 85 fixiert")
    SWAP = "swap", _("Getauscht")


class Step(TenantModel):
    """One decision about a draft, with all that stood there before, so that it can be taken back."""

    run = TenantForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind)
    about = models.CharField(max_length=200, help_text="The people it is about, in words")
    pairs = models.JSONField(default=list, help_text="Names of the pairs it touched")
    before = models.JSONField(default=dict, help_text="What it replaced")
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = TenantForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)


class Inquiry(TenantModel):
    """HR asked somebody to complete their answers; at most once per run."""

    run = TenantForeignKey(Run, on_delete=models.CASCADE, related_name="inquiries")
    participant = TenantForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "run", "participant"], name="inquiry_once"),
        ]
