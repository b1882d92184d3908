"""{% load salutation %}: {% filter after_greeting %}Im Programm …{% endfilter %}"""

from django import template

from ui import dates

register = template.Library()


@register.filter(is_safe=True)
def after_greeting(sentence: str) -> str:
    """Begin small, as German does after "Guten Tag …,". Not for sentences that begin with a noun, a name or Sie."""
    return sentence[:1].lower() + sentence[1:] if dates.german() else sentence
