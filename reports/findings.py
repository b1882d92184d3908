"""What the report says in words, chosen from a fixed set of sentences. They say what was counted, never why.

Everything here is computed from the report's figures alone, so no sentence knows more than the page shows.
"""

from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.words import Words
from programs.models import Side
from reports.values import Change, Figures, Mean
from ui.dates import words as day_words

#: A mean that moved less is called about the same.
NOTABLE = 0.3
#: Means from here on count as helpful.
HELPFUL = 4


def headline(known: Figures, words: Words) -> str:
    """Return the one sentence on top: the strongest finding that the data carries, in the house's words."""
    moved = largest_change(known)
    if moved:
        return _change_in_words(moved, words)
    if known.helpful is not None:
        return helpfulness(known.helpful)
    if known.due:
        return _attendance(known)
    if known.active:
        return ngettext("{n} Tandem ist unterwegs.", "{n} Tandems sind unterwegs.", known.active).format(
            n=known.active
        )
    return _("Das Programm hat noch keine Tandems.")


def largest_change(known: Figures) -> Change | None:
    """Return the statement whose mean moved most, whichever way; None while there is none before and after."""
    moved = [change for change in known.changes if change.difference is not None]
    return max(moved, key=lambda change: abs(change.difference or 0), default=None)


def _change_in_words(change: Change, words: Words) -> str:
    moved = change.difference or 0
    if abs(moved) < NOTABLE:
        sentence = _(
            "{group} stimmen ihrer Aussage zum Ziel etwa so zu wie zu Beginn: {after} und {before} von 5."
        )
    elif moved > 0:
        sentence = _(
            "{group} stimmen ihrer Aussage zum Ziel stärker zu als zu Beginn: {after} statt {before} von 5."
        )
    else:
        sentence = _(
            "{group} stimmen ihrer Aussage zum Ziel weniger zu als zu Beginn: {after} statt {before} von 5."
        )
    group = words.mentees if change.side == Side.MENTEE else words.mentors
    return sentence.format(group=group, before=_mean(change.before), after=_mean(change.after))


def summary(known: Figures) -> str:
    """Return the paragraph under the headline: tandems, sessions and feedback in words."""
    tandems = ngettext(
        "{active} von {formed} Tandem ist aktiv.", "{active} von {formed} Tandems sind aktiv.", known.formed
    )
    parts = [tandems.format(active=known.active, formed=known.formed)]
    if known.due:
        parts.append(_attendance(known))
    if known.helpful is not None and largest_change(known):
        parts.append(helpfulness(known.helpful))
    return " ".join(parts)


def helpfulness(mean: float) -> str:
    """Return how helpful the conversations are; they are called helpful only where they count as that."""
    if mean >= HELPFUL:
        sentence = _("Die Gespräche gelten als hilfreich: {mean} von 5.")
    else:
        sentence = _("Wie hilfreich die Gespräche sind: im Mittel {mean} von 5.")
    return sentence.format(mean=_one(mean))


def _attendance(known: Figures) -> str:
    sentence = ngettext(
        "{held} von {due} fälligen Sitzung fand statt.",
        "{held} von {due} fälligen Sitzungen fanden statt.",
        known.due,
    )
    return sentence.format(held=known.held, due=known.due)


def change_title(known: Figures) -> str:
    """Return the finding over the chart before and after."""
    moved = [change.difference for change in known.changes if change.difference is not None]
    if len(moved) == len(known.changes) and all(one >= NOTABLE for one in moved):
        return _("Beide Seiten stimmen ihrer Aussage am Ende stärker zu")
    return _("Das Ziel, zu Beginn und am Ende")


def feedback_title(known: Figures) -> str:
    """Return the finding over the feedback chart."""
    if not known.by_side or not known.periods:
        return _("So hilfreich waren die Gespräche")
    if all(mean.value >= HELPFUL for mean in known.periods[-1].sides.values()):
        return _("Beide Seiten finden die Gespräche hilfreich")
    return _("So hilfreich finden beide Seiten die Gespräche")


def sessions_title(known: Figures) -> str:
    """Return the finding over the sessions chart."""
    if known.held == known.due:
        return _("Alle fälligen Sitzungen fanden statt")
    return _("{held} von {due} fälligen Sitzungen fanden statt").format(held=known.held, due=known.due)


def hidden(known: Figures) -> list[str]:
    """Return a sentence for each thing that the report leaves out, and why."""
    found = []
    if not known.shows_sessions:
        found.append(_("Sitzungen: weniger als {n} Personen sind in einem Tandem.").format(n=known.smallest))
    if not known.periods:
        found.append(_no_feedback(known))
    elif not known.by_side:
        found.append(
            _("Rückmeldungen je Seite: eine der Seiten hat weniger als {n} Personen.").format(
                n=known.smallest
            )
        )
    if not known.has_change:
        found.append(
            _("Zu Beginn und am Ende: Noch hat keine Seite zu beiden Zeitpunkten {n} Antworten.").format(
                n=known.smallest
            )
        )
    return found


def _no_feedback(known: Figures) -> str:
    return _("Rückmeldungen: noch keine von {n} Personen aus abgeschlossenen Monaten.").format(
        n=known.smallest
    )


def first_numbers(starts_on: date | None, today: date) -> str:
    """Return when the first numbers can appear: months count once they are over, so on the first of one."""
    begins = max(starts_on or today, today)
    month = date(begins.year + begins.month // 12, begins.month % 12 + 1, 1)
    return day_words(month, "day_year")


def _one(value: float) -> str:
    return number_format(round(value, 1), 1)


def _mean(mean: Mean | None) -> str:
    return _one(mean.value) if mean else "–"
