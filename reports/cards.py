"""A program as a card on the overview: phase bar and three numbers, which depend on the phase."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg
from django.utils.translation import gettext as _

from matching.models import Proposal, Run, RunState
from programs import phases
from programs.models import Participant, Phase, Program, Standing
from reports import figures
from reports.values import Figures
from ui.charts import decimal


@dataclass(frozen=True, slots=True)
class Stat:
    """One number: the value, what stands small behind it, and its label."""

    value: str
    small: str
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """A program on the overview. ``answers`` counts the feedback of periods in which enough people gave some."""

    program: Program
    steps: list[phases.Step]
    stats: list[Stat]
    answers: int = 0


def of_programs(programs: list[Program], *, smallest: int, now: datetime) -> list[Card]:
    """Return a card per program; ``now`` is aware, in the organisation's zone."""
    return [_card(program, smallest, now) for program in programs]


def _card(program: Program, smallest: int, now: datetime) -> Card:
    steps = phases.bar(program, now.date())
    if program.phase not in {Phase.RUNNING, Phase.CLOSING, Phase.ARCHIVED}:
        return Card(program, steps, _preparing(program))
    known = figures.of_program(program, smallest=smallest, now=now)
    return Card(program, steps, _running(known), known.answers)


def _running(known: Figures) -> list[Stat]:
    stats = [Stat(str(known.active), _("von {n}").format(n=known.formed), _("Tandems aktiv"))]
    if known.due:
        share = f"{100 * known.held / known.due:.0f}"
        stats.append(Stat(share, "%", _("der fälligen Sitzungen fanden statt")))
    if known.helpful is not None:
        stats.append(Stat(decimal(known.helpful), _("von 5"), _("hilfreich, laut Rückmeldung")))
    return stats


def _preparing(program: Program) -> list[Stat]:
    people = Participant.objects.filter(program=program)
    stats = [
        Stat(str(people.count()), "", _("Personen in der Liste")),
        Stat(str(people.filter(standing=Standing.JOINED).count()), "", _("machen mit")),
    ]
    run = Run.objects.filter(program=program, state=RunState.DRAFT).order_by("-number").first()
    if run:
        mean = Proposal.objects.filter(run=run).aggregate(mean=Avg("fit"))["mean"]
        if mean is not None:
            stats.append(Stat(f"{mean:.0f}", _("von 100"), _("mittlere Passung")))
    return stats
