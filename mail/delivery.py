"""Sending due mail: claim by lease, hand to the mail server, note what came of it.

A worker may die at any point. Before the hand-over nothing is lost: the lease runs out and the next sweep sends. After
it one copy more may go out, under the same Message-ID.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.db.models.functions import Now

from mail.models import Message, State
from tenancy import scope

logger = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(minutes=2)
#: Pauses after a refusal; when they are used up, the mail has failed.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720)]
#: After a failure in which the server may have taken the mail: once more, and not at once.
AMBIGUOUS_PAUSE = timedelta(minutes=15)


def deliver_due(now: datetime, *, connect: Callable[[], BaseEmailBackend] = get_connection) -> int:
    """Send everything that is due at ``now``, in all organisations; return how many mails were handed over.

    Needs the worker's database role. Returns early when the mail server cannot be reached.
    """
    with scope.system():
        _expire(now)
    sent = 0
    while claimed := _claim(now):
        server = connect()
        try:
            server.open()
        except (OSError, SMTPException) as error:
            for message in claimed:
                _record(message, _refused(message, now, error))
            return sent
        for message in claimed:
            sent += _deliver(message, server, now)
        server.close()
    return sent


def _expire(now: datetime) -> None:
    Message.objects.filter(state=State.WAITING, not_after__lte=now).filter(_unleased()).update(
        state=State.EXPIRED
    )


def _unleased() -> Q:
    # Leases count by the database's clock: workers' clocks may differ.
    return Q(lease_until=None) | Q(lease_until__lt=Now())


def _claim(now: datetime) -> list[Message]:
    with scope.system():
        due = Message.objects.filter(state=State.WAITING, due_at__lte=now).filter(_unleased())
        rows = list(due.order_by("due_at", "id").select_for_update(skip_locked=True)[:BATCH])
        keys = [row.pk for row in rows]
        Message.objects.filter(pk__in=keys).update(lease_until=Now() + LEASE, attempts=F("attempts") + 1)
        for row in rows:
            row.attempts += 1
        return rows


def _deliver(message: Message, server: BaseEmailBackend, now: datetime) -> int:
    try:
        server.send_messages([_email(message)])
    except (SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
        _record(message, _ambiguous(message, now, error))
    except (SMTPException, OSError) as error:
        _record(message, _refused(message, now, error))
    except ValueError as error:  # a header that cannot be written; trying again would not help
        _record(message, _failed(error))
    else:
        _record(message, _sent(message, now))
        return 1
    server.close()
    return 0


def _record(message: Message, changes: dict[str, object]) -> None:
    with scope.system():
        Message.objects.filter(pk=message.pk).update(lease_until=None, **changes)


def _sent(message: Message, now: datetime) -> dict[str, object]:
    wiped = {"text": "", "html": ""} if message.sensitive else {}
    return {"state": State.SENT, "sent_at": now, "last_error": "", **wiped}


def _refused(message: Message, now: datetime, error: Exception) -> dict[str, object]:
    logger.warning("Mail %s was refused: %s", message.message_id, type(error).__name__)
    if _is_final(error) or message.attempts > len(PAUSES):
        return _failed(error)
    return {"due_at": now + PAUSES[message.attempts - 1], "last_error": str(error)[:300]}


def _failed(error: Exception) -> dict[str, object]:
    return {"state": State.FAILED, "last_error": str(error)[:300]}


def _is_final(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500


def _ambiguous(message: Message, now: datetime, error: Exception) -> dict[str, object]:
    logger.warning("Mail %s may or may not have gone out: %s", message.message_id, type(error).__name__)
    if message.ambiguous:
        return _failed(error)
    return {"due_at": now + AMBIGUOUS_PAUSE, "ambiguous": True, "last_error": str(error)[:300]}


def _email(message: Message) -> EmailMultiAlternatives:
    sender_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=formataddr((message.sender_name or sender_name, address)),
        to=[message.recipient],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    email.attach_alternative(message.html, "text/html")
    if message.calendar:
        email.attach_alternative(message.calendar, f"text/calendar; method={message.calendar_method}")
        email.attach(_calendar_file(message))
    return email


def _calendar_file(message: Message) -> MIMEText:
    part = MIMEText(message.calendar, "calendar", "utf-8")
    part.set_param("method", message.calendar_method)
    part.add_header("Content-Disposition", "attachment", filename="umento.ics")
    return part
