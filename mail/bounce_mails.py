"""Reading a delivery status notification (RFC 3464). No Django, no clock, no database.

Mail is from strangers: its size and the number of its parts are limited, and whatever goes wrong is a ``NotABounce``.
Absence notes and challenges come to the same address, and are none of these notifications.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from mail import statuses

MOST_BYTES, MOST_PARTS, MOST_RECIPIENTS = 1_000_000, 10, 20
#: Where servers write to whom a mail was delivered, the surest first.
RECIPIENTS = ("X-Original-To", "Delivered-To", "To")
FAILED = "failed"


class NotABounce(Exception):
    """This is no notification that a mail could not be delivered. The text says why, without anything from the mail."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """That a mail was given up. ``status`` is that of its recipient, as in RFC 3463."""

    status: str
    recipients: tuple[str, ...]


def read(raw: bytes) -> Bounce:
    """Return the notification in this mail. Raises NotABounce, and nothing else."""
    if len(raw) > MOST_BYTES:
        raise NotABounce("too big")
    try:
        return _read(message_from_bytes(raw))
    except NotABounce:
        raise
    except Exception as error:
        # The parser of mail raises whatever its code runs into, as strangers like it.
        raise NotABounce("unreadable") from error


def recipients(raw: bytes) -> list[str]:
    """Return to whom a mail was delivered, by its own headers; [] for what is no mail."""
    try:
        return list(_recipients(message_from_bytes(raw[:MOST_BYTES])))
    except Exception:
        return []


def _read(mail: Message) -> Bounce:
    if mail.get_content_type() != "multipart/report":
        raise NotABounce("no report")
    rows = list(_per_recipient(mail))
    if not rows:
        raise NotABounce("no recipient")
    actions = {str(row.get("Action", "")).strip().lower() for row in rows}
    if actions != {FAILED}:
        # Delayed, delivered, relayed: nothing is given up, or not everywhere.
        raise NotABounce("not given up")
    return Bounce(_status(rows[0]), tuple(_recipients(mail)))


def _per_recipient(mail: Message) -> Iterator[Message]:
    """Yield the groups of fields about one recipient each; the first group is about the whole mail."""
    parts = mail.get_payload()
    for part in parts[:MOST_PARTS] if isinstance(parts, list) else []:
        if isinstance(part, Message) and part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            if len(groups) > MOST_RECIPIENTS:
                raise NotABounce("too many recipients")
            yield from (group for group in groups if isinstance(group, Message) and "Action" in group)
            return


def _status(row: Message) -> str:
    """Return the status; where it says no more than "failed", what the other server said."""
    stated = statuses.find(str(row.get("Status", "")))
    if stated in {"", "5.0.0"}:
        return statuses.find(str(row.get("Diagnostic-Code", ""))) or stated
    return stated


def _recipients(mail: Message) -> Iterator[str]:
    for name in RECIPIENTS:
        lines = [str(line) for line in mail.get_all(name, [])]
        yield from (address for _name, address in getaddresses(lines))
