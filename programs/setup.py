"""Setting a program up, opening it, and moving it through its phases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import audit, organisations
from accounts.models import Membership
from programs import goals, skills
from programs.errors import ProgramError
from programs.models import Goal, Phase, Program, ProgramLead
from tenancy import clock

#: The wizard's steps; ``Program.setup_step`` is the first one not yet done, or DONE.
STEPS = ("goal", "frame", "people", "matching", "check")
DONE = "done"
#: Fewer people on a side make no matching worth the name.
FEWEST_PER_SIDE = 3
WEEKS_AHEAD = 5
ENROLMENT_ENDS_BEFORE = timedelta(days=17)
FRAME = ("starts_on", "enrolment_until", "months", "session_count", "session_minutes", "contact")
MATCHING = ("measure", "minimum_distance", "reporting_depth", "weights")
#: While in these phases, frame and matching rules may change; the goal only in a draft.
CHANGEABLE = frozenset({Phase.DRAFT, Phase.ENROLMENT, Phase.MATCHING, Phase.RUNNING})
#: Each move between phases: from which, to which, and its line in the audit trail.
MOVES = {
    "open": ({Phase.DRAFT}, Phase.ENROLMENT, "program.opened"),
    "match": ({Phase.ENROLMENT}, Phase.MATCHING, "program.matching_started"),
    "run": ({Phase.ENROLMENT, Phase.MATCHING}, Phase.RUNNING, "program.running"),
    "close": ({Phase.RUNNING}, Phase.CLOSING, "program.closed"),
    "archive": ({Phase.DRAFT, Phase.CLOSING}, Phase.ARCHIVED, "program.archived"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing before a program can open, and the step where it is filled in."""

    step: str
    sentence: str


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
        audit.record("program.created", by=by, about=name)
    return program


def default_dates(by: Membership) -> dict[str, date]:
    """Return a start on the Monday in five weeks and an end of enrolment on a Friday before."""
    today = clock.now().astimezone(by.tzinfo).date()
    start = today + timedelta(weeks=WEEKS_AHEAD, days=-today.weekday() % 7)
    return {"starts_on": start, "enrolment_until": start - ENROLMENT_ENDS_BEFORE}


def goal_of(program: Program) -> Goal:
    """Return the one goal of a program."""
    return Goal.objects.get(program=program)


def set_goal(program: Program, *, name: str, kind: str, contract: Mapping[str, str], by: Membership) -> None:
    """Change name and goal of a draft. Another kind brings its own weights unless HR changed them by hand.

    Raises ProgramError once the program is open.
    """
    with transaction.atomic():
        _lock(program)
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


def amend_goal(program: Program, *, contract: Mapping[str, str], reason: str, by: Membership) -> None:
    """Change the goal of an open program; the trail keeps the old words, the new ones and the reason.

    Raises ProgramError in a draft, after the end, when nothing changed and without a field.
    """
    with transaction.atomic():
        _lock(program)
        if program.phase not in CHANGEABLE - {Phase.DRAFT}:
            raise ProgramError(_("In dieser Phase lässt sich das Ziel nicht ändern."))
        goal = goal_of(program)
        changed = {
            name: [getattr(goal, name), text]
            for name, text in contract.items()
            if getattr(goal, name) != text
        }
        if not changed:
            raise ProgramError(_("Am Ziel wurde nichts geändert."))
        if not all(contract.values()):
            raise ProgramError(_("Die Zielvereinbarung braucht alle fünf Angaben."))
        Goal.objects.filter(pk=goal.pk).update(**contract)
        audit.record("program.goal_amended", by=by, about=program.name, changed=changed, reason=reason)


def set_frame(program: Program, *, frame: Mapping[str, Any], by: Membership, address: str = "") -> None:
    """Change dates, rhythm and contact (the fields of FRAME); ``address`` is kept if the house has none yet.

    Raises ProgramError after the program ended.
    """
    with transaction.atomic():
        _lock_changeable(program)
        if _assign(program, {name: frame[name] for name in FRAME}):
            audit.record("program.frame_set", by=by, about=program.name)
        _save(program, *FRAME, done="frame")
        if address and not program.organisation.address:
            organisations.change(program.organisation, by=by, address=address)


def pass_people(program: Program) -> None:
    """Go on from the people step, with or without people."""
    with transaction.atomic():
        _lock(program)
        _save(program, done="people")


def set_matching(program: Program, *, rules: Mapping[str, Any], by: Membership) -> None:
    """Change the rules of matching (the fields of MATCHING) for the next run. Raises ProgramError after the end."""
    with transaction.atomic():
        _lock_changeable(program)
        if _assign(program, {name: rules[name] for name in MATCHING}):
            audit.record("program.matching_set", by=by, about=program.name)
        _save(program, *MATCHING, done="matching")


def gaps(program: Program) -> list[Gap]:
    """Return what is missing before enrolment can open, one sentence each."""
    goal = goal_of(program)
    fields: list[Any] = [Goal._meta.get_field(name) for name in goals.CONTRACT]
    found = [
        Gap("goal", _("In der Zielvereinbarung fehlt „{field}“.").format(field=field.verbose_name))
        for field in fields
        if not getattr(goal, field.name).strip()
    ]
    absent = {
        _("Der Beginn fehlt."): program.starts_on is None,
        _("Das Ende der Anmeldung fehlt."): program.enrolment_until is None,
        _("Eine Ansprechperson fehlt."): program.contact_id is None,
        _("Die Anrede im Haus, Du oder Sie, fehlt."): not program.organisation.address,
    }
    return found + [Gap("frame", sentence) for sentence, missing in absent.items() if missing]


def open_program(program: Program, *, by: Membership) -> None:
    """Open enrolment: the goal is frozen, nobody is contacted. Raises ProgramError for each gap and a wrong phase."""
    with transaction.atomic():
        _lock(program)
        found = gaps(program) if program.phase == Phase.DRAFT else []
        if found:
            raise ProgramError(" ".join(gap.sentence for gap in found))
        _move(program, "open", by=by)
        program.opened_at, program.setup_step = clock.now(), DONE
        program.save(update_fields=["opened_at", "setup_step"])
        skills.ensure(str(topic) for topic in goals.TEMPLATES[goal_of(program).kind].topics)


def start_matching(program: Program, *, by: Membership) -> None:
    """Go from enrolment to matching; later runs change nothing. Raises ProgramError in a draft and after the end."""
    with transaction.atomic():
        _lock(program)
        if program.phase not in {Phase.MATCHING, Phase.RUNNING}:
            _move(program, "match", by=by)


def note_first_tandem(program: Program) -> None:
    """Let a program run from its first active tandem on."""
    with transaction.atomic():
        _lock(program)
        if program.phase in MOVES["run"][0]:
            _move(program, "run", by=None)


def close_program(program: Program, *, by: Membership) -> None:
    """End a running program: nobody joins any more, tandems may finish. Raises ProgramError in another phase."""
    with transaction.atomic():
        _lock(program)
        _move(program, "close", by=by)


def archive_program(program: Program, *, by: Membership) -> None:
    """Put a draft or a closed program away. Raises ProgramError in another phase."""
    with transaction.atomic():
        _lock(program)
        _move(program, "archive", by=by)


def affected(program: Program) -> str:
    """Return whom a change of rules affects, in one sentence, or "" while nobody is in a tandem."""
    number = program.tandems.open().count()
    if not number:
        return ""
    return ngettext(
        "Betrifft {number} bestehendes Tandem.", "Betrifft {number} bestehende Tandems.", number
    ).format(number=number)


def _lock(program: Program) -> None:
    """Bring the object up to date and keep others from changing its row."""
    program.refresh_from_db(from_queryset=Program.objects.select_for_update(of=("self",)))


def _lock_changeable(program: Program) -> None:
    _lock(program)
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


def _move(program: Program, move: str, *, by: Membership | None) -> None:
    """The only place that assigns the phase."""
    before, after, verb = MOVES[move]
    if program.phase not in before:
        raise ProgramError(
            _("Das geht in der Phase „{phase}“ nicht.").format(phase=program.get_phase_display())
        )
    program.phase = after
    program.save(update_fields=["phase"])
    audit.record(verb, by=by, about=program.name)
