"""Sending due mail: claim by lease, hand to the mail server, note what came of it.

A worker may die at any point. Before the text of a mail leaves nothing is lost: the lease runs out and the next sweep
sends. That the text leaves is noted first, so that whatever happens then, at most ``MOST_COPIES`` leave, all under the
same Message-ID.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from mail import bounces, stops
from mail.emails import email_of
from mail.models import Message, State
from mail.server import MailServer, Unanswered, fault_of_address, is_answer, is_final
from mail.tasks import ring
from tenancy import scope

logger = logging.getLogger(__name__)

#: A sweep ends after this many seconds, so that a slow mail server leaves the worker time for other things.
LONGEST_SWEEP = 5
MOST_COPIES = 2
#: Pauses after a no; an eighth one is the last word. Without any answer the last pause repeats.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720)]
#: After a failure in which the server may have taken the mail: once more, and not at once.
AMBIGUOUS_PAUSE = timedelta(minutes=15)


class LeaseOver(Exception):
    """Too little of the lease is left to send the mail; another worker may have it by now."""


def deliver_due(
    now: datetime, *, connect: Callable[[], MailServer] = MailServer, seconds: float = LONGEST_SWEEP
) -> int:
    """Send what is due at ``now``, in all organisations, for some seconds; return how many mails were handed over.

    Needs the worker's database role. Rings for another sweep when the time is over; returns early when the mail server
    cannot be reached.
    """
    with scope.system():
        _expire(now)
        _give_up()
        stops.settle(_unleased())
    sent, end, server = 0, time.monotonic() + seconds, connect()
    try:
        while message := _claim(now):
            if not _reach(server, message):
                break
            sent += _deliver(message, server, now)
            if time.monotonic() >= end:
                ring()
                break
    finally:
        server.close()
    return sent


def _expire(now: datetime) -> None:
    _unleased().filter(not_after__lte=now).update(state=State.EXPIRED)


def _give_up() -> None:
    """Fail what left as often as it may, without an answer that we noted."""
    gone = _unleased().filter(handovers__gte=MOST_COPIES)
    gone.update(state=State.FAILED, last_error="Handed over, and no answer was noted.")


def _unleased() -> "QuerySet[Message]":
    # Leases count by the database's clock: workers' clocks may differ.
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    return Message.objects.filter(free, state=State.WAITING)


def _claim(now: datetime) -> Message | None:
    """Take one mail, so that a worker that dies leaves one behind and a slow server lets no other's lease run out."""
    with scope.system():
        due = _unleased().filter(due_at__lte=now, handovers__lt=MOST_COPIES).exclude(stops.stopped())
        until = due.order_by("due_at").annotate(until=Now() + settings.MAIL_LEASE)
        message = until.select_for_update(skip_locked=True).first()
        if message:
            message.lease_until = message.until
            message.save(update_fields=["lease_until"])
        return message


def _reach(server: MailServer, message: Message) -> bool:
    """Connect. A server that is away is no mail's fault: it counts as no attempt, and the mail stays due."""
    try:
        server.open()
    except OSError as error:
        logger.warning("The mail server cannot be reached: %s", error)
        _record(message, {"last_error": str(error)[:300]})
        return False
    return True


def _deliver(message: Message, server: MailServer, now: datetime) -> int:
    try:
        server.hand_over(email_of(message), before_text=lambda: _note_handover(message))
    except Unanswered as error:
        _record(message, _ambiguous(message, now, error))
    except OSError as error:
        _record_refused(message, now, error)
    except ValueError as error:  # a header that cannot be written; trying again would not help
        _record(message, _failed(error))
    except LeaseOver:
        logger.warning("Mail %s is left to another sweep", message.message_id)
    else:
        _record_sent(message, now)
        return 1
    return 0


def _note_handover(message: Message) -> None:
    """Note that the text leaves. Raises LeaseOver unless the lease is ours for as long as an answer takes."""
    enough = Now() + settings.MAIL_LEASE / 2
    with scope.system():
        if not _ours(message).filter(lease_until__gt=enough).update(handovers=message.handovers + 1):
            raise LeaseOver


def _record(message: Message, changes: dict[str, object]) -> None:
    with scope.system():
        _ours(message).update(lease_until=None, **changes)


def _record_refused(message: Message, now: datetime, error: OSError) -> None:
    changes, status = _refused(message, now, error), fault_of_address(error)
    if not status:
        _record(message, changes)
        return
    with scope.system():
        if _ours(message).update(lease_until=None, bounced_at=now, **changes):
            bounces.suppress(message, status, now)


def _ours(message: Message) -> "QuerySet[Message]":
    """The row as long as nobody else has claimed it: each claim has another end."""
    return Message.objects.filter(pk=message.pk, state=State.WAITING, lease_until=message.lease_until)


def _record_sent(message: Message, now: datetime) -> None:
    """Whoever has the lease by now: the server took the mail."""
    wiped = {"text": "", "html": ""} if message.sensitive else {}
    with scope.system():
        # A bounce may have come back before we got here.
        Message.objects.filter(pk=message.pk, bounced_at=None).update(
            state=State.SENT, sent_at=now, lease_until=None, last_error="", **wiped
        )


def _refused(message: Message, now: datetime, error: Exception) -> dict[str, object]:
    logger.warning("Mail %s was refused: %s", message.message_id, type(error).__name__)
    tried = message.attempts
    if is_final(error) or (is_answer(error) and tried >= len(PAUSES)):
        return _failed(error)
    pause = PAUSES[min(tried, len(PAUSES) - 1)]
    return {
        "due_at": now + pause,
        "attempts": F("attempts") + 1,
        "handovers": message.handovers,  # a no after the text: the server does not have this copy
        "last_error": str(error)[:300],
    }


def _failed(error: Exception) -> dict[str, object]:
    return {"state": State.FAILED, "last_error": str(error)[:300]}


def _ambiguous(message: Message, now: datetime, error: Exception) -> dict[str, object]:
    logger.warning("Mail %s may or may not have gone out: %s", message.message_id, error)
    if message.handovers + 1 >= MOST_COPIES:
        return _failed(error)
    return {"due_at": now + AMBIGUOUS_PAUSE, "last_error": str(error)[:300]}
