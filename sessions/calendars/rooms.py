"""Where a session by video takes place when nobody types a place.

In this order: the link of whoever books, the other one's, the house's, a room of its own on our Jitsi server. It is
written into the session when it is booked, so that mails and calendars carry it and moving keeps it.
"""

import base64
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Membership, Rooms
from programs.models import Tandem
from sessions.models import Session, Way
from sessions.times import absences


@dataclass(frozen=True, slots=True)
class Room:
    """A link, and whose it is. ``is_fresh``: the link is a server on which each session gets a room of its own."""

    link: str
    person: Membership | None = None
    is_fresh: bool = False


def room_for(tandem: Tandem, *, by: Membership, form: str, name: str) -> str:
    """Return the link for a session that ``by`` books; "" when there is none or the two do not meet by video.

    ``name`` is the session's ``public_id``. Calendar files show it, so a room of its own is named by what only we can
    derive from it.
    """
    found = _found(tandem, by) if form == Way.ONLINE else None
    if found is None:
        return ""
    return f"{found.link}/umento-{_secret(tandem, name)}" if found.is_fresh else found.link


def in_words(tandem: Tandem, *, by: Membership) -> str:
    """Return whose room on which server is used when the place stays empty; "" when there is none."""
    found = _found(tandem, by)
    if found is None:
        return ""
    if found.is_fresh:
        sentence = _("Leer lassen bei Video: Dann entsteht ein eigener Raum auf {server}.")
    elif found.person is None:
        sentence = _("Leer lassen bei Video: Dann gilt der Videoraum des Hauses auf {server}.")
    elif found.person == by:
        sentence = _("Leer lassen bei Video: Dann gilt Ihr Videoraum auf {server}.")
    else:
        sentence = _("Leer lassen bei Video: Dann gilt der Videoraum von {name} auf {server}.")
    name = found.person.first_name if found.person else ""
    return sentence.format(server=urlsplit(found.link).netloc, name=name)


def as_last_time(before: Session | None, room: str) -> str:
    """Return the place to propose: that of the session before, except a link where there is a room anyway."""
    if before is None or (before.link and room):
        return ""
    return before.place


def _found(tandem: Tandem, by: Membership) -> Room | None:
    known = absences.rules(tandem.members)
    for person in sorted(tandem.members, key=lambda member: member.pk != by.pk):
        if link := known[person.pk].room:
            return Room(link, person)
    organisation = tandem.program.organisation
    if organisation.rooms == Rooms.LINK:
        return Room(organisation.room_link)
    if organisation.rooms == Rooms.JITSI and settings.JITSI_URL:
        return Room(settings.JITSI_URL, is_fresh=True)
    return None


def _secret(tandem: Tandem, name: str) -> str:
    """Return 24 letters and digits, 120 bits, that nobody can work out from the session's name."""
    digest = salted_hmac("umento.room", f"{tandem.organisation_id}:{name}", algorithm="sha256").digest()
    return base64.b32encode(digest[:15]).decode().lower()
