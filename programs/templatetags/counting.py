"""How many people stand on a program's list, for the tab of that name."""

from django import template

from programs import participants
from programs.models import Program

register = template.Library()


@register.simple_tag
def people_of(program: Program) -> int:
    """Return the number of people on the list, in one query."""
    return sum(participants.counts(program).values())
