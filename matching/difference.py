"""What changed between two runs, in words and with names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from matching import runs
from matching.comparison import Comparison, Difference, Outcome, compare
from matching.engine import Fact
from matching.models import Run
from matching.sentences import CRITERIA
from programs import skills
from programs.reasons import listed

Names = Mapping[str, str]
#: The names of what somebody answered or HR knows, where it is called otherwise than the criterion.
ANSWERS = {
    **CRITERIA,
    "topics": gettext_lazy("Ziele"),
    "distance": gettext_lazy("Karrierestufe oder Berufsjahre"),
    "capacity": gettext_lazy("Zahl der Plätze"),
}
RULES = {
    "common_language": gettext_lazy("gemeinsame Sprache"),
    "measure": gettext_lazy("Maß für den Abstand"),
    "min_distance": gettext_lazy("Mindestabstand"),
    "reporting_depth": gettext_lazy("Berichtslinie"),
    "mentor_below": gettext_lazy("Berichtslinie nach unten"),
    "shared_depth": gettext_lazy("gemeinsame Führungskraft"),
    "other_department": gettext_lazy("anderer Bereich"),
    "other_place": gettext_lazy("anderer Standort"),
    "strict": gettext_lazy("was bei fehlenden Angaben gilt"),
    "floor": gettext_lazy("niedrigste Passung"),
    "session_minutes": gettext_lazy("Dauer einer Sitzung"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A pair that is new or gone, with names and sentences."""

    kind: str
    names: str
    fit: int
    reasons: list[str]


def between(before: Run, after: Run) -> Comparison:
    """Compare two runs of one program."""
    names = {name for run in (before, after) for person in run.inputs["people"] for name in person["skills"]}
    known = skills.find(names)
    topics = {name: known[norm].pk for name in names if (norm := skills.normalise(name)) in known}
    return compare(_outcome(before, topics), _outcome(after, topics))


def _outcome(run: Run, topics: Mapping[str, int]) -> Outcome:
    pairs = run.proposals.values_list("mentor__membership__public_id", "mentee__membership__public_id", "fit")
    return Outcome(run.inputs, {(mentor, mentee): fit for mentor, mentee, fit in pairs}, topics)


def earlier_runs(run: Run) -> list[Run]:
    """Return the runs before this one that have pairs, the latest first."""
    rows = Run.objects.filter(program=run.program, number__lt=run.number)
    return list(rows.exclude(state__in=runs.WITHOUT_RESULT).defer("inputs", "report").order_by("-number"))


def rows(differences: Sequence[Difference]) -> list[Row]:
    """Return differences with names; one query, however many."""
    names = _names(differences)
    return [
        Row(
            kind=one.kind,
            names=_("{mentor} und {mentee}").format(mentor=names[one.pair[0]], mentee=names[one.pair[1]]),
            fit=one.fit,
            reasons=[sentence(fact, names) for fact in one.reasons],
        )
        for one in differences
    ]


def _names(differences: Iterable[Difference]) -> Names:
    keys = {key for one in differences for key in one.pair}
    keys |= {
        str(value)
        for one in differences
        for fact in one.reasons
        for name, value in fact.params.items()
        if name in {"key", "with", "from"}
    }
    known = Membership.objects.filter(public_id__in=keys).values_list("public_id", "name")
    return {**dict.fromkeys(keys, _("Jemand")), **dict(known)}


def sentence(fact: Fact, names: Names) -> str:
    """Return one reason as a sentence."""
    return SENTENCES[fact.code](fact.params, names)


def general(comparison: Comparison) -> list[str]:
    """Return what changed for everybody, as sentences."""
    return [sentence(fact, {}) for fact in comparison.general]


def _said(words: Any) -> Callable[[Mapping[str, Any], Names], str]:
    return lambda params, names: str(words)


def _about(words: Any) -> Callable[[Mapping[str, Any], Names], str]:
    """A sentence with {name} and {other}."""

    def spoken(params: Mapping[str, Any], names: Names) -> str:
        other = names.get(params.get("with", params.get("from", "")), "")
        return str(words).format(name=names[params["key"]], other=other)

    return spoken


def _answers(params: Mapping[str, Any], names: Names) -> str:
    fields = listed([str(ANSWERS[name]) for name in params["fields"]])
    return _("Angaben von {name} haben sich geändert: {fields}.").format(
        name=names[params["key"]], fields=fields
    )


def _rules(params: Mapping[str, Any], names: Names) -> str:
    rules = listed([str(RULES.get(name, name)) for name in params["rules"]])
    return _("Regeln wurden geändert: {rules}.").format(rules=rules)


def _weights(params: Mapping[str, Any], names: Names) -> str:
    criteria = listed([str(CRITERIA[name]) for name in params["criteria"]])
    return _("Gewichte wurden geändert: {criteria}.").format(criteria=criteria)


SENTENCES: dict[str, Callable[[Mapping[str, Any], Names], str]] = {
    "excluded": _said(gettext_lazy("HR hat dieses Paar ausgeschlossen.")),
    "readmitted": _said(gettext_lazy("HR hat den Ausschluss dieses Paares zurückgenommen.")),
    "locked": _said(gettext_lazy("HR hat dieses Paar fixiert.")),
    "unlocked": _said(gettext_lazy("HR hat die Fixierung dieses Paares gelöst.")),
    "tried": _said(gettext_lazy("Aus diesem Paar ist schon einmal nichts geworden, oder es ist beendet.")),
    "gone": _about(gettext_lazy("{name} ist nicht mehr dabei oder hat keinen freien Platz mehr.")),
    "joined": _about(gettext_lazy("{name} ist neu dabei oder hat wieder einen freien Platz.")),
    "locked_elsewhere": _about(gettext_lazy("HR hat {name} mit {other} fixiert.")),
    "newcomer": _about(gettext_lazy("{name} passt jetzt im Ganzen besser zu {other}, neu dabei.")),
    "freed": _about(gettext_lazy("{name} wurde frei: Das Paar mit {other} gibt es nicht mehr.")),
    "answers": _answers,
    "rules": _rules,
    "weights": _weights,
    "objective": _said(gettext_lazy("Das Ziel der Berechnung wurde geändert.")),
    "better_whole": _said(
        gettext_lazy("An den beiden hat sich nichts geändert. So passt das Ganze am besten zusammen.")
    ),
}
