"""The phases of a program: the moves between them with their history, and the bar as people see it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from programs import readiness, starter_topics
from programs.errors import ProgramError
from programs.models import Goal, Phase, PhaseChange, Program
from tenancy import clock

ORDER = [Phase.DRAFT, Phase.ENROLMENT, Phase.MATCHING, Phase.RUNNING, Phase.CLOSING]
#: Each move: from which phases, to which, and its line in the audit trail. Nothing else changes a phase.
MOVES = {
    "open": ({Phase.DRAFT}, Phase.ENROLMENT, "program.opened"),
    "match": ({Phase.ENROLMENT}, Phase.MATCHING, "program.matching_started"),
    "run": ({Phase.ENROLMENT, Phase.MATCHING}, Phase.RUNNING, "program.running"),
    "close": ({Phase.RUNNING}, Phase.CLOSING, "program.closed"),
    "archive": ({Phase.DRAFT, Phase.CLOSING}, Phase.ARCHIVED, "program.archived"),
}
#: ``Program.setup_step`` of a program whose wizard is behind it.
DONE = "done"


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the phase bar; ``state`` is done, now or empty."""

    label: str
    state: str


def open_program(program: Program, *, by: Membership) -> None:
    """Open enrolment: the goal is frozen, nobody is contacted.

    Raises ProgramError with a sentence for everything that ``readiness`` misses, and in a wrong phase.
    """
    with transaction.atomic():
        lock(program)
        missing = readiness.missing(program) if program.phase == Phase.DRAFT else []
        if missing:
            raise ProgramError(" ".join(missing))
        _move(program, "open", by=by)
        program.opened_at, program.setup_step = clock.now(), DONE
        program.save(update_fields=["opened_at", "setup_step"])
        goal = Goal.objects.get(program=program)
        starter_topics.plant(goal.kind)


def start_matching(program: Program, *, by: Membership) -> None:
    """Go from enrolment to matching; later runs change nothing. Raises ProgramError in a draft and after the end."""
    with transaction.atomic():
        lock(program)
        if program.phase not in {Phase.MATCHING, Phase.RUNNING}:
            _move(program, "match", by=by)


def note_first_tandem(program: Program) -> None:
    """Let a program run from its first active tandem on."""
    with transaction.atomic():
        lock(program)
        if program.phase in MOVES["run"][0]:
            _move(program, "run", by=None)


def close_program(program: Program, *, by: Membership) -> None:
    """End a running program: nobody joins any more, tandems may finish. Raises ProgramError in another phase."""
    with transaction.atomic():
        lock(program)
        _move(program, "close", by=by)


def archive_program(program: Program, *, by: Membership | None) -> None:
    """Put a draft or a closed program away; ``by`` is None when its time is over. Raises ProgramError elsewhere."""
    with transaction.atomic():
        lock(program)
        _move(program, "archive", by=by)


def note_start(program: Program, *, by: Membership) -> None:
    """Write the first row of a new program's history."""
    PhaseChange.objects.create(program=program, at=clock.now(), after=program.phase, by=by)


def history(program: Program) -> list[PhaseChange]:
    """Return the moves of a program, the oldest first, with who made them."""
    return list(program.phase_changes.select_related("by"))


def lock(program: Program) -> None:
    """Bring the object up to date and keep others from changing its row until the end of the transaction."""
    program.refresh_from_db(from_queryset=Program.objects.select_for_update(of=("self",)))


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


def _move(program: Program, move: str, *, by: Membership | None) -> None:
    """The only place that assigns the phase."""
    before, after, verb = MOVES[move]
    if program.phase not in before:
        raise ProgramError(
            _("Das geht in der Phase „{phase}“ nicht.").format(phase=program.get_phase_display())
        )
    PhaseChange.objects.create(program=program, at=clock.now(), before=program.phase, after=after, by=by)
    program.phase = after
    program.save(update_fields=["phase"])
    audit.record(verb, by=by, about=program.name)
