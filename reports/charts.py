"""Figures turned into the rows of our charts."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import Side
from reports.figures import Figures
from reports.periods import Period
from ui.charts import Column, Day, Series


def session_columns(known: Figures) -> list[Column]:
    """Return held of due sessions, a column per month."""
    return [
        Column(date_format(month.first, "M"), month.held, month.due, date_format(month.first, "F Y"))
        for month in known.months
    ]


def feedback_lines(known: Figures) -> tuple[list[Series], list[str]]:
    """Return the lines of both sides (or of all together) and the labels of the periods."""
    labels = [_span(period) for period in known.periods]
    if not known.by_side:
        return [Series(_("Alle"), "mentee", [period.helpful() for period in known.periods])], labels
    return [
        Series(_("Mentees"), "mentee", [period.helpful(Side.MENTEE) for period in known.periods]),
        Series(_("Mentor*innen"), "mentor", [period.helpful(Side.MENTOR) for period in known.periods]),
    ], labels


def _span(period: Period) -> str:
    first, last = (date_format(day, "M") for day in (period.first, period.last))
    return first if first == last else _("{first} bis {last}").format(first=first, last=last)


def week_days(counts: list[int], today: date) -> list[Day]:
    """Return the five days of a week with their booked sessions, today marked."""
    names = [_("Mo"), _("Di"), _("Mi"), _("Do"), _("Fr")]
    return [
        Day(name, count, now=today.weekday() == place)
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    ]
