"""What the pages about a tandem have in common."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import MemberRequest
from programs.models import Tandem
from sessions.models import Session


def tandem_context(request: MemberRequest, tandem: Tandem, **context: Any) -> dict[str, Any]:
    """Return what every page about a tandem shows."""
    return {
        "nav": "sessions",
        "tandem": tandem,
        "partner": tandem.partner_of(request.membership),
        "role": tandem.side_of(request.membership),
        "zone": request.membership.zone,
        **context,
    }


def to_session(session: Session) -> HttpResponse:
    slug, tandem = session.tandem.program.organisation.slug, session.tandem.public_id
    return redirect("sessions:session_detail", slug, tandem, session.number)
