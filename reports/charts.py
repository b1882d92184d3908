"""Figures turned into the rows of our charts."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import Side
from reports.values import Figures
from ui.charts import Column, Day, PairedRow, Series


class Span(Protocol):
    """Whole months by the first day of the first and of the last."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...


def session_columns(known: Figures) -> list[Column]:
    """Return held of due sessions, a column per period."""
    return [
        Column(span(period, "M"), period.held, period.due, span(period, "F Y")) for period in known.sessions
    ]


def changes(known: Figures) -> list[PairedRow]:
    """Return a row per statement that has a mean at the start and at the end, with the smaller number of answers."""
    return [
        PairedRow(
            f"{change.side_label}: {change.item}",
            change.before.value,
            change.after.value,
            min(change.before.answers, change.after.answers),
        )
        for change in known.changes
        if change.before and change.after
    ]


def feedback_lines(known: Figures) -> tuple[list[Series], list[str]]:
    """Return the lines of both sides (or of all together) and the labels of the periods."""
    labels = [span(period, "M") for period in known.periods]
    if not known.by_side:
        return [Series(_("Alle"), "mentee", [period.whole.value for period in known.periods])], labels
    return [
        Series(_("Mentees"), "mentee", _of(Side.MENTEE, known)),
        Series(_("Mentor*innen"), "mentor", _of(Side.MENTOR, known)),
    ], labels


def _of(side: Side, known: Figures) -> Sequence[float | None]:
    return [period.sides[side].value for period in known.periods]


def span(period: Span, style: str) -> str:
    """Return "Okt", or "Okt bis Dez" for joined months; ``style`` is that of Django's dates."""
    first, last = (date_format(day, style) for day in (period.first, period.last))
    return first if first == last else _("{first} bis {last}").format(first=first, last=last)


def week_days(counts: list[int], today: date) -> list[Day]:
    """Return the five days of a week with their booked sessions, today marked."""
    names = [_("Mo"), _("Di"), _("Mi"), _("Do"), _("Fr")]
    return [
        Day(name, count, now=today.weekday() == place)
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    ]
