"""Where calendars send their answers: an address of its own for each session and person.

Its local part is that of MAIL_REPLY_ADDRESS, ``+``, and a token that only we can make. Who has the token got our mail
to that person; that is the proof an answer needs, since From can be forged and signatures get lost on the way.
Local parts end at 64 octets, and servers may write them in capitals: a token is hexadecimal.
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import constant_time_compare

from accounts import tokens
from accounts.models import Membership
from sessions.models import Session


def address(session: Session, person: Membership) -> str:
    """Return where this person's calendar is to answer, or "" when nobody reads answers."""
    if not settings.MAIL_REPLY_ADDRESS:
        return ""
    local, _at, domain = settings.MAIL_REPLY_ADDRESS.partition("@")
    return f"{local}+{_token(session, person)}@{domain}"


def token_in(addresses: Iterable[str]) -> str:
    """Return the token of the first of these addresses that has the form of ours, else ""."""
    local, _at, domain = settings.MAIL_REPLY_ADDRESS.partition("@")
    if not domain:
        return ""
    form = re.compile(rf"{re.escape(local)}\+([0-9]{{1,17}}-[0-9a-f]{{40}})@{re.escape(domain)}")
    found = (form.fullmatch(candidate.strip().lower()) for candidate in addresses)
    return next((match[1] for match in found if match), "")


def holder(token: str, session: Session) -> Membership | None:
    """Return which of the two this token was given to, or None when neither was."""
    people = session.tandem.members
    return next((one for one in people if constant_time_compare(token, _token(session, one))), None)


def _token(session: Session, person: Membership) -> str:
    return tokens.derive("calendar-reply", f"{session.public_id}:{person.public_id}")[0]
