"""{% load charts %}: whole figures. `title` is the finding, `about` what is measured, unit, period and scale,
`hidden` a sentence on what is left out and why, `wide` a figure over both columns."""

from collections.abc import Sequence
from typing import Any

from django import template

from ui import charts

register = template.Library()


@register.inclusion_tag("components/charts/paired_dots.html")
def paired_dots(
    rows: Sequence[charts.PairedRow],
    title: str,
    about: str,
    subject: str,
    low: int = 1,
    high: int = 5,
    hidden: str = "",
    wide: bool = False,
) -> dict[str, Any]:
    """Before and after; `subject` heads the first column of the table ("Thema")."""
    return {"chart": charts.PairedDots(rows, low, high), **frame(title, about, subject, hidden, wide)}


@register.inclusion_tag("components/charts/columns.html")
def columns(
    rows: Sequence[charts.Column], title: str, about: str, subject: str, hidden: str = "", wide: bool = False
) -> dict[str, Any]:
    """Done of planned, period by period."""
    return {"chart": charts.Columns(rows), **frame(title, about, subject, hidden, wide)}


@register.inclusion_tag("components/charts/lines.html")
def lines(
    series: Sequence[charts.Series],
    labels: Sequence[str],
    title: str,
    about: str,
    subject: str,
    low: int = 3,
    high: int = 5,
    hidden: str = "",
    wide: bool = False,
) -> dict[str, Any]:
    """At most two lines with their names at the end."""
    return {"chart": charts.Lines(series, labels, low, high), **frame(title, about, subject, hidden, wide)}


@register.inclusion_tag("components/charts/bars.html")
def bars(
    rows: Sequence[charts.Bar], title: str, about: str, hidden: str = "", wide: bool = False
) -> dict[str, Any]:
    """A ranking; it is a list with numbers and needs no table."""
    return {"bars": charts.bars(rows), **frame(title, about, "", hidden, wide)}


def frame(title: str, about: str, subject: str, hidden: str, wide: bool) -> dict[str, Any]:
    return {"title": title, "about": about, "subject": subject, "hidden": hidden, "wide": wide}


@register.inclusion_tag("components/charts/days.html")
def day_columns(rows: Sequence[charts.Day], label: str) -> dict[str, Any]:
    """Small columns for the days of a week."""
    return {"days": charts.days(rows), "label": label}


@register.inclusion_tag("components/charts/fit_dots.html")
def fit_dots(dots: Sequence[charts.Dot], caption: str) -> dict[str, Any]:
    """The fit of all proposals; `caption` says the distribution in words."""
    return {"chart": charts.FitDots(dots), "caption": caption}
