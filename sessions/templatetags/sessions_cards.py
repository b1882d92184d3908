"""{% load sessions_cards %}: cards for participants' pages, and {{ tandem|partner_of:membership }}."""

from typing import Any

from django import template

from accounts.models import Membership
from programs.models import Tandem
from sessions import changes
from sessions.models import Session, TimeRequest
from tenancy import clock

register = template.Library()


@register.inclusion_tag("sessions/next_session_card.html", takes_context=True)
def next_session_card(context: dict[str, Any], membership: Membership) -> dict[str, Any]:
    """What is asked, and the next session of this person or the way to one; nothing without a running tandem."""
    asked = TimeRequest.objects.open().of(membership).with_people().order_by("answer_until").first()
    session = Session.objects.of(membership).with_people().coming(clock.now()).first()
    tandem = session.tandem if session else Tandem.objects.of(membership).active().with_people().first()
    return {
        "csrf_token": context.get("csrf_token"),
        "time_request": asked,
        "session": session,
        "tandem": tandem,
        "partner": tandem.partner_of(membership) if tandem else None,
        "membership": membership,
        "organisation": membership.organisation,
    }


@register.inclusion_tag("sessions/postponement_card.html", takes_context=True)
def postponement_card(
    context: dict[str, Any], membership: Membership, tandem: Tandem | None = None, css: str = ""
) -> dict[str, Any]:
    """Ask a mentor how to go on after two postponements in a row, in ``tandem`` or in any; nothing for anybody else."""
    asked = [tandem] if tandem else Tandem.objects.of(membership).active().with_people()
    return {
        "csrf_token": context.get("csrf_token"),
        "organisation": membership.organisation,
        "css": css,
        "tandems": [(row, row.partner_of(membership)) for row in asked if changes.is_asked(row, membership)],
    }


@register.filter
def partner_of(tandem: Tandem, membership: Membership) -> Membership:
    return tandem.partner_of(membership)
