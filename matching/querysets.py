"""Reads of a run's proposals that stack. HR's decisions are joined, so that the database can filter by them."""

from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, Value, When
from django.db.models.functions import Coalesce

NOTHING_FLAGGED: list[str] = []
ABOVE_EVERY_FIT = 1000


class ProposalQuerySet(models.QuerySet):
    def with_people(self) -> "ProposalQuerySet":
        return self.select_related("mentor__membership", "mentee__membership")

    def with_pins(self) -> "ProposalQuerySet":
        """With ``pin``: what HR decided about the pair in this program, "" if nothing."""
        same_pair = Q(mentor__pins_as_mentor__mentee=F("mentee"))
        joined = self.annotate(decision=FilteredRelation("mentor__pins_as_mentor", condition=same_pair))
        return joined.annotate(pin=Coalesce(F("decision__pin"), Value("")))

    def with_flagged(self) -> "ProposalQuerySet":
        """With ``flagged``: whether the engine found something that deserves a look."""
        return self.annotate(flagged=Case(When(flags=NOTHING_FLAGGED, then=False), default=True))

    def kept(self) -> "ProposalQuerySet":
        """All but excluded ones; needs ``with_pins``."""
        return self.exclude(pin="excluded")

    def doubtful(self) -> "ProposalQuerySet":
        """Flagged ones that HR has not decided about; needs ``with_pins``."""
        return self.filter(pin="").exclude(flags=NOTHING_FLAGGED)

    def problems_first(self) -> "ProposalQuerySet":
        """Doubtful ones by rising fit, then the others by falling fit; needs ``with_pins``."""
        quiet = Case(
            When(Q(flags=NOTHING_FLAGGED) | ~Q(pin=""), then=ABOVE_EVERY_FIT - F("fit")),
            default=F("fit"),
            output_field=models.IntegerField(),
        )
        return self.order_by(quiet, "mentor_id", "mentee_id")

    def between(self, mentors: object, mentees: object) -> "ProposalQuerySet":
        """All proposals that touch one of these people."""
        return self.filter(Q(mentor__in=mentors) | Q(mentee__in=mentees))

    def named(self, words: str) -> "ProposalQuerySet":
        """Those in which one of the two has these words in the name."""
        return self.filter(
            Q(mentor__membership__name__icontains=words) | Q(mentee__membership__name__icontains=words)
        )

    def of_department(self, department: str) -> "ProposalQuerySet":
        """Those in which one of the two works there."""
        return self.filter(
            Q(mentor__membership__department=department) | Q(mentee__membership__department=department)
        )
