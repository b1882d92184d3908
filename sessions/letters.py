"""Every mail about a session: one function each. The texts are in ``templates/emails/session_*``."""

from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import languages
from accounts.models import Membership
from mail.outbox import Letter, absolute, enqueue
from sessions.calendars import ics
from sessions.models import Session
from sessions.times import zones
from ui import dates


def booked(session: Session) -> None:
    """Tell both, with the calendar file."""
    _tell_both(session, "session.booked", "REQUEST", by=session.booked_by)


def moved(session: Session, *, by: Membership, before: datetime) -> None:
    """Tell both the new time beside the old one (``before``), with the update of the calendar file."""
    _tell_both(session, "session.moved", "REQUEST", by=by, before=before)


def relocated(session: Session, *, by: Membership) -> None:
    """Tell both where and how they meet now, with the update of the calendar file."""
    _tell_both(session, "session.relocated", "REQUEST", by=by)


def cancelled(session: Session, *, by: Membership | None) -> None:
    """Tell both, with the cancellation for the calendar. ``by`` is None when it went with the tandem."""
    _tell_both(session, "session.cancelled", "CANCEL", by=by)


def reminder(session: Session, person: Membership, *, which: str) -> None:
    """Remind one of the two. ``which`` (day, hour) makes it another mail; after the start it is no longer sent."""
    if person.is_active:
        enqueue(_letter(session, "session.reminder", person, about=f":{which}", not_after=session.starts_at))


def _tell_both(
    session: Session,
    kind: str,
    method: Literal["REQUEST", "CANCEL"],
    *,
    by: Membership | None,
    before: datetime | None = None,
) -> None:
    for person in session.tandem.members:
        if not person.is_active:
            continue
        with translation.override(languages.of_participant(person)):
            calendar = ics.invitation(session, person=person, method=method)
            context = {"by": by, "is_by": by == person, "before": before and _moment(before, person)}
        enqueue(_letter(session, kind, person, context=context, calendar=calendar, calendar_method=method))


def _letter(
    session: Session, kind: str, person: Membership, *, about: str = "", context: Any = None, **fields: Any
) -> Letter:
    language = languages.of_participant(person)
    partner, organisation = session.tandem.partner_of(person), session.tandem.program.organisation
    with translation.override(language):
        facts = _facts(session, person)
        sender = _("{organisation} über Umento").format(organisation=organisation)
    return Letter(
        kind=kind,
        about=f"session:{session.public_id}{about}",
        revision=session.revision,
        recipient=person.email,
        language=language,
        context={"session": session, "person": person, "partner": partner, **facts, **(context or {})},
        sender_name=sender,
        reply_to=partner.email,  # an answer is meant for the other one, not for HR
        **fields,
    )


def _facts(session: Session, person: Membership) -> dict[str, str]:
    """Return when and how in words, and the addresses of the pages, in the active language and the person's zone."""
    return {
        "when": dates.span(session.starts_at, session.ends_at, "long_year", person.zone),
        "short": dates.words(session.starts_at, "medium", person.zone),
        "clock": dates.clock(session.starts_at, person.zone),
        "zone": zones.name(ZoneInfo(person.zone), session.starts_at),
        "url": ics.url(session),
        "book_url": _book_url(session),
    }


def _moment(start: datetime, person: Membership) -> str:
    return f"{dates.words(start, 'long_year', person.zone)}, {dates.clock(start, person.zone)}"


def _book_url(session: Session) -> str:
    kwargs = {"organisation": session.tandem.program.organisation.slug, "tandem": session.tandem.public_id}
    return absolute(reverse("sessions:session_book", kwargs=kwargs))
