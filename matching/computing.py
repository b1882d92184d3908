"""How pairs are computed, in words, made from a program's live rules and weights and the engine's own constants.

Every criterion of the engine has its words here, with the formula and an example in this program's points.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import sentences
from matching.engine import CRITERIA, FACTORS, Weights
from matching.engine.points import factor_of, maxima
from programs import guard_words
from programs.models import Measure, Program, Unchecked
from programs.reasons import listed

#: Criteria of the engine that Umento asks nobody about, so that the others share their points.
NOT_ASKED = frozenset({"topics", "wishes"})
#: As in ``engine.scoring.criteria``, which loads slowly; a test compares them. The gap is in levels and in years.
FULL_TIMES = 6
FULL_GAP = {Measure.LEVEL: 3, Measure.EXPERIENCE: 10}


@dataclass(frozen=True, slots=True)
class Criterion:
    """What counts, with the most points it can give of 100, the formula in words, and an example with points."""

    name: str
    maximum: int
    formula: str
    example: str


@dataclass(frozen=True, slots=True)
class Factor:
    """Criteria that the review shows as one, with the most points they give together."""

    name: str
    maximum: int
    criteria: list[Criterion]


def rules(program: Program) -> list[str]:
    """Return the hard rules as sentences: a pair that breaks one is never proposed."""
    found = [
        _("Beide machen freiwillig mit und haben ihre Fragen beantwortet."),
        _("Beide haben mindestens eine gemeinsame Sprache."),
    ]
    return [
        *found,
        *guard_words.rules(program),
        *_unchecked(program),
        _("Ausgeschlossene Paare und solche, aus denen schon einmal nichts wurde, kommen nicht wieder."),
        _("Niemand hat mehr Tandems, als Platz angegeben ist."),
    ]


def _unchecked(program: Program) -> Iterator[str]:
    """What happens to people who lack data: never a silent pass."""
    yield _(
        "Fehlt zu einer Person die Angabe für eine Regel, wird sie nicht zugeordnet, und HR liest, was fehlt."
    )
    allowed = allowed_names(program)
    if allowed:
        sentence = _(
            "Ausnahme, von HR so gewählt: Wer ohne diese Angabe ist, wird trotzdem zugeordnet: {names}."
        )
        yield sentence.format(names=listed(allowed))


def allowed_names(program: Program) -> list[str]:
    """Return the names of what people may lack in this program and still be matched."""
    return [str(Unchecked(data).label) for data in program.allow_unchecked]


def factors(program: Program) -> list[Factor]:
    """Return what counts in this program; the maxima add up to 100."""
    most = _maxima(program)
    found = []
    for factor, names in FACTORS.items():
        parts = [_criterion(name, most[name], program) for name in names if most[name]]
        if parts:
            found.append(Factor(str(sentences.FACTORS[factor]), sum(one.maximum for one in parts), parts))
    return found


def uncounted(program: Program) -> list[str]:
    """Return the names of factors that HR gave no weight."""
    counted = {factor_of(name) for name, maximum in _maxima(program).items() if maximum}
    return [str(sentences.FACTORS[factor]) for factor in FACTORS if factor not in counted]


def _maxima(program: Program) -> dict[str, int]:
    weights = Weights.from_factors(program.weights)
    return maxima({name: 0 if name in NOT_ASKED else getattr(weights, name) for name in CRITERIA})


def _criterion(name: str, maximum: int, program: Program) -> Criterion:
    formula, example = TEXTS[name](maximum, program)
    return Criterion(str(sentences.CRITERIA[name]), maximum, formula, example)


def _points(value: float) -> str:
    return ngettext("{n} Punkt", "{n} Punkte", round(value)).format(n=round(value))


def _skills(maximum: int, program: Program) -> tuple[str, str]:
    first = maximum * 3 / 5
    return (
        _(
            "Die gewünschten Themen teilen sich die Punkte nach Wichtigkeit. "
            "Von einem Thema zählen so viele Fünftel, wie die andere Person Stufen von 1 bis 5 angegeben hat."
        ),
        _(
            "Zwei Wünsche, der erste mit Gewicht 3, der zweite mit Gewicht 2: Der erste ist bis zu {first} wert. "
            "Zeigt ihn jemand auf Stufe 4 und den zweiten gar nicht, sind es {got}."
        ).format(first=_points(first), got=_points(first * 4 / 5)),
    )


def _topics(maximum: int, program: Program) -> tuple[str, str]:
    return (
        _("Jedes gewünschte Ziel, das die andere Person abdeckt, gibt den gleichen Anteil."),
        _("Eines von zwei Zielen gemeinsam: {got}.").format(got=_points(maximum / 2)),
    )


def _time(maximum: int, program: Program) -> tuple[str, str]:
    return (
        _(
            "Gezählt werden die Zeiten pro Woche, zu denen bei beiden eine ganze Sitzung von {minutes} Minuten passt. "
            "{full} genügen für alle Punkte, weniger geben den entsprechenden Anteil."
        ).format(minutes=program.session_minutes, full=FULL_TIMES),
        _("Drei gemeinsame Zeiten: {got}.").format(got=_points(maximum * 3 / FULL_TIMES)),
    )


def _gap(maximum: int, program: Program) -> tuple[str, str]:
    measure = Measure(program.measure)
    least = max(1, program.minimum_distance)
    full = max(FULL_GAP[measure], least)
    words = {
        Measure.LEVEL: (
            _("Je größer der Abstand in Karrierestufen, desto mehr Punkte, alle ab {full} Stufen."),
            _("{n} Stufen Abstand: {got}."),
        ),
        Measure.EXPERIENCE: (
            _("Je größer der Abstand in Berufsjahren, desto mehr Punkte, alle ab {full} Jahren."),
            _("{n} Jahre Abstand: {got}."),
        ),
    }
    formula, example = words[measure]
    gap = max(2, least, full // 2)
    got = _points(maximum * min(gap, full) / full)
    return formula.format(full=full), example.format(n=gap, got=got)


def _department(maximum: int, program: Program) -> tuple[str, str]:
    return (
        _("Alle Punkte, wenn die beiden in verschiedenen Bereichen arbeiten, sonst keine."),
        _("Einkauf und IT: {got}. Beide Einkauf: {none}.").format(got=_points(maximum), none=_points(0)),
    )


def _place(maximum: int, program: Program) -> tuple[str, str]:
    return (
        _(
            "Alle Punkte am selben Standort, oder wenn eine Seite per Video möchte und die andere nichts dagegen hat. "
            "Drei Fünftel, wenn beide an verschiedenen Standorten sind und beiden beides recht ist. Sonst keine."
        ),
        _("Bremen und Köln, beide für beides offen: {got}.").format(got=_points(maximum * 3 / 5)),
    )


def _language(maximum: int, program: Program) -> tuple[str, str]:
    return (
        _("Alle Punkte, wenn es neben der einen nötigen noch eine zweite gemeinsame Sprache gibt."),
        _("Beide sprechen Deutsch und Englisch: {got}. Nur Deutsch gemeinsam: {none}.").format(
            got=_points(maximum), none=_points(0)
        ),
    )


def _wishes(maximum: int, program: Program) -> tuple[str, str]:
    return (
        _("Je die Hälfte der Punkte für jede Seite, deren Wunsch erfüllt ist oder die keinen genannt hat."),
        _("Eine Seite bekommt den Wunsch, die andere nicht: {got}.").format(got=_points(maximum / 2)),
    )


TEXTS: dict[str, Callable[[int, Program], tuple[str, str]]] = {
    "skills": _skills,
    "topics": _topics,
    "time": _time,
    "distance": _gap,
    "department": _department,
    "place": _place,
    "language": _language,
    "wishes": _wishes,
}
