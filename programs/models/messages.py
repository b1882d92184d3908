"""What a house writes itself: its own words for the mails of a program, and messages of its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from programs.models.programs import Program
from tenancy.models import TenantForeignKey, TenantModel, new_public_id

SUBJECT_LENGTH = 150
BODY_LENGTH = 3000


class TextForm(models.TextChoices):
    """A catalogue of ``accounts.languages``: in which language a text is, and how it addresses people."""

    SIE = "de", _("Deutsch, Sie")
    DU = "de-du", _("Deutsch, Du")
    ENGLISH = "en", _("Englisch")


class MessageText(TenantModel):
    """The words of one mail of a program in one form, with placeholders. Without a row the proposed words hold."""

    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="message_texts")
    kind = models.CharField(max_length=60)
    form = models.CharField(max_length=5, choices=TextForm)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    body = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "program", "kind", "form"], name="message_text_once"
            ),
        ]


class Group(models.TextChoices):
    """To whom a message goes. No group tells a no: "without" holds who was asked, who declined and who never was."""

    ALL = "all", _("alle, die dabei sind")
    INVITED = "invited", _("eingeladen, noch nicht dabei")
    READY = "ready", _("bereit")
    TANDEM = "tandem", _("im Tandem")
    WITHOUT = "without", _("auf der Warteliste: bereit, noch ohne Tandem")


class OwnMessage(TenantModel):
    """A message of HR to a group. Who is in the group is decided when it is sent."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    program = TenantForeignKey(Program, on_delete=models.CASCADE, related_name="own_messages")
    group = models.CharField(max_length=10, choices=Group)
    subject_de = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    body_de = models.TextField(blank=True)
    subject_en = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    body_en = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    send_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-send_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="own_message_public_id"),
            models.CheckConstraint(
                name="own_message_sent_or_withdrawn",
                condition=models.Q(sent_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            # The worker sweeps across organisations, so this one index leads with time.
            models.Index(
                fields=["send_at"],
                condition=models.Q(sent_at__isnull=True, withdrawn_at__isnull=True),
                name="own_message_due",
            ),
        ]

    def __str__(self) -> str:
        return self.subject_de or self.subject_en

    @property
    def is_waiting(self) -> bool:
        return self.sent_at is None and self.withdrawn_at is None

    def words_in(self, language: str) -> tuple[str, str]:
        """Return subject and body for a language; the other one's where a house writes in one only."""
        german, english = (self.subject_de, self.body_de), (self.subject_en, self.body_en)
        wanted, other = (english, german) if language == "en" else (german, english)
        return wanted if wanted[1] else other
