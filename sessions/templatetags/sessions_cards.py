"""{% load sessions_cards %}: {% next_session_card membership %}, {{ tandem|partner_of:membership }}."""

from typing import Any

from django import template

from accounts.models import Membership
from programs.models import Tandem
from sessions.models import Session
from tenancy import clock

register = template.Library()


@register.inclusion_tag("sessions/next_session_card.html")
def next_session_card(membership: Membership) -> dict[str, Any]:
    """The next session of this person, or the way to plan one; nothing without a running tandem."""
    session = Session.objects.of(membership).with_people().coming(clock.now()).first()
    tandem = session.tandem if session else Tandem.objects.of(membership).active().with_people().first()
    return {
        "session": session,
        "tandem": tandem,
        "partner": tandem.partner_of(membership) if tandem else None,
        "membership": membership,
        "organisation": membership.organisation,
    }


@register.filter
def partner_of(tandem: Tandem, membership: Membership) -> Membership:
    return tandem.partner_of(membership)
