"""The report as one plain table for spreadsheets: what the page shows, and nothing that it hides. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.words import Words
from programs.models import Side
from reports.charts import span
from reports.findings import hidden
from reports.values import Figures, Mean


class Row(NamedTuple):
    """One figure. ``number`` is how many answers or sessions stand behind it, where that means something."""

    subject: str
    period: str
    group: str
    figure: str
    value: str
    number: str = ""


def rows(known: Figures, words: Words) -> list[list[str]]:
    """Return the table with its head; the sentences on what is left out stand at the end."""
    head = Row(_("Thema"), _("Zeitraum"), _("Gruppe"), _("Angabe"), _("Wert"), _("Anzahl"))
    found = [*_counts(known), *_sessions(known), *_feedback(known, words), *_changes(known, words)]
    notes = [Row(_("Ausgeblendet"), "", "", sentence, "") for sentence in hidden(known)]
    return [list(row) for row in (head, *found, *notes)]


def _counts(known: Figures) -> Iterator[Row]:
    yield Row(_("Programm"), _("heute"), _("alle"), _("Personen machen mit"), str(known.people))
    yield Row(_("Programm"), _("heute"), _("alle"), _("Tandems entstanden"), str(known.formed))
    yield Row(_("Programm"), _("heute"), _("alle"), _("Tandems aktiv"), str(known.active))


def _sessions(known: Figures) -> Iterator[Row]:
    for period in known.sessions:
        when = span(period, "F Y")
        yield Row(_("Sitzungen"), when, _("alle"), _("fällig"), str(period.due))
        yield Row(_("Sitzungen"), when, _("alle"), _("fanden statt"), str(period.held))


def _feedback(known: Figures, words: Words) -> Iterator[Row]:
    named = {Side.MENTOR.value: words.mentors, Side.MENTEE.value: words.mentees}
    for period in known.periods:
        groups = {_("alle"): period.whole} | {named[side]: mean for side, mean in period.sides.items()}
        for group, mean in groups.items():
            yield _mean(_("Rückmeldung"), span(period, "F Y"), group, _("hilfreich, 1 bis 5"), mean)


def _changes(known: Figures, words: Words) -> Iterator[Row]:
    named = {Side.MENTOR.value: words.mentors, Side.MENTEE.value: words.mentees}
    for change in known.changes:
        for when, mean in ((_("zu Beginn"), change.before), (_("am Ende"), change.after)):
            if mean:
                yield _mean(_("Ziel"), when, named[change.side], change.item, mean)


def _mean(subject: str, period: str, group: str, figure: str, mean: Mean) -> Row:
    return Row(subject, period, group, figure, number_format(round(mean.value, 1), 1), str(mean.answers))
