"""A run in figures, in words for HR and a works council. Small groups are hidden by the engine, not here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.computing import NOT_ASKED
from matching.engine.points import UNIT
from matching.engine.result import Breakdown, Group, Spread, Stability
from matching.models import Run
from matching.sentences import CRITERIA, RULES
from matching.states import number
from programs.models import Form, Side
from programs.reasons import language_name, listed

BY = {
    "place": gettext_lazy("Standort"),
    "language": gettext_lazy("Sprachen"),
    "form": gettext_lazy("Form des Treffens"),
}
FINDINGS = {
    "more_tandems_possible": gettext_lazy("dass nicht mehr Tandems möglich sind"),
    "better_worst_possible": gettext_lazy("dass das schwächste Tandem nicht besser sein kann"),
    "higher_total_possible": gettext_lazy("dass die Passung zusammen nicht höher sein kann"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A group of people, how many they are, how many of them have a tandem, and their mean fit."""

    name: str
    people: int
    paired: int
    share: int
    mean: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """One side by one property; ``hidden``: a sentence on the groups that are not shown, or ""."""

    title: str
    lines: list[Line]
    hidden: str


@dataclass(frozen=True, slots=True)
class Report:
    """All of a run's report. ``sides``: how many of each side found a tandem."""

    tandems: int
    mean: int | None
    worst: int | None
    sides: list[Line]
    tables: list[Table]
    stability: str
    proof: str
    proven: bool
    missing: list[str]


def of(run: Run) -> Report:
    """Return the report of a run with a result."""
    spread = Spread.from_json(run.report["spread"]) if "spread" in run.report else Spread(0)
    mean, worst = run.summary.get("mean_fit"), run.report.get("worst")
    return Report(
        tandems=run.summary.get("tandems", 0),
        mean=None if mean is None else round(mean),
        worst=None if worst is None else worst // UNIT,
        sides=_sides(spread),
        tables=[_table(one, spread.minimum) for one in spread.breakdowns if one.whole],
        stability=_stability(run),
        proof=_proof(run),
        proven=run.report.get("findings") == [],
        missing=list(_missing(run)),
    )


def _missing(run: Run) -> Iterator[str]:
    """What could not count or could not be checked, because one side gave no data at all."""
    left_out = [CRITERIA[name] for name in run.summary.get("left_out", []) if name not in NOT_ASKED]
    if left_out:
        yield _(
            "Ohne Angaben und deshalb ohne Punkte: {names}. Die anderen haben ihre Punkte geteilt."
        ).format(names=listed([str(name) for name in left_out]))
    unchecked = [CRITERIA[name] for name in run.summary.get("unchecked", [])]
    if unchecked:
        yield _("Nicht prüfbar, weil Angaben fehlen: {names}.").format(
            names=listed([str(name) for name in unchecked])
        )
    kept_out = run.leftovers.filter(reason="cannot_check").count()
    if kept_out:
        yield ngettext(
            "{n} Person ist nicht zugeordnet, weil sich eine Regel nicht prüfen lässt. Was fehlt, steht bei ihr.",
            "{n} Personen sind nicht zugeordnet, weil sich eine Regel nicht prüfen lässt. Was fehlt, steht bei ihnen.",
            kept_out,
        ).format(n=number(kept_out))
    yield from _let_pass(run)


def _let_pass(run: Run) -> Iterator[str]:
    """Which rules HR let people pass without data, as it was when the run began."""
    rules = run.inputs.get("rules", {})
    strict = set(rules.get("strict", ()))
    on = {
        "mentor_junior": True,
        "reporting_line": rules.get("reporting_depth") != 0,
        "mentor_below": rules.get("mentor_below", False),
        "shared_manager": rules.get("shared_depth", 0) > 0,
        "other_department": rules.get("other_department", False),
        "other_place": rules.get("other_place", False),
    }
    passed = [str(RULES[rule]) for rule, in_force in on.items() if in_force and rule not in strict]
    if passed:
        yield _("Ohne Angabe zugelassen, von HR so gewählt: {names}.").format(names=listed(passed))


def _sides(spread: Spread) -> list[Line]:
    wholes = {one.side: one.whole for one in spread.breakdowns if one.whole}
    return [_line(Side(side).label, whole) for side, whole in wholes.items()]


def _table(breakdown: Breakdown, minimum: int) -> Table:
    title = _("{side} nach {property}").format(side=Side(breakdown.side).label, property=BY[breakdown.by])
    named = NAMES[breakdown.by]
    lines = [_line(named(group.values), group) for group in breakdown.groups]
    return Table(title, lines, _hidden(breakdown.hidden, minimum))


def _line(name: Any, group: Group) -> Line:
    mean = None if group.mean is None else round(group.mean)
    return Line(str(name), group.people, group.paired, round(100 * group.share), mean)


def _hidden(count: int, minimum: int) -> str:
    if not count:
        return ""
    return ngettext(
        "{n} Gruppe ist nicht gezeigt, weil sonst auf weniger als {least} Personen zu schließen wäre.",
        "{n} Gruppen sind nicht gezeigt, weil sonst auf weniger als {least} Personen zu schließen wäre.",
        count,
    ).format(n=count, least=minimum)


def _language(values: tuple[str, ...]) -> str:
    return listed([language_name(code) for code in values]) or _("keine Angabe")


NAMES: dict[str, Callable[[tuple[str, ...]], str]] = {
    "place": lambda values: values[0] if values else _("keine Angabe"),
    "language": _language,
    "form": lambda values: str(Form(values[0]).label) if values else _("keine Angabe"),
}


def _stability(run: Run) -> str:
    if "stability" not in run.report:
        return ""
    count = Stability.from_json(run.report["stability"]).count
    if not count:
        return _("Stabil: Es gibt keine zwei Personen, die beide lieber miteinander ein Tandem hätten.")
    return ngettext(
        "In {n} Fall hätten zwei Personen nach Punkten beide lieber einander. Das Ganze wäre so aber nicht besser.",
        "In {n} Fällen hätten zwei Personen nach Punkten beide lieber einander. Das Ganze wäre so aber nicht besser.",
        count,
    ).format(n=number(count))


def _proof(run: Run) -> str:
    if "findings" not in run.report:
        return ""
    pairs = number(run.report["pairs_in_all"])
    open_ones = [str(FINDINGS[code]) for code in run.report["findings"] if code in FINDINGS]
    if not run.report["findings"]:
        return _(
            "Bewiesen: geprüft gegen alle {pairs} möglichen Paare. Ein besseres Ergebnis gibt es nicht."
        ).format(pairs=pairs)
    if not open_ones:
        return _(
            "Die Prüfung gegen alle {pairs} möglichen Paare ist nicht aufgegangen. Bitte rechnen Sie neu."
        ).format(pairs=pairs)
    return _("Geprüft gegen alle {pairs} möglichen Paare. Nicht bewiesen ist, {what}.").format(
        pairs=pairs, what=listed(open_ones)
    )
