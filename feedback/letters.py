"""The mails of the app, one function each."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import translation

from accounts.languages import of_participant, sender_name
from accounts.models import Membership
from feedback.models import Outcome, SurveyRequest
from mail.outbox import Letter, absolute, enqueue
from programs.models import Program
from sessions.calendars import ics
from sessions.models import Session, TimeRequest
from sessions.reminder_choices import USEFUL
from ui import dates

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from feedback.bundles import Bundle

BUNDLE = "session.bundle"
#: What a letter about a request says of its session.
PEOPLE = ("session__tandem__mentor__membership", "session__tandem__mentee__membership")
#: After this a request for feedback is no longer worth a mail.
STALE_AFTER = timedelta(days=7)


def survey(request: SurveyRequest, token: str, due_at: datetime) -> None:
    """Ask whether it took place, with links that need no sign-in. The mail goes at ``due_at``."""
    enqueue(_letter("feedback.survey", request, token, due_at))


def survey_reminder(request: SurveyRequest, token: str, due_at: datetime) -> None:
    """Remind once, at ``due_at``."""
    enqueue(_letter("feedback.reminder", request, token, due_at))


def bundle(found: "Bundle") -> None:
    """Tell one person in the morning what comes and what is open. It is of no use on another day."""
    person, language = found.person, of_participant(found.person)
    with translation.override(language):
        context = {
            "person": person,
            "sessions": [_line(session, person) for session in found.sessions],
            "requests": [_request_line(request, person) for request in found.requests],
            "feedback": [_feedback_line(request, token, person) for request, token in found.feedback],
            "day": dates.words(found.moment, "long", person.zone),
            "url": _url("programs:home", person),
            "choices_url": _url("sessions:reminder_choices", person),
        }
    enqueue(
        Letter(
            kind=BUNDLE,
            about=found.about,
            recipient=person.email,
            language=language,
            context=context,
            sender_name=sender_name(person.organisation, language),
            not_after=found.moment + USEFUL,
            sensitive=bool(found.feedback),
        )
    )


def _line(session: Session, person: Membership) -> dict[str, Any]:
    return {
        "number": session.number,
        "partner": session.tandem.partner_of(person),
        "when": dates.span(session.starts_at, session.ends_at, "long", person.zone),
        "how": session.get_form_display(),
        "place": session.place,
        "url": ics.url(session),
    }


def _request_line(request: TimeRequest, person: Membership) -> dict[str, Any]:
    return {
        "number": request.number,
        "partner": request.asked_by,
        "when": dates.span(request.starts_at, request.ends_at, "long", person.zone),
        "url": _url("sessions:request_detail", person, request.tandem.public_id, request.public_id),
    }


def _feedback_line(request: SurveyRequest, token: str, person: Membership) -> dict[str, Any]:
    return {
        "number": request.session.number,
        "partner": request.session.tandem.partner_of(person),
        "url": absolute(reverse("feedback:survey", args=[token])),
    }


def _url(name: str, person: Membership, *parts: str) -> str:
    return absolute(reverse(name, args=[person.organisation.slug, *parts]))


def outcome_links(token: str) -> "list[tuple[str, _StrPromise]]":
    """Return the addresses at which each outcome needs one press more, with its word in the reader's language."""
    url = absolute(reverse("feedback:survey", args=[token]))
    return [(f"{url}?outcome={outcome.value}", outcome.label) for outcome in Outcome]


def _letter(kind: str, request: SurveyRequest, token: str, due_at: datetime) -> Letter:
    membership, session = request.membership, request.session
    return Letter(
        kind=kind,
        about=f"session:{session.public_id}",
        revision=session.revision,
        recipient=membership.email,
        language=of_participant(membership),
        context={
            "name": membership.name,
            "first_name": membership.first_name,
            "partner": session.tandem.partner_of(membership),
            "session": session,
            "zone": membership.tzinfo,
            "url": absolute(reverse("feedback:survey", args=[token])),
            "outcomes": outcome_links(token),
            "smallest_group": membership.organisation.smallest_group,
        },
        sender_name=sender_name(membership.organisation, of_participant(membership)),
        reply_to=_reply_to(session.tandem.program),
        due_at=due_at,
        not_after=due_at + STALE_AFTER,
        sensitive=True,
    )


def _reply_to(program: Program) -> str:
    contact: Membership | None = program.contact
    return contact.email if contact else ""
