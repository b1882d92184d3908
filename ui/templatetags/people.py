"""{% load people %}: {% avatar name role %}, {{ name|initials }}, {% fit_ring 81 %}, {% pair_band … %}."""

from typing import Any

from django import template

register = template.Library()

TITLES = {"dr.", "prof.", "dipl.-ing.", "mag."}
ATTENTION_BELOW = 70


@register.filter
def initials(name: str | None) -> str:
    """First letters of first and last name, without academic titles: "Dr. Thomas Reuter" → "TR"."""
    words = [word for word in (name or "").split() if word.lower() not in TITLES]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends)


@register.inclusion_tag("components/avatar.html")
def avatar(name: str, role: str = "plain", size: str = "") -> dict[str, str]:
    """Decorative; put the name beside it. `role` is mentor (round), mentee (square) or plain; `size` sm, lg, xl."""
    return {"initials": initials(name), "role": role or "plain", "size": size}


@register.inclusion_tag("components/fit_ring.html")
def fit_ring(points: float, size: str = "", word: str = "") -> dict[str, Any]:
    """The fit of a pair, 0 to 100, for HR only. `word` is its grade, read out after the number."""
    shown = round(points)
    return {"points": shown, "attention": shown < ATTENTION_BELOW, "size": size, "word": word}
