"""{% load publishing %}: {% going_out program %} where HR looks at tandems and runs."""

from typing import Any

from django import template

from matching import publishing
from matching.figures import Figures
from matching.models import RunState
from programs.models import Program

register = template.Library()


@register.inclusion_tag("matching/_going_out.html", takes_context=True)
def going_out(context: template.Context, program: Program) -> dict[str, Any]:
    """The run that HR has published and that is not out yet, with the way back; and pairs that could not go out."""
    run = publishing.on_its_way(program)
    return {
        "run": run,
        "program": program,
        "tab": context.get("tab"),
        "organisation": context["organisation"],
        "csrf_token": context.get("csrf_token"),
        "count": Figures.of(run).tandems if run else 0,
        "may_recall": run is not None and run.state == RunState.RELEASED,
        "refused": publishing.refused_lately(program),
    }


@register.simple_tag
def on_its_way(program: Program) -> bool:
    """Whether HR has published tandems that are not out yet."""
    return publishing.on_its_way(program) is not None
