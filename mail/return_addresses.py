"""Where a mail comes back to that could not be delivered: an address of its own for each mail (VERP).

Its local part is that of MAIL_REPLY_ADDRESS, ``+b``, the organisation's key, the mail's public id and a mark. The mark
is the only proof of a bounce: anybody can write one, but only the servers on the way and the recipient know where to.
With 14 characters before the ``+`` and a key of 8 digits it has 64 octets, which is what servers take.
"""

import re
from collections.abc import Iterable
from typing import cast

from django.conf import settings

from mail import marks
from mail.models import Message

PURPOSE, MARK_LENGTH = "bounce", 24
NAME = re.compile(r"b([0-9]{1,17})-([a-z0-9]{14})([0-9a-f]{24})")


def address(message: Message) -> str:
    """Return the return address of a mail, or "" when nobody takes bounces."""
    local, _at, domain = settings.MAIL_REPLY_ADDRESS.partition("@")
    if not domain or not message.public_id:
        return ""
    house = cast(int, message.organisation_id)
    mark = marks.make(PURPOSE, house, message.public_id, MARK_LENGTH)
    return f"{local}+b{house}-{message.public_id}{mark}@{domain}"


def find(addresses: Iterable[str]) -> tuple[int, str] | None:
    """Return organisation and public id of the mail that the first genuine one of these belongs to, or None."""
    local, _at, domain = settings.MAIL_REPLY_ADDRESS.partition("@")
    if not domain:
        return None
    form = re.compile(rf"{re.escape(local)}\+{NAME.pattern}@{re.escape(domain)}")
    for candidate in addresses:
        found = form.fullmatch(candidate.strip().lower())
        if found and marks.fits(found[3], PURPOSE, int(found[1]), found[2]):
            return int(found[1]), found[2]
    return None
