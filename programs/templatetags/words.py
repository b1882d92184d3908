"""Roles as the house calls them: {{ words|side:participant.side }} and {{ words|role:participant }}."""

from django import template

from accounts.words import Words
from programs.models import Participant, Side

register = template.Library()


@register.filter
def side(words: Words, side: str) -> str:
    """The word for everybody on one side of a program."""
    return words.mentor if side == Side.MENTOR else words.mentee


@register.filter
def role(words: Words, participant: Participant) -> str:
    """The word for one person: the house's own, else the one they chose for themselves."""
    if participant.side in words.own:
        return side(words, participant.side)
    return participant.role_name
