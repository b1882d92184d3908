"""Calendar files. One meeting, times in UTC, no topic: other people look into calendars."""

from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import CLASS, Calendar, Event, vCalAddress
from icalendar.enums import STATUS

from accounts.models import Membership
from mail.outbox import absolute
from sessions.models import Session

PRODUCT = "-//Umento//Umento//DE"


def invitation(session: Session, *, person: Membership, method: Literal["REQUEST", "CANCEL"]) -> str:
    """Return the calendar object for a mail to one of the two, who is its only attendee."""
    meeting = event(session, person)
    meeting.organizer = _organizer(session)
    meeting.attendees = [attendee(person.name, person.email)]
    return text(meeting, method)


def file(session: Session, *, person: Membership) -> str:
    """Return the calendar object to download: the same event, nobody to answer to."""
    return text(event(session, person), "PUBLISH")


def event(session: Session, person: Membership) -> Event:
    """Return the session as it stands in the calendar of one of the two, without organiser and attendee."""
    return Event.new(
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
        status=STATUS.CONFIRMED if session.is_booked else STATUS.CANCELLED,
    )


def title(session: Session, person: Membership) -> str:
    """Return what stands in the calendar: the number and the other person, nothing else."""
    return _("Sitzung {number} mit {partner}").format(
        number=session.number, partner=session.tandem.partner_of(person)
    )


def url(session: Session) -> str:
    """Return the absolute address of the session's page."""
    slug, tandem = session.tandem.program.organisation.slug, session.tandem.public_id
    kwargs = {"organisation": slug, "tandem": tandem, "number": session.number}
    return absolute(reverse("sessions:session_detail", kwargs=kwargs))


def _organizer(session: Session) -> vCalAddress:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name = _("{organisation} über Umento").format(organisation=session.tandem.program.organisation)
    return vCalAddress.new(address, cn=name)


def attendee(name: str, email: str) -> vCalAddress:
    """Return the person a calendar mail goes to."""
    # No RSVP: nobody reads the answers, a no is said on the page.
    return vCalAddress.new(email, cn=name, role="REQ-PARTICIPANT", partstat="NEEDS-ACTION", rsvp=False)


def text(meeting: Event, method: str) -> str:
    """Return the calendar object around one event. ``method`` must stand in the mail's header as well."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(meeting)
    return calendar.to_ical().decode()
