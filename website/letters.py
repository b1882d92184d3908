"""Every mail about a demo: one function each. The texts are in ``templates/emails/demo_*``."""

from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from mail.outbox import Letter, absolute, enqueue
from sessions.times import zones
from tenancy.models import new_public_id
from ui import dates
from website import ics
from website.addresses import in_language
from website.ics import Method
from website.models import DemoBooking

#: What the host's mail tells.
BOOKED, MOVED = _("Neue Demo"), _("Demo verschoben")
CANCELLED, HANDED_OVER = _("Demo abgesagt"), _("Demo abgegeben")


def booked(demo: DemoBooking) -> None:
    """Tell the prospect and the host, with the calendar file."""
    _tell_prospect(demo, "demo.booked", "REQUEST")
    _tell_host(demo, BOOKED, "REQUEST")


def moved(demo: DemoBooking, *, before: DemoBooking) -> None:
    """Tell the new time beside the old one; where the host changed, the one gets it and the other is rid of it."""
    _tell_prospect(demo, "demo.moved", "REQUEST", before=_when(before, before.zone, demo.language))
    if before.host_id == demo.host_id:
        _tell_host(demo, MOVED, "REQUEST")
        return
    _tell_host(demo, BOOKED, "REQUEST")
    before.revision = demo.revision
    _tell_host(before, HANDED_OVER, "CANCEL")


def cancelled(demo: DemoBooking, *, by: Membership | None) -> None:
    """Tell both, with the cancellation for the calendar. ``by`` is one of us, or None for the prospect."""
    _tell_prospect(demo, "demo.cancelled", "CANCEL", by=by)
    _tell_host(demo, CANCELLED, "CANCEL", by=by)


def reminder(demo: DemoBooking, *, which: str) -> None:
    """Remind the prospect. ``which`` (day, hour) makes it another mail; after the start it is no longer sent."""
    enqueue(_letter(demo, "demo.reminder", about=f":{which}", not_after=demo.starts_at))


def asked(*, name: str, email: str, interest: str) -> None:
    """Tell all of us that somebody looks for a time that we do not offer."""
    about = f"demo-request:{new_public_id()}"
    people = list(Membership.objects.filter(is_active=True).values_list("email", "language"))
    for recipient, language in people or [(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "de")]:
        context = {"name": name, "email": email, "interest": interest}
        enqueue(Letter("demo.asked", about, recipient, language, context, reply_to=email))


def _tell_prospect(demo: DemoBooking, kind: str, method: Method, **context: Any) -> None:
    with translation.override(demo.language):
        calendar = ics.for_prospect(demo, method)
    enqueue(_letter(demo, kind, context=context, calendar=calendar, calendar_method=method))


def _letter(
    demo: DemoBooking, kind: str, *, about: str = "", context: dict[str, Any] | None = None, **fields: Any
) -> Letter:
    return Letter(
        kind=kind,
        about=f"demo:{demo.public_id}{about}",
        revision=demo.revision,
        recipient=demo.email,
        language=demo.language,
        context={
            **_facts(demo, demo.zone, demo.language),
            "url": in_language(demo.language, "demo_detail", token=demo.token),
            "book_url": in_language(demo.language, "demo_book"),
            **(context or {}),
        },
        reply_to=demo.host.email,
        sensitive=True,
        **fields,
    )


def _tell_host(demo: DemoBooking, heading: Any, method: Method, **context: Any) -> None:
    host = demo.host
    with translation.override(host.language):
        calendar = ics.for_host(demo, host, method)
    facts = _facts(demo, host.zone, host.language)
    letter = Letter(
        kind="demo.host",
        about=f"demo:{demo.public_id}",
        revision=demo.revision,
        recipient=host.email,
        language=host.language,
        context={
            **facts,
            "heading": heading,
            "url": absolute(reverse("website:staff_demo_list")),
            "hours_url": absolute(reverse("website:staff_hours")),
            "is_off": method == "CANCEL",
            **context,
        },
        reply_to=demo.email,
        calendar=calendar,
        calendar_method=method,
    )
    enqueue(letter)


def _facts(demo: DemoBooking, zone: str, language: str) -> dict[str, Any]:
    """Return what all mails say, with the time in words as somebody in ``zone`` reads clocks."""
    with translation.override(language):
        return {
            "demo": demo,
            "when": _when(demo, zone, language),
            "short": f"{dates.words(demo.starts_at, 'short', zone)}, {dates.clock(demo.starts_at, zone)}",
            "zone": zones.name(ZoneInfo(zone), demo.starts_at),
            "room": demo.room,
        }


def _when(demo: DemoBooking, zone: str, language: str) -> str:
    with translation.override(language):
        return dates.span(demo.starts_at, demo.ends_at, "long_year", zone)
