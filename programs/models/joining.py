"""The ways into a program beside HR's list: by link, open to the house, by nomination."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import tokens
from accounts.models import Language
from programs.models.people import Side
from programs.models.programs import Program
from tenancy.models import TenantForeignKey, TenantModel, new_public_id


class Sides(models.TextChoices):
    """Which side is open to people who come by themselves."""

    BOTH = "both", _("beide")
    MENTOR = "mentor", _("Mentor*innen")
    MENTEE = "mentee", _("Mentees")


class WaysIn(TenantModel):
    """Which ways into a program are open. A program without a row has none but the list."""

    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="ways_in")
    domains = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    sides = models.CharField(max_length=6, choices=Sides, default=Sides.BOTH)
    open_to_house = models.BooleanField(default=False)
    nominating = models.BooleanField(default=False)
    # A number and no rows: who nominated whom is nobody's business.
    nominations = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "program"], name="ways_in_once"),
        ]

    def lets_in(self, email: str) -> bool:
        """Return whether an address is one of the house."""
        return email.rpartition("@")[2].casefold() in self.domains

    @property
    def open_sides(self) -> list[Side]:
        return list(Side) if self.sides == Sides.BOTH else [Side(self.sides)]


class JoiningLink(TenantModel):
    """A link to a program that HR may pass on. At most one of a program is good."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="joining_links")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="joining_link_digest"),
            models.UniqueConstraint(
                fields=["organisation", "program"],
                condition=models.Q(revoked_at__isnull=True),
                name="joining_link_one_good",
            ),
        ]

    @property
    def token(self) -> str:
        return tokens.derive("joining", self.public_id)[0]


class JoiningRequest(TenantModel):
    """Somebody typed an address behind the link; nothing else exists until that address's owner follows the mail.

    HR has no page on which these stand, and they are forgotten when they expire.
    """

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    email_norm = models.CharField(max_length=320)
    side = models.CharField(max_length=6, choices=Side)
    language = models.CharField(max_length=2, choices=Language)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="joining_request_digest"),
            models.UniqueConstraint(
                fields=["organisation", "program", "email_norm"], name="joining_request_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "expires_at"], name="joining_request_expiry"),
        ]

    @property
    def token(self) -> str:
        return tokens.derive("joining_request", self.public_id)[0]
