"""What the guard found about a tandem, for HR's page of it."""

from typing import Any

from django import template

from programs import guard, guard_words
from programs.models import Tandem

register = template.Library()


@register.inclusion_tag("programs/_guard_findings.html", takes_context=True)
def guard_findings(context: template.Context, tandem: Tandem) -> dict[str, Any]:
    """Show what HR has to decide, and what was decided before."""
    return {
        "organisation": context["organisation"],
        "program": context["program"],
        "csrf_token": context.get("csrf_token"),
        "tandem": tandem,
        "open": [guard_words.sentence(finding, tandem) for finding in guard.findings(tandem)],
        "kept": [(finding, guard_words.sentence(finding, tandem)) for finding in guard.kept(tandem)],
    }
