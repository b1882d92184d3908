"""The mails of the app, one function each."""

from datetime import datetime, timedelta

from django.urls import reverse

from accounts.languages import of_participant
from accounts.models import Membership
from feedback.models import Outcome, SurveyRequest
from mail.outbox import Letter, absolute, enqueue
from programs.models import Program

#: After this a request for feedback is no longer worth a mail.
STALE_AFTER = timedelta(days=7)


def survey(request: SurveyRequest, token: str, due_at: datetime) -> None:
    """Ask whether it took place, with links that need no sign-in. The mail goes at ``due_at``."""
    enqueue(_letter("feedback.survey", request, token, due_at))


def survey_reminder(request: SurveyRequest, token: str, due_at: datetime) -> None:
    """Remind once, at ``due_at``."""
    enqueue(_letter("feedback.reminder", request, token, due_at))


def outcome_links(token: str) -> list[tuple[str, str]]:
    """Return the addresses at which each outcome needs one press more, with its word."""
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
        sender_name=f"{membership.organisation.name} über Umento",
        reply_to=_reply_to(session.tandem.program),
        due_at=due_at,
        not_after=due_at + STALE_AFTER,
        sensitive=True,
    )


def _reply_to(program: Program) -> str:
    contact: Membership | None = program.contact
    return contact.email if contact else ""
