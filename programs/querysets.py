"""Reads that stack: small filters by name."""

from datetime import datetime
from typing import Any

from django.db import models

from accounts.name_order import in_order


class ProgramQuerySet(models.QuerySet):
    def visible_to(self, membership: Any) -> "ProgramQuerySet":
        """Programs this person runs: all of them for an owner, their own for a lead, none for others."""
        if membership.is_owner:
            return self
        return self.filter(leads__membership=membership) if membership.may_lead else self.none()

    def current(self) -> "ProgramQuerySet":
        return self.exclude(phase="archived")

    def archived(self) -> "ProgramQuerySet":
        return self.filter(phase="archived")

    def for_list(self) -> "ProgramQuerySet":
        """Newest first, with ``people`` and ``active`` (running tandems) and the leads at hand."""
        active = models.Count("tandems", filter=models.Q(tandems__state="active"), distinct=True)
        rows = self.annotate(people=models.Count("participants", distinct=True), active=active)
        return rows.prefetch_related("leads__membership").order_by("-created_at", "-pk")


class SkillQuerySet(models.QuerySet):
    def current(self) -> "SkillQuerySet":
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def found(self, norm: str) -> "SkillQuerySet":
        """Those with this in one of their names, synonyms included; all for ""."""
        if not norm:
            return self
        same = self.model._default_manager.filter(synonyms__name_norm__contains=norm).values("pk")
        names = models.Q(name_norm__contains=norm) | models.Q(name_en_norm__contains=norm)
        return self.filter(names | models.Q(pk__in=same))

    def by_name(self) -> "SkillQuerySet":
        return self.order_by(in_order("name"), "pk")


class ParticipantQuerySet(models.QuerySet):
    def joined(self) -> "ParticipantQuerySet":
        return self.filter(standing="joined")

    def unanswered(self) -> "ParticipantQuerySet":
        """Invited and not joined: no answer and a no alike."""
        return self.filter(standing="invited")

    def to_remind(self, before: datetime) -> "ParticipantQuerySet":
        """Unanswered ones, invited at ``before`` or earlier and never reminded, a no included."""
        return self.unanswered().filter(reminded_at__isnull=True, invited_at__lte=before)

    def at(self, status: str) -> "ParticipantQuerySet":
        """Those of one status in HR's list: a standing, where "joined" splits into "questions" and "ready"."""
        if status in {"questions", "ready"}:
            return self.joined().filter(answered_at__isnull=status == "questions")
        return self.filter(standing=status)

    def on(self, side: str) -> "ParticipantQuerySet":
        return self.filter(side=side)

    def named(self, word: str) -> "ParticipantQuerySet":
        """Those with this in their name or address. Looks at all people of the program: no index helps within words."""
        known = models.Q(membership__name__icontains=word) | models.Q(membership__email__icontains=word)
        return self.filter(known)

    def by_name(self) -> "ParticipantQuerySet":
        return self.order_by("membership__name_order", "membership")

    def by_status(self) -> "ParticipantQuerySet":
        """In the order of a program's life, by name within a status."""
        life = ("imported", "invited", "joined", "paused", "left")
        steps = [models.When(standing=standing, then=2 * at) for at, standing in enumerate(life)]
        ready = models.When(standing="joined", answered_at__isnull=False, then=5)
        return self.order_by(
            models.Case(ready, *steps, default=2 * len(life)), "membership__name_order", "pk"
        )

    def with_people(self) -> "ParticipantQuerySet":
        return self.select_related("membership")

    def for_letters(self) -> "ParticipantQuerySet":
        """With all that a mail to them needs."""
        return self.select_related("membership__organisation", "program__organisation", "program__contact")


class TandemQuerySet(models.QuerySet):
    def of(self, membership: Any) -> "TandemQuerySet":
        """Tandems in which this person is one of the two and knows it: a mentee learns of one by the mentor's yes."""
        asked = models.Q(mentee__membership=membership, mentor_accepted_at__isnull=False)
        return self.filter(models.Q(mentor__membership=membership) | asked)

    def open(self) -> "TandemQuerySet":
        """All that may still meet or come about."""
        return self.exclude(state__in=["not_formed", "ended"])

    def over(self) -> "TandemQuerySet":
        """Those that did not come about or have ended."""
        return self.filter(state__in=["not_formed", "ended"])

    def asked(self) -> "TandemQuerySet":
        """Those whose time to answer runs, or has run out unnoticed; a no looks like silence."""
        return self.filter(state__in=["asked_mentor", "asked_mentee", "declined"])

    def active(self) -> "TandemQuerySet":
        return self.filter(state="active")

    def to_close(self, now: datetime) -> "TandemQuerySet":
        """Those whose time to answer is over, or that HR took back.

        A no waits as long as silence does, so that timing tells nothing.
        """
        return self.asked().filter(models.Q(answer_until__lte=now) | models.Q(withdrawn_at__lte=now))

    def with_people(self) -> "TandemQuerySet":
        return self.select_related("mentor__membership", "mentee__membership", "program")
