"""Mails in which calendars answer, in the shapes of well-known programs; written by hand, not captured."""

import base64
import re
from pathlib import Path

from accounts.models import Membership
from sessions.calendars import reply_addresses
from sessions.models import Session

FOLDER = Path(__file__).parent / "replies"
#: Who accepts, declines or hesitates; each in the form of one program.
PROGRAMS = ["apple", "google", "nextcloud", "outlook", "thunderbird"]


def mail(name: str, **values: str) -> bytes:
    """Return the mail of this name with its @PLACES@ filled in."""
    text = (FOLDER / f"{name}.eml").read_bytes().decode()
    for place, value in values.items():
        text = text.replace(f"@{place.upper()}@", value)
    encoded = re.sub("@BASE64:\r\n(.*):BASE64@", lambda match: _base64(match[1]), text, flags=re.DOTALL)
    return encoded.encode()


def answer(
    name: str, session: Session, person: Membership, partstat: str = "ACCEPTED", **changes: str
) -> bytes:
    """Return how this program answers for this person; ``changes`` are what a forger would put in."""
    values = {
        "address": reply_addresses.address(session, person),
        "uid": session.uid,
        "sequence": str(session.revision),
        "attendee": person.email,
        "partstat": partstat,
    }
    return mail(name, **values | changes)


def _base64(text: str) -> str:
    return base64.encodebytes(text.encode()).decode().replace("\n", "\r\n").rstrip()
