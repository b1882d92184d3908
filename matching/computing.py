"""How pairs are computed, in words, made from a program's live rules and weights."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import sentences
from matching.engine import FACTORS, Weights
from matching.engine.points import maxima
from programs.models import Measure, Program

#: From this depth on a line is as good as whole.
WHOLE_LINE = 9


@dataclass(frozen=True, slots=True)
class Criterion:
    """A factor with the most points it can give, of 100, and what it looks at."""

    name: str
    maximum: int
    text: str


def rules(program: Program) -> list[str]:
    """Return the hard rules as sentences: a pair that breaks one is never proposed."""
    found = [
        _("Beide machen freiwillig mit und haben ihre Fragen beantwortet."),
        _("Beide haben mindestens eine gemeinsame Sprache."),
        _distance(program),
    ]
    if program.reporting_depth:
        found.append(_line(program.reporting_depth))
    return [
        *found,
        _("Ausgeschlossene Paare und solche, aus denen schon einmal nichts wurde, kommen nicht wieder."),
        _("Niemand hat mehr Tandems, als Platz angegeben ist."),
    ]


def _distance(program: Program) -> str:
    n = max(1, program.minimum_distance)
    if program.measure == Measure.LEVEL:
        text = ngettext(
            "Wer Mentoring gibt, steht mindestens {n} Karrierestufe unter der anderen Person.",
            "Wer Mentoring gibt, steht mindestens {n} Karrierestufen unter der anderen Person.",
            n,
        )
    else:
        text = ngettext(
            "Wer Mentoring gibt, hat mindestens {n} Berufsjahr weniger als die andere Person.",
            "Wer Mentoring gibt, hat mindestens {n} Berufsjahre weniger als die andere Person.",
            n,
        )
    return text.format(n=n)


def _line(depth: int) -> str:
    if depth == 1:
        return _("Niemand bekommt die eigene Führungskraft.")
    if depth >= WHOLE_LINE:
        return _("Die beiden stehen nicht in derselben Berichtslinie.")
    sentence = _("Keine der beiden Personen führt die andere, gezählt bis {n} Führungsstufen.")
    return sentence.format(n=depth)


def criteria(program: Program) -> list[Criterion]:
    """Return the factors with their share of 100 points; one that nobody gave data for passes its points on."""
    weights = Weights.from_factors(program.weights)
    most = maxima({name: getattr(weights, name) for names in FACTORS.values() for name in names})
    texts = {
        "topics": _(
            "Wie viele der gewünschten Themen die andere Person zeigen kann, nach Wichtigkeit und Können."
        ),
        "time": _("Wie viele Zeiten pro Woche beiden passen. Sechs genügen für alle Punkte."),
        "distance": _(
            "Wie groß der Abstand in der richtigen Richtung ist, und ob die Bereiche verschieden sind."
        ),
        "place": _("Ob Standort und gewünschte Form des Treffens zusammengehen."),
        "style": _("Ob es eine zweite gemeinsame Sprache gibt und ob jemand einen Wunsch genannt hat."),
    }
    found = [
        Criterion(str(sentences.FACTORS[factor]), sum(most[name] for name in names), texts[factor])
        for factor, names in FACTORS.items()
    ]
    return [criterion for criterion in found if criterion.maximum]
