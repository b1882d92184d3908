"""What comes in by mail: an answer of a calendar, or a mail of ours that could not be delivered."""

from collections.abc import Sequence

from mail import bounce_mails, bounces, return_addresses
from sessions.calendars import replies, reply_addresses


def is_ours(address: str) -> bool:
    """Return whether mail to this address is taken: it has the form of a reply address, or is a return address."""
    return bool(reply_addresses.token_in([address]) or return_addresses.find([address]))


def take(raw: bytes, *, to: Sequence[str] = ()) -> None:
    """Do what a mail says; ``to`` and what it raises as in ``replies.take``. Doing it twice is as good as once."""
    if return_addresses.find(to or bounce_mails.recipients(raw)):
        bounces.take(raw, to=to)
    else:
        replies.take(raw, to=to)
