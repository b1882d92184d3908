"""A person's own sessions as a calendar that their calendar program subscribes to.

The address is the only key, so it can be changed or switched off at any time, and ends with the person's access.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar, vDuration

from accounts import languages, tokens
from accounts.models import Membership
from mail.outbox import absolute
from sessions import alarms
from sessions.calendars import ics
from sessions.models import CalendarLink, Session
from tenancy import clock
from tenancy.models import new_public_id

PURPOSE = "calendar"
#: So long a session stays in the calendar after its end.
KEPT = timedelta(days=90)
#: How often calendar programs are asked to look again.
REFRESH = "PT1H"


@dataclass(frozen=True, slots=True)
class File:
    """A calendar file, and when something in it last changed."""

    content: bytes
    changed_at: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


def of(person: Membership) -> CalendarLink | None:
    """Return what a person has switched on, or None."""
    return CalendarLink.objects.filter(person=person).first()


def switch_on(person: Membership) -> None:
    """Give a person an address; one that is there stays."""
    name = new_public_id()
    CalendarLink.objects.get_or_create(person=person, defaults=_named(name))


def renew(person: Membership) -> None:
    """Give a person another address; the one before is dead at once."""
    CalendarLink.objects.update_or_create(person=person, defaults=_named(new_public_id()) | {"used_on": None})


def switch_off(person: Membership) -> None:
    """End a person's address for good: switching on again makes another."""
    CalendarLink.objects.filter(person=person).delete()


def address(link: CalendarLink) -> str:
    """Return the absolute address to subscribe to. It is a secret of its person."""
    token, _digest = tokens.derive(PURPOSE, link.name)
    return absolute(reverse("sessions:calendar_file", kwargs={"token": token}))


def find(token: str) -> CalendarLink | None:
    """Return what an address leads to; None when it is unknown, changed or off, or its person has no access."""
    found = CalendarLink.objects.select_related("person__organisation")
    return found.filter(digest=tokens.digest(token), person__is_active=True).first()


def note_use(link: CalendarLink) -> None:
    """Write the day on which it was last fetched; once a day."""
    today = clock.now().date()
    if link.used_on != today:
        CalendarLink.objects.filter(pk=link.pk).update(used_on=today)


def file(link: CalendarLink) -> File:
    """Return the calendar: sessions of the last 90 days and all that are coming, cancelled ones as such."""
    person = link.person
    rows = Session.objects.of(person).filter(ends_at__gt=clock.now() - KEPT)
    sessions = list(rows.with_people().order_by("starts_at", "pk"))
    with translation.override(languages.of_participant(person)):
        calendar, leads = _empty(), alarms.of(person)
        for session in sessions:
            calendar.add_component(ics.event(session, person, leads=leads))
        content = calendar.to_ical()
    return File(content, max([link.made_at, *(session.changed_at for session in sessions)]))


def is_own(url: str) -> bool:
    """Return whether an address leads to Umento itself, whose sessions we know better than any calendar."""
    return urlsplit(url).hostname == urlsplit(settings.PUBLIC_BASE_URL).hostname


def _named(name: str) -> dict[str, object]:
    _token, digest = tokens.derive(PURPOSE, name)
    return {"name": name, "digest": digest, "made_at": clock.now()}


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", ics.PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Umento")
    calendar.add("refresh-interval", vDuration.from_ical(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    return calendar
