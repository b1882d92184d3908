"""What became of mails, as far as it tells nothing about anybody. Whether a mail is opened is never counted.

How often a reminder, a question to the mentee side or a neutral end went out would tell who said no, so only these are
counted: invitations, mails to tandems that came about, and messages to groups of people who take part.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Concat

from mail.models import Message, State
from programs.models import Group, OwnMessage, Participant, Program

#: What a mail of this kind is about, by the word before the public id.
COUNTED = {"program.invitation": "participants", "tandem.confirmed": "tandems"}
#: Addresses that could not be reached, at most on one page.
MOST_FAILED = 50


@dataclass(frozen=True, slots=True)
class Delivery:
    """Numbers of mails by state. ``failed`` are those the mail server refused for good."""

    waiting: int = 0
    sent: int = 0
    expired: int = 0
    failed: int = 0


def by_kind(program: Program) -> dict[str, Delivery]:
    """Return the numbers of each of COUNTED."""
    return {kind: _delivery(_mails(program, kind)) for kind in COUNTED}


def of_messages(messages: Iterable[OwnMessage]) -> dict[str, Delivery]:
    """Return the numbers of messages that were sent, by public id.

    Without those to the invited: there they would tell how many want no mail.
    """
    told = [row for row in messages if row.sent_at and row.group != Group.INVITED]
    names = {f"message:{row.public_id}": row.public_id for row in told}
    mails = Message.objects.filter(kind="program.message", about__in=names)
    numbers: dict[str, dict[str, int]] = {name: {} for name in names.values()}
    for about, state, number in mails.values_list("about", "state").annotate(number=Count("pk")):
        numbers[names[about]][state] = number
    return {name: Delivery(**found) for name, found in numbers.items()}


def unreachable(program: Program) -> list[Participant]:
    """Return the people whose invitation failed at the address they still have, by name."""
    failed = _mails(program, "program.invitation").filter(state=State.FAILED)
    addresses = failed.values_list("recipient_norm", flat=True)
    rows = program.participants.unanswered().filter(membership__email_norm__in=addresses)
    return list(rows.with_people().order_by("membership__name_order", "pk")[:MOST_FAILED])


def _mails(program: Program, kind: str) -> "QuerySet[Message]":
    word = COUNTED[kind]
    names = getattr(program, word).values(name=Concat(Value(f"{word[:-1]}:"), F("public_id")))
    return Message.objects.filter(kind=kind, about__in=names)


def _delivery(mails: "QuerySet[Message]") -> Delivery:
    counted = mails.order_by().values_list("state").annotate(number=Count("pk"))
    return Delivery(**{str(state): number for state, number in counted})
