"""Changes of a goal in force: its words and its end date, each with a reason and for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from programs import goals, phases
from programs.errors import ProgramError
from programs.models import Goal, GoalAmendment, Phase, Program
from tenancy import clock
from ui import dates

#: While in these phases a goal is in force and may be amended.
IN_FORCE = frozenset({Phase.ENROLMENT, Phase.MATCHING, Phase.RUNNING})
END = "ends_on"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of a goal in force; ``changed``: label, old and new words of each field."""

    at: datetime
    by: str
    reason: str
    changed: list[tuple[str, str, str]]


def amend_goal(program: Program, *, contract: Mapping[str, str], reason: str, by: Membership) -> None:
    """Change the words of the goal of an open program; an amendment keeps the old ones, the new ones and the reason.

    Raises ProgramError in a draft, after the end, when nothing changed and without a field.
    """
    with transaction.atomic():
        phases.lock(program)
        if program.phase not in IN_FORCE:
            raise ProgramError(_("In dieser Phase lässt sich das Ziel nicht ändern."))
        goal = Goal.objects.get(program=program)
        after = {name: text for name, text in contract.items() if getattr(goal, name) != text}
        if not after:
            raise ProgramError(_("Am Ziel wurde nichts geändert."))
        if not all(contract.values()):
            raise ProgramError(_("Die Zielvereinbarung braucht alle fünf Angaben."))
        before = {name: getattr(goal, name) for name in after}
        Goal.objects.filter(pk=goal.pk).update(**contract)
        _note(program, before, after, reason=reason, by=by)


def note_end(program: Program, *, before: date | None, reason: str, by: Membership) -> None:
    """Note that the end date of an open program was ``before`` and is another now.

    Raises ProgramError without a reason.
    """
    if not reason:
        raise ProgramError(_("Das Enddatum gehört zum Ziel. Bitte nennen Sie den Grund der Änderung."))
    old, new = ("" if day is None else day.isoformat() for day in (before, program.ends_on))
    _note(program, {END: old}, {END: new}, reason=reason, by=by)


def of(program: Program) -> list[Amendment]:
    """Return the changes of a goal since the program opened, the newest first."""
    return [
        Amendment(row.at, row.by.name, row.reason, list(_changed(row)))
        for row in program.amendments.select_related("by")
    ]


def _changed(row: GoalAmendment) -> list[tuple[str, str, str]]:
    if END in row.after:
        return [(_("Enddatum"), _day(row.before[END]), _day(row.after[END]))]
    labels = {name: str(Goal._meta.get_field(name).verbose_name) for name in goals.CONTRACT}  # type: ignore[union-attr]
    return [(label, row.before[name], row.after[name]) for name, label in labels.items() if name in row.after]


def _day(iso: str) -> str:
    return dates.words(date.fromisoformat(iso), "day_year") if iso else ""


def _note(
    program: Program, before: dict[str, str], after: dict[str, str], *, reason: str, by: Membership
) -> None:
    GoalAmendment.objects.create(
        program=program, at=clock.now(), by=by, reason=reason, before=before, after=after
    )
    changed = {name: [before[name], after[name]] for name in after}
    audit.record("program.goal_amended", by=by, about=program.name, changed=changed, reason=reason)
