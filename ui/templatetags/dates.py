"""{% load dates %}: {% when start end %}, {{ moment|day:"short" }}, {{ moment|clock }}, {% leaf moment %}.

The sentences come from ui.dates.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui import dates

register = template.Library()


def stamped(moment: date | datetime, text: str) -> SafeString:
    # A browser reads no more than thousandths of a second there.
    stamp = moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()
    return format_html('<time datetime="{}">{}</time>', stamp, text)


@register.simple_tag
def when(
    start: datetime, end: datetime | None = None, style: str = "long", zone: str | ZoneInfo | None = None
) -> SafeString:
    """<time>Donnerstag, 21. Januar, 10:30 bis 11:15 Uhr</time>; without `end` only the day."""
    text = dates.span(start, end, style, zone) if end else dates.words(start, style, zone)
    return stamped(dates.local(start, zone), unbroken(text))


def unbroken(text: str) -> str:
    """Keep a line from ending within "26. November" or "9:30 bis 10:15 Uhr"."""
    return re.sub(
        r"(?<=\d)(\.? )(?=[^\W\d])|(?<=bis) ", lambda gap: gap[0].replace(" ", "\N{NO-BREAK SPACE}"), text
    )


@register.simple_tag
def hours(start: datetime, end: datetime, zone: str | ZoneInfo | None = None) -> str:
    return dates.hours(start, end, zone)


@register.filter
def day(moment: date | datetime | None, style: str = "long") -> str:
    return dates.words(moment, style) if moment else ""


@register.filter
def clock(moment: datetime | None, zone: str = "") -> str:
    return dates.clock(moment, zone or None) if moment else ""


@register.inclusion_tag("components/leaf.html")
def leaf(moment: date | datetime, zone: str | ZoneInfo | None = None) -> dict[str, str | int]:
    moment = dates.local(moment, zone)
    return {"month": dates.short_month(moment), "day": moment.day, "weekday": dates.words(moment, "weekday")}
