"""Setting a program up, and changing its frame and rules while it runs."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts import audit, organisations
from accounts.models import Membership
from programs import amendments, goals, guard, message_texts, phases
from programs.errors import ProgramError
from programs.models import Goal, Phase, Program, ProgramLead
from tenancy import clock

#: The wizard's steps; ``Program.setup_step`` is the first one not yet done, or ``phases.DONE``.
STEPS = ("goal", "frame", "people", "matching", "check")
#: Fewer people on a side make no matching worth the name.
FEWEST_PER_SIDE = 3
WEEKS_AHEAD = 5
ENROLMENT_ENDS_BEFORE = timedelta(days=17)
FRAME = (
    "starts_on",
    "enrolment_until",
    "late_until",
    "months",
    "session_count",
    "session_minutes",
    "contact",
)
MATCHING = (
    "measure",
    "minimum_distance",
    "reporting_depth",
    "mentor_below",
    "shared_depth",
    "other_department",
    "other_place",
    "allow_unchecked",
    "weights",
)
#: Late comers are welcome for the first weeks: then the first sessions are not long over.
LATE_ENTRY = timedelta(weeks=4)
#: Leaves room for what a copy is called beside its original.
NAME_LENGTH = 100
#: While in these phases, frame and matching rules may change; the goal only in a draft.
CHANGEABLE = frozenset({Phase.DRAFT, Phase.ENROLMENT, Phase.MATCHING, Phase.RUNNING})


def create_program(*, name: str, kind: str, contract: Mapping[str, str], by: Membership) -> Program:
    """Return a new draft with its goal, led by whoever made it. ``contract``: the fields of ``goals.CONTRACT``."""
    with transaction.atomic():
        program = Program.objects.create(
            name=name,
            setup_step="frame",
            contact=by,
            weights=dict(goals.TEMPLATES[kind].weights),
            **default_dates(by),
        )
        Goal.objects.create(program=program, kind=kind, **contract)
        ProgramLead.objects.create(program=program, membership=by)
        phases.note_start(program, by=by)
        audit.record("program.created", by=by, about=name)
    return program


def duplicate(program: Program, *, by: Membership) -> Program:
    """Return a new draft with the same goal, frame, rules, texts and leads, on the default dates and without people."""
    with transaction.atomic():
        kept = {name: getattr(program, name) for name in (*FRAME, *MATCHING)}
        name = _("{name} (Kopie)").format(name=program.name[:NAME_LENGTH])
        copy = Program.objects.create(name=name, setup_step="frame", **kept | default_dates(by))
        goal = goal_of(program)
        contract = {field: getattr(goal, field) for field in goals.CONTRACT}
        Goal.objects.create(program=copy, kind=goal.kind, **contract)
        people = {by.pk, *program.leads.values_list("membership", flat=True)}
        ProgramLead.objects.bulk_create(
            ProgramLead(program=copy, membership_id=key) for key in sorted(people)
        )
        message_texts.copy(program, onto=copy)
        phases.note_start(copy, by=by)
        audit.record("program.duplicated", by=by, about=copy.name, source=program.name)
    return copy


def default_dates(by: Membership) -> dict[str, date]:
    """Return a start on the Monday in five weeks, an end of enrolment on a Friday before, and one for late comers."""
    today = clock.now().astimezone(by.tzinfo).date()
    start = today + timedelta(weeks=WEEKS_AHEAD, days=-today.weekday() % 7)
    return {
        "starts_on": start,
        "enrolment_until": start - ENROLMENT_ENDS_BEFORE,
        "late_until": start + LATE_ENTRY,
    }


def goal_of(program: Program) -> Goal:
    """Return the one goal of a program."""
    return Goal.objects.get(program=program)


def set_goal(program: Program, *, name: str, kind: str, contract: Mapping[str, str], by: Membership) -> None:
    """Change name and goal of a draft. Another kind brings its own weights unless HR changed them by hand.

    Raises ProgramError once the program is open.
    """
    with transaction.atomic():
        phases.lock(program)
        if program.phase != Phase.DRAFT:
            raise ProgramError(_("Das Ziel steht seit dem Öffnen der Anmeldung fest."))
        goal = goal_of(program)
        if program.weights == goals.TEMPLATES[goal.kind].weights:
            program.weights = dict(goals.TEMPLATES[kind].weights)
        changed = [_assign(goal, {"kind": kind, **contract}), _assign(program, {"name": name})]
        goal.save(update_fields=["kind", *goals.CONTRACT])
        _save(program, "name", "weights", done="goal")
        if any(changed):
            audit.record("program.goal_set", by=by, about=name)


def set_frame(
    program: Program, *, frame: Mapping[str, Any], by: Membership, address: str = "", reason: str = ""
) -> None:
    """Change dates, rhythm and contact (the fields of FRAME); ``address`` is kept if the house has none yet.

    Another end date of an open program amends its goal. Raises ProgramError when that has no ``reason``, and after
    the program ended.
    """
    with transaction.atomic():
        _lock_changeable(program)
        ended = program.ends_on
        if _assign(program, {name: frame[name] for name in FRAME}):
            audit.record("program.frame_set", by=by, about=program.name)
        if program.phase != Phase.DRAFT and program.ends_on != ended:
            amendments.note_end(program, before=ended, reason=reason, by=by)
        _save(program, *FRAME, done="frame")
        if address and not program.organisation.address:
            organisations.change(program.organisation, by=by, address=address)


def pass_people(program: Program) -> None:
    """Go on from the people step, with or without people."""
    with transaction.atomic():
        phases.lock(program)
        _save(program, done="people")


def set_matching(program: Program, *, rules: Mapping[str, Any], by: Membership) -> None:
    """Change the rules of matching (the fields of MATCHING) for the next run. Raises ProgramError after the end.

    Tandems stay; those that do not keep to the new rules stand in HR's list at once.
    """
    with transaction.atomic():
        _lock_changeable(program)
        changed = _assign(program, {name: rules[name] for name in MATCHING})
        _save(program, *MATCHING, done="matching")
        if changed:
            audit.record("program.matching_set", by=by, about=program.name)
            if program.phase != Phase.DRAFT:
                guard.sweep(program)


def _lock_changeable(program: Program) -> None:
    phases.lock(program)
    if program.phase not in CHANGEABLE:
        raise ProgramError(_("Das Programm ist abgeschlossen und ändert sich nicht mehr."))


def _assign(row: Model, values: Mapping[str, Any]) -> bool:
    """Set the attributes and return whether any of them was different."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _save(program: Program, *fields: str, done: str) -> None:
    """Save the fields; in a draft the wizard goes on behind the furthest step that was done."""
    if program.setup_step in STEPS:
        furthest = max(STEPS.index(program.setup_step), STEPS.index(done) + 1)
        program.setup_step = STEPS[furthest]
    program.save(update_fields=[*fields, "setup_step"])
