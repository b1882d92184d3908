"""{% load silence %}: {% silent_tandems program %} for HR's eyes."""

from typing import Any

from django import template

from programs.models import Program
from sessions import silence
from tenancy import clock

register = template.Library()


@register.inclusion_tag("sessions/silent_tandems.html")
def silent_tandems(program: Program) -> dict[str, Any]:
    """How many tandems have not met for long, from the smallest group on; never which."""
    smallest = program.organisation.smallest_group
    count = silence.figure(program, smallest=smallest, now=clock.now())
    return {"count": count, "smallest": smallest, "weeks": silence.patience(program).days // 7}
