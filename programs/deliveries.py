"""What became of mails, as far as it tells nothing about anybody. Whether a mail is opened is never counted.

How often a reminder, a question to the mentee side or a neutral end went out would tell who said no, so only the mails
of HR's log are counted (``programs.message_log``), and messages to groups of people who take part.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from mail.models import Message, State
from programs import addresses, message_log
from programs.models import Group, OwnMessage, Participant, Program

#: Addresses that could not be reached, at most on one page.
MOST_FAILED = 50


@dataclass(frozen=True, slots=True)
class Delivery:
    """Numbers of mails. ``failed`` did not arrive or were not sent to a dead address; ``held`` wait for HR."""

    waiting: int = 0
    sent: int = 0
    expired: int = 0
    failed: int = 0
    held: int = 0


def by_kind(program: Program) -> dict[str, Delivery]:
    """Return the numbers of each kind of the log, in one query."""
    numbers: dict[str, dict[str, int]] = {kind: {} for kind in message_log.LOGGED}
    counted = message_log.mails(program).order_by().values_list("kind", "state")
    for kind, state, number in counted.annotate(number=Count("pk")):
        numbers[kind][state] = number
    return {kind: _numbers(found) for kind, found in numbers.items()}


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
    return {name: _numbers(found) for name, found in numbers.items()}


def unreachable(program: Program) -> list[Participant]:
    """Return by name whose address takes no mail, as far as HR may know, or whose invitation did not get through."""
    failed = message_log.mails(program, ["program.invitation"]).filter(state=State.FAILED)
    lost = program.participants.unanswered().filter(
        membership__email_norm__in=failed.values_list("recipient_norm", flat=True)
    )
    rows = program.participants.filter(
        Q(pk__in=lost.values("pk")) | Q(pk__in=addresses.unreachable(program).values("pk"))
    )
    return list(rows.with_people().by_name()[:MOST_FAILED])


def _numbers(states: dict[str, int]) -> Delivery:
    """Put states into words for HR. What its reader wants no more counts as sent: who that is, nobody learns."""
    number = Counter(states)
    return Delivery(
        waiting=number[State.WAITING],
        sent=number[State.SENT] + number[State.UNWANTED],
        expired=number[State.EXPIRED],
        failed=number[State.FAILED] + number[State.BLOCKED],
        held=number[State.HELD],
    )
