"""What the pages about a tandem have in common."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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


def to_session(session: Session) -> HttpResponseRedirect:
    slug, tandem = session.tandem.program.organisation.slug, session.tandem.public_id
    return redirect("sessions:session_detail", slug, tandem, session.number)


def to_times(request: MemberRequest, sentence: str, part: str) -> HttpResponse:
    """Say that something is done and go back to its part of "Meine Zeiten"."""
    messages.success(request, sentence)
    target = redirect("programs:times", organisation=request.organisation.slug)
    target["Location"] += f"#{part}"
    return target


def week(request: HttpRequest) -> date | None:
    """Return the day in ?week=, whose week is to be shown."""
    try:
        return date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return None
