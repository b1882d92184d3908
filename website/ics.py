"""Calendar files of demos. The link to move or cancel stays out of them: other people look into calendars."""

from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress
from icalendar.enums import STATUS

from accounts.models import Membership
from sessions.calendars import ics
from tenancy import clock
from website.models import DemoBooking

Method = Literal["REQUEST", "CANCEL"]


def for_prospect(demo: DemoBooking, method: Method) -> str:
    """Return the calendar object for a mail to the prospect, its only attendee."""
    event = _event(demo, _title(demo), method)
    return _invitation(event, demo.name, demo.email, method)


def for_host(demo: DemoBooking, host: Membership, method: Method) -> str:
    """Return the calendar object for a mail to one of us: the host, or who was it before the demo was moved."""
    event = _event(demo, _("Demo mit {name}").format(name=demo.name), method)
    return _invitation(event, host.name, host.email, method)


def file(demo: DemoBooking) -> str:
    """Return the calendar object to download: the prospect's event, nobody to answer to."""
    return ics.text(_event(demo, _title(demo), "REQUEST"), "PUBLISH")


def _title(demo: DemoBooking) -> str:
    return _("Umento-Demo mit {name}").format(name=demo.host.name)


def _event(demo: DemoBooking, title: str, method: Method) -> Event:
    return Event.new(
        uid=demo.uid,
        sequence=demo.revision,
        stamp=clock.now(),
        start=demo.starts_at,
        end=demo.ends_at,
        summary=title,
        location=demo.room or None,
        description=_("Verschieben oder absagen: über den Link in der Bestätigung per E-Mail."),
        status=STATUS.CONFIRMED if method == "REQUEST" else STATUS.CANCELLED,
    )


def _invitation(event: Event, name: str, email: str, method: Method) -> str:
    event.organizer = vCalAddress.new(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], cn="Umento")
    event.attendees = [ics.attendee(name, email)]
    return ics.text(event, method)
