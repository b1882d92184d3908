"""What pages of other apps show about mails."""

from typing import Any

from django import template

from programs import rounds
from programs.addresses import since, unreachable
from programs.forms.mails import mail_choices as form_of
from programs.models import Participant, Program

register = template.Library()


@register.inclusion_tag("programs/_mail_choices.html", takes_context=True)
def mail_choices(context: template.Context) -> dict[str, Any]:
    """Show the person who is signed in which mails they want."""
    return {**_frame(context), "form": form_of(context["request"].membership)}


@register.inclusion_tag("programs/_mail_tasks.html", takes_context=True)
def mail_tasks(context: template.Context, program: Program, *, with_addresses: bool = True) -> dict[str, Any]:
    """Show HR what its mails wait for: rounds that were stopped, and addresses that take no mail."""
    return {
        **_frame(context),
        "program": program,
        "unreachable": unreachable(program).count() if with_addresses else 0,
        "stopped": rounds.stopped(program),
        "running": rounds.running(program),
    }


@register.inclusion_tag("programs/_participant_address.html", takes_context=True)
def participant_address(context: template.Context, participant: Participant) -> dict[str, Any]:
    """Show HR whether somebody's address takes mail, and the way to another one."""
    return {
        **_frame(context),
        "program": context["program"],
        "participant": participant,
        "since": since(participant),
        "may_correct": participant.membership.user_id is None,
    }


def _frame(context: template.Context) -> dict[str, Any]:
    return {"organisation": context["organisation"], "csrf_token": context.get("csrf_token")}
