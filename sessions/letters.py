"""Every mail about a session: one function each. The texts are in ``templates/emails/session_*``."""

from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import languages
from accounts.models import Membership
from mail.outbox import Letter, absolute, enqueue
from programs.models import Tandem
from sessions.calendars import ics, reply_addresses
from sessions.models import Delegate, Session, SessionChange
from sessions.times import zones
from ui import dates


def booked(session: Session, *, agreed: bool = False) -> None:
    """Tell both, with the calendar file. ``agreed``: one asked for this time, the other one said yes."""
    _tell_both(session, "session.booked", "REQUEST", by=session.booked_by, agreed=agreed)


def series(sessions: list[Session], *, by: Membership) -> None:
    """Tell both of several sessions that were booked in one go. Calendars take them from the mail of each."""
    for person in sessions[0].tandem.members:
        if not person.is_active:
            continue
        with translation.override(languages.of_participant(person)):
            facts = [{"session": session, **_facts(session, person)} for session in sessions]
            city = zones.city(person.tzinfo)
        context = {"by": by, "is_by": by == person, "count": len(sessions), "sessions": facts, "city": city}
        context["tandem_url"] = _page_url(sessions[0].tandem, "tandem_detail")
        enqueue(_letter(sessions[0], "session.series", person, about=":series", context=context))


def moved(session: Session, *, by: Membership, before: datetime, delegate: Delegate | None = None) -> None:
    """Tell both the new time beside the old one (``before``), with the update of the calendar file.

    Who the delegate is that did it, only the one they act for reads.
    """
    _tell_both(session, "session.moved", "REQUEST", by=by, before=before, delegate=delegate)


def replaced(session: Session, *, by: Membership, before: datetime, is_late: bool) -> None:
    """Tell both that the old time (``before``) is cancelled and which one took its place."""
    _tell_both(session, "session.replaced", "REQUEST", by=by, before=before, is_late=is_late)


def relocated(session: Session, *, by: Membership) -> None:
    """Tell both where and how they meet now, with the update of the calendar file."""
    _tell_both(session, "session.relocated", "REQUEST", by=by)


def cancelled(
    session: Session, *, by: Membership | None, is_late: bool = False, is_asked: bool = False
) -> None:
    """Tell both, with the cancellation for the calendar. ``by`` is None when it went with the tandem.

    ``is_asked``: a request for another time goes out at the same moment.
    """
    _tell_both(session, "session.cancelled", "CANCEL", by=by, is_late=is_late, is_asked=is_asked)


def postponed(tandem: Tandem, change: SessionChange) -> None:
    """Ask the mentor, and nobody else, how to go on after postponements. The subject says nothing of it."""
    mentor = tandem.mentor.membership
    if not mentor.is_active:
        return
    language = languages.of_participant(mentor)
    enqueue(
        Letter(
            kind="tandem.postponed",
            about=f"tandem:{tandem.public_id}:{change.pk}",
            recipient=mentor.email,
            language=language,
            context={
                "person": mentor,
                "partner": tandem.mentee.membership,
                "url": _page_url(tandem, "tandem_detail"),
            },
            sender_name=languages.sender_name(tandem.program.organisation, language),
        )
    )


def delegated(delegate: Delegate, *, token: str) -> None:
    """Send a delegate the private link. The body holds the token."""
    person = delegate.person
    language = languages.of_participant(person)
    enqueue(
        Letter(
            kind="session.delegate",
            about=f"delegate:{delegate.public_id}",
            recipient=delegate.email,
            language=language,
            context={
                "delegate": delegate,
                "person": person,
                "url": absolute(reverse("sessions:delegate_sessions", kwargs={"token": token})),
            },
            sender_name=languages.sender_name(person.organisation, language),
            reply_to=person.email,
            sensitive=True,
        )
    )


def reminder(session: Session, person: Membership, *, which: str) -> None:
    """Remind one of the two. ``which`` (day, hour) makes it another mail; after the start it is no longer sent."""
    if person.is_active:
        enqueue(_letter(session, "session.reminder", person, about=f":{which}", not_after=session.starts_at))


def countered(session: Session, person: Membership) -> None:
    """Tell who asked for another time in their calendar that nothing has changed, and where to choose one."""
    context = {"move_url": ics.url(session, "session_move")}
    enqueue(_letter(session, "session.countered", person, context=context, not_after=session.starts_at))


def _tell_both(
    session: Session,
    kind: str,
    method: Literal["REQUEST", "CANCEL"],
    *,
    by: Membership | None,
    before: datetime | None = None,
    **facts: Any,
) -> None:
    for person in session.tandem.members:
        if not person.is_active:
            continue
        with translation.override(languages.of_participant(person)):
            calendar = ics.invitation(session, person=person, method=method)
            context = {"by": by, "is_by": by == person, "before": before and _moment(before, person)}
            context |= facts
        enqueue(
            _letter(
                session,
                kind,
                person,
                context=context,
                calendar=calendar,
                calendar_method=method,
                sender=reply_addresses.address(session, person),
            )
        )


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
        "book_url": _page_url(session.tandem, "session_book"),
        "reads_answers": settings.MAIL_REPLY_ADDRESS,
    }


def _moment(start: datetime, person: Membership) -> str:
    return f"{dates.words(start, 'long_year', person.zone)}, {dates.clock(start, person.zone)}"


def _page_url(tandem: Tandem, name: str) -> str:
    kwargs = {"organisation": tandem.program.organisation.slug, "tandem": tandem.public_id}
    return absolute(reverse(f"sessions:{name}", kwargs=kwargs))
