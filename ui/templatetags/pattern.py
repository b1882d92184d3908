from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ui import pattern

register = template.Library()


@register.simple_tag
def cover(seed: str, columns: int = 6, rows: int = 4, css: str = "") -> SafeString:
    """A decorative picture of the brand pattern; the same `seed` gives the same picture."""
    return format_html(
        '<svg class="cover{}" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">{}</svg>',
        f" {css}" if css else "",
        columns * pattern.TILE,
        rows * pattern.TILE,
        mark_safe(pattern.tiles(seed, columns, rows)),  # noqa: S308 - numbers and our own class names
    )
