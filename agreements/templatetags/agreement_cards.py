"""{% load agreement_cards %}: {% agreement_card tandem membership %}, {% agreement_state tandem %} for HR's eyes."""

from typing import Any

from django import template

from accounts.models import Membership
from agreements import versions
from agreements.desk import Desk
from programs.models import Tandem

register = template.Library()


@register.inclusion_tag("agreements/card.html")
def agreement_card(tandem: Tandem, membership: Membership) -> dict[str, Any]:
    """How far this person is with the agreement, or what is agreed."""
    return {
        "desk": Desk(tandem, membership),
        "tandem": tandem,
        "partner": tandem.partner_of(membership),
        "organisation": membership.organisation,
    }


@register.inclusion_tag("agreements/public_state.html")
def agreement_state(tandem: Tandem) -> dict[str, Any]:
    """That there is an agreement, since when; never a word of it."""
    return {"public": versions.public(tandem)}
