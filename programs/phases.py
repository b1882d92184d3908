"""The phases of a program as people see them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from programs.models import Phase, Program

ORDER = [Phase.DRAFT, Phase.ENROLMENT, Phase.MATCHING, Phase.RUNNING, Phase.CLOSING]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the phase bar; ``state`` is done, now or empty."""

    label: str
    state: str


def bar(program: Program, today: date) -> list[Step]:
    """Return the five steps of a program's phase bar. An archived program has done them all."""
    labels = [_("Vorbereiten"), _("Anmeldung"), _("Matching"), _("Läuft"), _("Abschluss")]
    now = ORDER.index(Phase(program.phase)) if program.phase in ORDER else len(ORDER)
    if program.phase == Phase.RUNNING:
        labels[now] = _running(program, today)
    return [Step(label, _state(place, now)) for place, label in enumerate(labels)]


def _state(place: int, now: int) -> str:
    if place < now:
        return "done"
    return "now" if place == now else ""


def _running(program: Program, today: date) -> str:
    if program.starts_on is None or program.ends_on is None or today < program.starts_on:
        return _("Läuft")
    weeks = -(-(program.ends_on - program.starts_on).days // 7)
    week = min((today - program.starts_on).days // 7 + 1, weeks)
    return _("Woche {week} von {weeks}").format(week=week, weeks=weeks)
