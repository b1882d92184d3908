"""Cards about feedback for participants' pages."""

from typing import Any

from django import template

from accounts.models import Membership
from feedback import surveys
from feedback.models import Outcome
from tenancy import clock

register = template.Library()


@register.inclusion_tag("feedback/_open_card.html", takes_context=True)
def open_feedback_card(context: Any, membership: Membership) -> dict[str, Any]:
    """Show the newest session this person has not given feedback on; nothing when there is none."""
    waiting = surveys.open_for(membership, clock.now())[:1]
    if not waiting:
        return {}
    session = waiting[0].session
    return {
        "csrf_token": context.get("csrf_token"),
        "session": session,
        "partner": session.tandem.partner_of(membership),
        "token": surveys.link_token(session, membership)[0],
        "outcomes": [] if waiting[0].outcome else Outcome.choices,
    }
