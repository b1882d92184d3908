"""The next dates of the programs, for the overview."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from programs.models import Phase, Program

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date of a program and what happens then."""

    day: date
    title: str
    program: Program


def coming(programs: list[Program], today: date) -> list[Milestone]:
    """Return the next dates from today on, the nearest first."""
    found = [milestone for program in programs for milestone in _of(program) if milestone.day >= today]
    return sorted(found, key=lambda milestone: milestone.day)[:SHOWN]


def _of(program: Program) -> list[Milestone]:
    if program.phase in {Phase.DRAFT, Phase.ARCHIVED}:
        return []
    dates = [
        (program.enrolment_until if program.phase == Phase.ENROLMENT else None, _("Anmeldung endet")),
        (program.starts_on, _("Beginn der Gespräche")),
        (program.late_until if program.phase == Phase.RUNNING else None, _("Letzter Tag für Nachzügler")),
        (program.ends_on, _("Letzter Tag des Programms")),
    ]
    return [Milestone(day, title, program) for day, title in dates if day]
