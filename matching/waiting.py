"""People without a tandem: why, what would be nearest, and what HR can do about it. Built for one page of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import Membership
from matching import asking, sentences
from matching.models import Inquiry, Leftover, Run
from matching.review import Person
from programs.models import Participant

PAGE = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person without a tandem. ``pair`` names the draft's pair that holds the nearest possibility.

    ``answerable``: missing answers this person can give; ``hr_data``: whether others are missing.
    """

    participant: Participant
    person: Person
    reason: str
    nearest: str = ""
    pair: str = ""
    missing: list[str] = field(default_factory=list)
    answerable: list[str] = field(default_factory=list)
    hr_data: bool = False
    inquiry: Inquiry | None = None


def page(run: Run, number: str | None) -> Page:
    """Return a page of ``Waiting``, mentees first, as there are mostly fewer of them."""
    ordered = run.leftovers.order_by("participant__side", "participant__membership__name_order", "pk")
    found = Paginator(ordered.values_list("pk", flat=True), PAGE).get_page(number)
    keys = list(found.object_list)
    rows = run.leftovers.select_related("participant__membership").in_bulk(keys)
    found.object_list = _described(run, [rows[key] for key in keys])  # type: ignore[assignment]
    return found


def _described(run: Run, rows: Sequence[Leftover]) -> list[Waiting]:
    keys = {nearest["partner"] for row in rows if (nearest := row.detail.get("nearest"))}
    partners = {person.membership.public_id: person for person in _with_keys(run, keys)}
    pairs = _pairs_of(run, partners.values())
    asked = {
        one.participant_id: one
        for one in run.inquiries.filter(participant__in=[row.participant_id for row in rows])
    }
    return [_waiting(row, partners, pairs, asked.get(row.participant_id)) for row in rows]


def _with_keys(run: Run, keys: set[str]) -> QuerySet[Participant]:
    members = Membership.objects.filter(public_id__in=keys)
    return Participant.objects.filter(program=run.program_id, membership__in=members).with_people()


def _pairs_of(run: Run, people: object) -> dict[int, str]:
    """Return the name of one pair of the draft per person: the one that fits least."""
    keys = [person.pk for person in people]  # type: ignore[attr-defined]
    pairs = run.proposals.with_pins().with_people().kept().between(keys, keys).order_by("-fit")
    return {key: pair.name for pair in pairs for key in (pair.mentor_id, pair.mentee_id)}


def _waiting(
    row: Leftover, partners: dict[str, Participant], pairs: dict[int, str], inquiry: Inquiry | None
) -> Waiting:
    partner = partners.get((row.detail.get("nearest") or {}).get("partner", ""))
    known = [name for name in row.detail["missing"] if name in sentences.CRITERIA]
    answerable = asking.answerable(known)
    return Waiting(
        participant=row.participant,
        person=Person.of(row.participant),
        reason=sentences.left_over(row.reason, row.detail["reason"]),
        nearest=partner.membership.name if partner else "",
        pair=pairs.get(partner.pk, "") if partner else "",
        missing=[str(sentences.CRITERIA[name]) for name in known],
        answerable=answerable,
        hr_data=len(answerable) < len(known),
        inquiry=inquiry,
    )
