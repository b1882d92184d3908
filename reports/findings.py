"""The report's headline, chosen from a fixed set of sentences. Says what was counted, never why."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from programs.models import Side
from reports.figures import Figures


def headline(known: Figures) -> str:
    """Return the one sentence on top: the strongest finding that the data carries."""
    if known.helpful is not None:
        return _("Die Gespräche gelten als hilfreich: {mean} von 5.").format(
            mean=number_format(known.helpful, 1)
        )
    if known.held:
        return _("{held} von {due} fälligen Sitzungen fanden statt.").format(held=known.held, due=known.due)
    if known.active:
        return _("{active} Tandems sind unterwegs.").format(active=known.active)
    return _("Das Programm hat noch keine Tandems.")


def summary(known: Figures) -> str:
    """Return the paragraph under the headline: tandems and sessions in words."""
    parts = [_("{active} von {formed} Tandems sind aktiv.").format(active=known.active, formed=known.formed)]
    if known.due:
        parts.append(
            _("{held} von {due} fälligen Sitzungen fanden statt.").format(held=known.held, due=known.due)
        )
    return " ".join(parts)


def feedback_title(known: Figures) -> str:
    """Return the finding over the feedback chart."""
    if not known.by_side or not known.periods:
        return _("So hilfreich waren die Gespräche")
    last = known.periods[-1]
    if min(last.helpful(Side.MENTOR), last.helpful(Side.MENTEE)) >= 4:
        return _("Beide Seiten finden die Gespräche hilfreich")
    return _("So hilfreich finden beide Seiten die Gespräche")


def sessions_title(known: Figures) -> str:
    """Return the finding over the sessions chart."""
    missing = known.due - known.held
    if not missing:
        return _("Alle fälligen Sitzungen fanden statt")
    return _("{held} von {due} fälligen Sitzungen fanden statt").format(held=known.held, due=known.due)
