"""Who there is: organisations, people with a sign-in, and what a person is in an organisation."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import states
from accounts.emails import normalise
from accounts.name_order import order_of
from accounts.querysets import MembershipQuerySet
from tenancy import clock
from tenancy.models import TenantForeignKey, TenantManager, TenantModel, new_public_id


class Address(models.TextChoices):
    """How people in the house speak to each other; decides the German catalogue of participants' pages."""

    SIE = "sie", _("Sie")
    DU = "du", _("Du")


class Language(models.TextChoices):
    DE = "de", _("Deutsch")
    EN = "en", _("Englisch")


class Rooms(models.TextChoices):
    """Where video calls take place when nobody has a room of their own."""

    NONE = "none", _("Die beiden einigen sich selbst")
    LINK = "link", _("Ein Link des Hauses")
    JITSI = "jitsi", _("Ein eigener Raum für jede Sitzung")


class GenderForm(models.TextChoices):
    """How the house writes of mentors in general."""

    MIXED = "mixed", "Mentorinnen und Mentoren, kurz Mentor*innen"
    PAIR = "pair", "Mentorinnen und Mentoren"
    STAR = "star", "Mentor*innen"
    COLON = "colon", "Mentor:innen"
    SLASH = "slash", "Mentor/-innen"


class Organisation(models.Model):
    """A customer's house, one tenant. A platform table: the scope is opened by looking one up."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    address = models.CharField(_("Anrede"), max_length=3, choices=Address, blank=True)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language, default=Language.DE)
    zone = models.CharField(_("Zeitzone"), max_length=64, default="Europe/Berlin")
    state = models.CharField(_("Feiertage"), max_length=6, choices=states.CHOICES, default=states.ALL)
    smallest_group = models.PositiveSmallIntegerField(default=7)
    rooms = models.CharField(_("Videoraum"), max_length=5, choices=Rooms, default=Rooms.NONE)
    room_link = models.CharField(_("Link des Videoraums"), max_length=200, blank=True)
    colour = models.CharField(_("Farbe"), max_length=7, blank=True, help_text="#rrggbb; empty: ours.")
    logo_digest = models.CharField(
        _("Logo"), max_length=64, blank=True, editable=False, help_text="Of the Logo row, for its address."
    )
    gender_form = models.CharField(
        _("Schreibweise"), max_length=5, choices=GenderForm, default=GenderForm.MIXED
    )
    words = models.JSONField(
        _("Eigene Wörter"), default=dict, blank=True, help_text="Language → name in accounts.words → word."
    )
    upload_days = models.PositiveSmallIntegerField(_("Frist für Zeilen aus Listen"), default=30)
    mail_days = models.PositiveSmallIntegerField(_("Frist für Texte von Mails"), default=90)
    audit_months = models.PositiveSmallIntegerField(_("Frist für das Protokoll"), default=24)
    program_months = models.PositiveSmallIntegerField(_("Frist für Inhalte beendeter Programme"), default=12)
    # When that period was chosen: nothing goes before its notice is over, however short the new one is.
    program_months_since = models.DateTimeField(default=clock.now, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="organisation_smallest_group_floor", condition=models.Q(smallest_group__gte=5)
            ),
            models.CheckConstraint(
                name="organisation_room_link", condition=~models.Q(rooms="link", room_link="")
            ),
            models.CheckConstraint(
                name="organisation_retention",
                condition=models.Q(
                    upload_days__range=(7, 90), mail_days__range=(30, 365), audit_months__range=(12, 60)
                ),
            ),
            models.CheckConstraint(
                name="organisation_program_months", condition=models.Q(program_months__range=(3, 24))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initial(self) -> str:
        """The letter on the organisation's sign."""
        return self.name[:1].upper()


class Logo(TenantModel):
    """An organisation's logo as we wrote it ourselves: PNG without anything that came along in the upload."""

    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation"], name="logo_once")]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who can sign in; without a password only by code."""
        user = self.model(email=email, email_norm=normalise(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email_norm=normalise(username or ""))


class User(AbstractBaseUser):
    """A person who can sign in. Carries no authority: that is in the memberships."""

    email = models.EmailField(_("E-Mail"), max_length=254)
    email_norm = models.CharField(max_length=320, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="Works for us and may use the back office.")
    language = models.CharField(_("Sprache"), max_length=2, choices=Language, blank=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email_norm"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["email"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email_norm = normalise(self.email)


class Role(models.TextChoices):
    """The most a person may do in an organisation; taking part in programs is apart from it."""

    OWNER = "owner", _("Gesamtleitung")
    LEAD = "lead", _("Programmleitung")
    PARTICIPANT = "participant", _("Teilnahme")


class Membership(TenantModel):
    """A person in an organisation, with what the roster knows of them. ``user`` is empty until they first come in."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.PARTICIPANT)
    is_active = models.BooleanField(default=True)
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail"), max_length=254)
    email_norm = models.CharField(max_length=320, editable=False)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language, default=Language.DE)
    zone = models.CharField(_("Zeitzone"), max_length=64, default="Europe/Berlin")
    job_title = models.CharField(_("Funktion"), max_length=160, blank=True)
    department = models.CharField(_("Bereich"), max_length=120, blank=True)
    place = models.CharField(_("Standort"), max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(_("Karrierestufe"), null=True, blank=True)
    experience_years = models.DecimalField(
        _("Berufsjahre"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    manager = TenantForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # What lists sort by. In memory it is as it was read, also when the name has changed since.
    name_order = models.GeneratedField(
        expression=order_of("name"),
        output_field=models.CharField(max_length=240, db_collation="C"),
        db_persist=True,
    )

    objects = TenantManager.from_queryset(MembershipQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="membership_public_id"),
            models.UniqueConstraint(fields=["organisation", "email_norm"], name="membership_email"),
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_user"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user"], name="membership_of_user"),
            models.Index(fields=["organisation", "name_order", "id"], name="membership_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.replace("-", " ").split() if not word.endswith(".")]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def first_name(self) -> str:
        """The name a colleague would use: the first word that is no title; all of one that was made from a number."""
        if any(letter.isdigit() for letter in self.name):
            return self.name
        return next((word for word in self.name.split() if not word.endswith(".")), self.name)

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER

    @property
    def may_lead(self) -> bool:
        return self.role in {Role.OWNER, Role.LEAD}


class Invitation(TenantModel):
    """One way in for one member: works once, for 14 days. Only the digest of its token is kept."""

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, editable=False)
    invited_by = TenantForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="invitation_digest"),
        ]


class AuditEvent(TenantModel):
    """Who did what, when. Rows are only ever added; both login roles lack the right to change them."""

    at = models.DateTimeField()
    by = TenantForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="audit_by_time")]
