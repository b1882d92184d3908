"""What pages say about people of a program that is over."""

from typing import Any

from django import template

from programs import endings
from programs.models import Program

register = template.Library()


@register.inclusion_tag("programs/_ending.html", takes_context=True)
def note_of_ending(context: dict[str, Any], program: Program) -> dict[str, Any]:
    """Say when the people of a program are forgotten, or since when they are; nothing while it goes on."""
    member = context.get("membership")
    return {
        "ending": endings.of(program),
        "program": program,
        "organisation": context.get("organisation"),
        "may_ask": member is not None and member.is_owner and program.phase == "archived",
    }


@register.simple_tag
def when_forgotten(program: Program) -> endings.Ending | None:
    return endings.of(program)
