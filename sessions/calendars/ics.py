"""Calendar files. One meeting, times in UTC, no topic: other people look into calendars.

What mail programs need in order to show a request with its buttons, and to change or take away the entry later: UID
for life, SEQUENCE that only we raise, METHOD as in the mail's header, an ORGANIZER with ``mailto:`` that the mail comes
from (see ``mail.emails``), its reader as the one ATTENDEE. Who has answered keeps their PARTSTAT while the time stays.
"""

from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import CLASS, Alarm, Calendar, Event, vCalAddress
from icalendar.enums import STATUS

from accounts.models import Membership
from mail.outbox import absolute
from sessions import alarms
from sessions.calendars import reply_addresses
from sessions.models import Session, SessionReply, SessionState

UNANSWERED = "NEEDS-ACTION"
PRODUCT = "-//Umento//Umento//DE"


def invitation(session: Session, *, person: Membership, method: Literal["REQUEST", "CANCEL"]) -> str:
    """Return the calendar object for a mail to one of the two, who is its only attendee."""
    is_request = method == "REQUEST"  # a CANCEL may hold no alarm, and asks nothing
    meeting = event(session, person, leads=alarms.of(person) if is_request else [])
    address = reply_addresses.address(session, person)
    meeting.organizer = _organizer(session, address)
    known = SessionReply.objects.of(session).filter(person=person).first()
    partstat = known.answer.upper() if known else UNANSWERED
    meeting.attendees = [
        attendee(person.name, person.email, partstat=partstat, is_asked=is_request and bool(address))
    ]
    return text(meeting, method)


def file(session: Session, *, person: Membership) -> str:
    """Return the calendar object to download: the same event, nobody to answer to."""
    return text(event(session, person, leads=alarms.of(person)), "PUBLISH")


def event(session: Session, person: Membership, *, leads: Iterable[timedelta]) -> Event:
    """Return the session as it stands in the calendar of one of the two, without organiser and attendee.

    ``leads`` are how long before its start the calendar gives a sign.
    """
    meeting = Event.new(
        uid=session.uid,
        sequence=session.revision,
        stamp=session.changed_at,
        start=session.starts_at,
        end=session.ends_at,
        summary=title(session, person),
        location=session.place or None,
        description=_("Verschieben, absagen, Gesprächsleitfaden: {url}").format(url=url(session)),
        url=url(session),
        classification=CLASS.PRIVATE,
        status=STATUS.CANCELLED if session.state == SessionState.CANCELLED else STATUS.CONFIRMED,
    )
    for lead in leads:
        meeting.add_component(_alarm(title(session, person), lead))
    return meeting


def _alarm(description: str, lead: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", description)
    alarm.add("trigger", -lead)
    return alarm


def title(session: Session, person: Membership) -> str:
    """Return what stands in the calendar: the number and the other person, nothing else."""
    return _("Sitzung {number} mit {partner}").format(
        number=session.number, partner=session.tandem.partner_of(person)
    )


def url(session: Session, page: str = "session_detail") -> str:
    """Return the absolute address of the session's page, or of another of its pages."""
    slug, tandem = session.tandem.program.organisation.slug, session.tandem.public_id
    kwargs = {"organisation": slug, "tandem": tandem, "number": session.number}
    return absolute(reverse(f"sessions:{page}", kwargs=kwargs))


def _organizer(session: Session, address: str) -> vCalAddress:
    """Return who answers go to: the address for answers of this person, else the house, where nobody reads them."""
    name = _("{organisation} über Umento").format(organisation=session.tandem.program.organisation)
    return vCalAddress.new(address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1], cn=name)


def attendee(name: str, email: str, *, partstat: str = UNANSWERED, is_asked: bool = False) -> vCalAddress:
    """Return the person a calendar mail goes to; ``is_asked`` when somebody reads the answer."""
    return vCalAddress.new(email, cn=name, role="REQ-PARTICIPANT", partstat=partstat, rsvp=is_asked)


def text(meeting: Event, method: str) -> str:
    """Return the calendar object around one event. ``method`` must stand in the mail's header as well."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(meeting)
    return calendar.to_ical().decode()
