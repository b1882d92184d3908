"""What occupies a person's time, and what they ask of it."""

from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Value

from accounts import states
from accounts.models import Membership
from sessions.models.meetings import Session
from sessions.models.requests import TimeRequest
from sessions.querysets import BusyQuerySet
from tenancy.models import SealedModel, TenantForeignKey, TenantManager, TenantModel, new_public_id


class Busy(TenantModel):
    """Whatever occupies a person: sessions, times they are asked for (``request``), demo calls, and times from
    calendars they have named (``feed``).

    An exclusion constraint on (person, during) makes a double booking impossible, whatever the code does. It leaves out
    what a calendar says: that may overlap as it likes, also with what we booked ourselves.
    """

    person = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="busy")
    during = DateTimeRangeField()
    # Copies of the range's bounds: only plain comparisons may use an index under row-level security.
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    session = TenantForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="busy")
    feed = TenantForeignKey("Feed", on_delete=models.CASCADE, null=True, blank=True, related_name="busy")
    request = TenantForeignKey(
        TimeRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="busy"
    )
    label = models.CharField(max_length=40, blank=True)

    objects = TenantManager.from_queryset(BusyQuerySet)()

    class Meta:
        constraints: ClassVar = [
            # int8range(p, p, '[]') && stands for "the same person" without the extension btree_gist.
            ExclusionConstraint(
                name="busy_once",
                expressions=[
                    (Func(F("person"), F("person"), Value("[]"), function="int8range"), "&&"),
                    ("during", "&&"),
                ],
                condition=models.Q(feed=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "person", "ends_at"], name="busy_by_person"),
        ]


class Absence(TenantModel):
    """When a person is away, by the clocks of their zone: whole days, or from a time to a time on these days' ends."""

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    person = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="absences")
    begins = models.CharField(max_length=16, help_text="Wall time, 2027-02-11T10:30")
    ends = models.CharField(max_length=16, help_text="Wall time, without it: 2027-02-12T00:00")

    class Meta:
        ordering: ClassVar = ["begins", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="absence_public_id"),
            models.CheckConstraint(name="absence_order", condition=models.Q(begins__lt=models.F("ends"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "person", "ends"], name="absence_by_person"),
        ]

    @property
    def wall(self) -> tuple[datetime, datetime]:
        """From one wall time to another, without its end."""
        return datetime.fromisoformat(self.begins), datetime.fromisoformat(self.ends)


class MeetingRules(TenantModel):
    """What a person asks of every session; without a row the defaults hold."""

    person = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=6, choices=states.CHOICES, blank=True, help_text="Empty: as in the organisation"
    )
    notice = models.PositiveSmallIntegerField(default=1, help_text="Working days ahead")
    before = models.PositiveSmallIntegerField(default=15, help_text="Minutes kept clear before a session")
    after = models.PositiveSmallIntegerField(default=15, help_text="Minutes kept clear after a session")
    per_day = models.PositiveSmallIntegerField(
        default=2, null=True, blank=True, help_text="Most sessions a day; empty: any number"
    )
    room = models.CharField(max_length=200, blank=True, help_text="Link of the person's own video room")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "person"], name="meeting_rules_once"),
        ]


class Feed(SealedModel):
    """The address of a calendar to read, sealed, and how reading it went. Of what it says only ``busy`` is kept.

    ``copied_at`` is when the busy times were last known to be right; they reach until ``covers_until`` and were read in
    ``zone``. ``problem`` is a code of ``sessions.calendars.feed_states``, empty while all is well.
    """

    public_id = models.CharField(max_length=20, default=new_public_id, editable=False)
    person = TenantForeignKey(Membership, on_delete=models.CASCADE, related_name="feeds")
    added_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    copied_at = models.DateTimeField(null=True, blank=True)
    covers_until = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)
    is_partial = models.BooleanField(default=False, help_text="Some of its entries could not be read")

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="feed_public_id"),
        ]
        indexes: ClassVar = [
            # The worker sweeps across organisations for what is due, so this one index leads with time.
            models.Index(fields=["due_at"], name="feed_due"),
        ]

    @property
    def seal_name(self) -> str:
        return self.public_id

    @property
    def host(self) -> str:
        """The part of the address that its owner knows it by; the rest is a secret."""
        return urlsplit(self.text).hostname or ""
