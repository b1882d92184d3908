"""The start page: the one next thing, at most three cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from programs import anonymous, answers, tandems, turns
from programs.models import Participant, Side, Standing, Tandem
from programs.turns import Turn
from tenancy import clock

AT_MOST = 3
#: Kinds of card, the most urgent first; each has a template ``programs/_home_<kind>.html``.
KINDS = ("proposal", "resting", "questions", "session", "paused", "waiting", "invited", "forming")
KIND_OF = {Turn.ASKED: "proposal", Turn.WAITING: "waiting", Turn.ACTIVE: "session", Turn.PAUSED: "paused"}


@dataclass(frozen=True, slots=True)
class Card:
    """``missing``: where the questions go on, ``number``: how many there are.

    ``other`` is known only once both have agreed; ``line`` says of the other person what may be said before.
    """

    kind: str
    participant: Participant
    tandem: Tandem | None = None
    other: Participant | None = None
    line: str = ""
    until: date | None = None
    missing: str = ""
    number: int = 0

    @property
    def template(self) -> str:
        return f"programs/_home_{self.kind}.html"


def of(membership: Membership) -> list[Card]:
    """Return the cards of a person, in all programs they take part in."""
    rows = membership.participations.filter(standing__in=[Standing.INVITED, Standing.JOINED, Standing.PAUSED])
    rows = rows.select_related("program", "membership").order_by("-pk")
    cards = sorted(
        (card for participant in rows for card in _of_participant(participant)),
        key=lambda card: KINDS.index(card.kind),
    )
    # The card of the next session is the person's, whichever of several tandems it belongs to.
    sessions = [card for card in cards if card.kind == "session"]
    return [card for card in cards if card not in sessions[1:]][:AT_MOST]


def role_of(membership: Membership) -> str:
    """Return the side this person is on, for the look of their avatar: the latest one, or "" for none."""
    latest = membership.participations.exclude(standing=Standing.IMPORTED).order_by("-pk").first()
    return latest.side if latest else ""


def _of_participant(participant: Participant) -> Iterator[Card]:
    if participant.standing == Standing.INVITED:
        if not participant.quiet:
            yield Card("invited", participant)
        return
    if participant.standing == Standing.PAUSED:
        yield Card("resting", participant)
        yield from _of_tandems(participant)
        return
    missing = answers.missing(participant)
    if missing:
        yield Card("questions", participant, missing=answers.resume_at(participant), number=len(missing))
    found = list(_of_tandems(participant))
    yield from found or ([] if missing else [Card("forming", participant)])


def _of_tandems(participant: Participant) -> Iterator[Card]:
    now, membership = clock.now(), participant.membership
    known = Tandem.objects.of(membership).open().filter(**{participant.side: participant})
    for tandem in known.with_people().select_related("organisation").order_by("-pk"):
        kind = KIND_OF.get(turns.turn_of(tandem, membership, now))
        if kind:
            until, other = tandems.last_day(tandem, Side(participant.side)), tandem.other_of(membership)
            if tandem.started_at:
                yield Card(kind, participant, tandem=tandem, other=other)
            else:
                yield Card(kind, participant, tandem=tandem, line=anonymous.line(other), until=until)
