"""The one friendly reminder of a proposal, sent with the daily batch to whoever is asked and has not answered.

Whether it went out depends on nothing but what this person did: it comes after a no of the other one, or of HR, as it
comes after silence, and nobody but its reader can see it.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.models import Organisation
from mail.models import Message
from programs import letters, tandems, turns, workdays
from programs.models import Participant, Side, Tandem
from programs.turns import Turn

KIND = "tandem.proposal_reminder"
#: So many working days after the question.
PAUSE = 3


def remind(batch: datetime, now: datetime) -> int:
    """Remind all who are due at ``batch``, the morning, in the organisation in scope; return how many.

    May run again and late: nobody is reminded twice, nor after their time to answer.
    """
    due = list(_due(batch, now))
    known = Message.objects.filter(kind=KIND, about__in={f"tandem:{tandem.public_id}" for tandem, _ in due})
    written = set(known.values_list("about", "recipient_norm"))
    new = [(tandem, side) for tandem, side in due if _meaning(tandem, side) not in written]
    for tandem, side in new:
        letters.proposal_reminder(tandem, side, until=tandems.deadline(tandem, side))
    return len(new)


def _due(batch: datetime, now: datetime) -> Iterator[tuple[Tandem, Side]]:
    asked = Tandem.objects.asked().filter(answer_until__gt=now).with_people().select_related("organisation")
    # The lock keeps an answer from coming in between.
    for tandem in asked.order_by("pk").select_for_update(of=("self",), no_key=True):
        for side, asked_at in ((Side.MENTOR, tandem.created_at), (Side.MENTEE, tandem.mentor_accepted_at)):
            if asked_at and _is_due(asked_at, batch, tandem.organisation):
                person = _person(tandem, side)
                if not person.quiet and turns.turn_of(tandem, person.membership, now) == Turn.ASKED:
                    yield tandem, side


def _is_due(asked_at: datetime, batch: datetime, house: Organisation) -> bool:
    zone = ZoneInfo(house.zone)
    due_on = workdays.after(asked_at.astimezone(zone).date(), PAUSE, house.state)
    return due_on <= batch.astimezone(zone).date()


def _person(tandem: Tandem, side: Side) -> Participant:
    return tandem.mentor if side == Side.MENTOR else tandem.mentee


def _meaning(tandem: Tandem, side: Side) -> tuple[str, str]:
    return f"tandem:{tandem.public_id}", _person(tandem, side).membership.email.strip().casefold()
