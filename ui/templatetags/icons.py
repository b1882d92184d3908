from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A lucide icon. Decorative unless `label` names it; `size` is "", "lg" or any other icon--… class."""
    if not label:
        return drawn(name, size)
    return format_html('<span role="img" aria-label="{}">{}</span>', label, drawn(name, size))


@lru_cache(maxsize=256)
def drawn(name: str, size: str) -> SafeString:
    css = f"icon icon--{size}" if size else "icon"
    return mark_safe(  # noqa: S308 - drawn from the package, names come from templates
        lucide(name, size=None, **{"class": css, "aria-hidden": "true"})
    )
