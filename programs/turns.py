"""What a tandem looks like to one of the two, and to HR: the same for a no as for silence."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from programs import tandems
from programs.models import ASKED, Program, Side, Tandem, TandemState


class Turn(StrEnum):
    """Where one of the two stands."""

    #: It is this person's turn to answer.
    ASKED = "asked"
    #: The time to answer is over.
    LATE = "late"
    #: Said yes, the other one has not.
    WAITING = "waiting"
    #: Said no.
    DECLINED = "declined"
    ACTIVE = "active"
    PAUSED = "paused"
    NOT_FORMED = "not_formed"
    ENDED = "ended"


def turn_of(tandem: Tandem, membership: Membership, now: datetime) -> Turn:
    """Return where this member of the tandem stands. A mentee has one only after the mentor's yes."""
    if tandem.public_state != "asked":
        return Turn(tandem.public_state)
    if tandem.state == TandemState.DECLINED and _declined(tandem, membership):
        return Turn.DECLINED
    side = Side.MENTOR if tandem.side_of(membership) == Side.MENTOR else Side.MENTEE
    if side == Side.MENTOR and tandem.mentor_accepted_at:
        return Turn.WAITING
    return Turn.ASKED if now <= tandems.deadline(tandem, side) else Turn.LATE


def _declined(tandem: Tandem, membership: Membership) -> bool:
    return tandem.events.filter(after=TandemState.DECLINED, by=membership).exists()


#: What HR filters by.
PUBLIC_NAMES = {
    "asked": gettext_lazy("angefragt"),
    "active": gettext_lazy("läuft"),
    "paused": gettext_lazy("pausiert"),
    "ended": gettext_lazy("beendet"),
    "not_formed": gettext_lazy("nicht zustande gekommen"),
}
OVER = frozenset({"ended", "not_formed"})


def counts(program: Program) -> dict[str, int]:
    """Return the number of tandems per public state, in one query."""
    return program.tandems.aggregate(**{name: Count("pk", filter=in_state(name)) for name in PUBLIC_NAMES})


def in_state(public_state: str) -> Q:
    """Return what picks the tandems of a public state."""
    return Q(state__in=ASKED if public_state == "asked" else [public_state])


@dataclass(frozen=True, slots=True)
class Milestone:
    at: datetime
    label: str


def history(tandem: Tandem) -> list[Milestone]:
    """Return what HR may know of a tandem's past. Neither who was asked when, nor a no, nor by whom."""
    labels = {
        ("", "asked_mentor"): _("vorgeschlagen"),
        ("asked_mentee", "active"): _("beide sind dabei"),
        ("paused", "active"): _("läuft weiter"),
    }
    by_end = {"paused": _("pausiert"), "ended": _("beendet"), "not_formed": _("nicht zustande gekommen")}
    found = (
        (event.at, labels.get((event.before, event.after), by_end.get(event.after)))
        for event in tandem.events.all()
    )
    told = [Milestone(at, label) for at, label in found if label]
    if tandem.withdrawn_at:
        told.append(Milestone(tandem.withdrawn_at, _("zurückgezogen")))
    return sorted(told, key=lambda milestone: milestone.at)
