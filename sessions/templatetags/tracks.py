"""{% load tracks %}: what a kind of goal brings to the sessions, for pages of the apps below."""

from typing import Any

from django import template

from programs.models import Program
from sessions import guides

register = template.Library()


@register.inclusion_tag("sessions/_track.html")
def session_track(program: Program, kind: str) -> dict[str, Any]:
    """List the sessions of a program with their titles and what is on each agenda."""
    return {"guides": guides.track(program, kind)}


@register.inclusion_tag("sessions/_track_titles.html")
def track_titles(program: Program, kind: str) -> dict[str, Any]:
    """Name the sessions of a program in one line."""
    return {"guides": guides.track(program, kind)}
