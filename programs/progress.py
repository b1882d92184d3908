"""Where a program stands: phases with dates, the figures of the phase, what is to do, and the one next step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs import guard, help_requests, participants, phases, readiness, setup, turns
from programs.models import Phase, Program, Side, Standing

STEP_NAMES = {
    "goal": gettext_lazy("Ziel"),
    "frame": gettext_lazy("Rahmen"),
    "people": gettext_lazy("Teilnehmende"),
    "matching": gettext_lazy("Matching"),
    "check": gettext_lazy("Prüfen"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the phase bar; ``state`` is done, now or ""."""

    label: str
    state: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    value: int
    label: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the checklist. ``page`` is a URL name that takes organisation and program."""

    label: str
    done: bool
    note: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """The one next step: a link, or a POST when ``post``."""

    label: str
    page: str
    post: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the overview of a program shows; ``people`` counts everybody on the list."""

    stages: list[Stage]
    figures: list[Figure]
    tasks: list[Task]
    action: Action | None
    people: int

    @property
    def first_open(self) -> Task | None:
        """The task that comes next."""
        return next((task for task in self.tasks if not task.done), None)


def stages(program: Program, today: date) -> list[Stage]:
    """Return the phase bar with the day on which a phase begins or, for enrolment, ends."""
    days = {
        Phase.ENROLMENT: program.enrolment_until,
        Phase.RUNNING: program.starts_on,
        Phase.CLOSING: program.ends_on,
    }
    bar = zip(phases.ORDER, phases.bar(program, today), strict=True)
    return [Stage(step.label, step.state, days.get(phase)) for phase, step in bar]


def of(program: Program, today: date) -> Progress:
    """Return figures, tasks and next step. What HR sees of people and tandems here tells nobody's no."""
    people, tandems = participants.counts(program), turns.counts(program)
    build = {
        Phase.DRAFT: _draft,
        Phase.ENROLMENT: _enrolment,
        Phase.MATCHING: _matching,
        Phase.RUNNING: _running,
        Phase.CLOSING: _closing,
    }.get(Phase(program.phase), _archived)
    figures, tasks, action = build(program, people, tandems)
    if program.phase == Phase.RUNNING and program.ends_on and program.ends_on < today:
        action = Action(_("Programm abschließen"), "programs:program_close", post=True)
    return Progress(stages(program, today), figures, tasks, action, sum(people.values()))


Counts = dict[str, int]
Part = tuple[list[Figure], list[Task], Action | None]


def _draft(program: Program, people: Counts, tandems: Counts) -> Part:
    missing = {gap.step: gap.sentence for gap in reversed(readiness.gaps(program))}
    reached = setup.STEPS.index(program.setup_step)
    tasks = [
        Task(
            str(STEP_NAMES[step]),
            done=at < reached and step not in missing,
            note=missing.get(step, "") if at < reached else "",
            page=f"programs:setup_{step}",
        )
        for at, step in enumerate(setup.STEPS)
    ]
    action = Action(_("Einrichtung fortsetzen"), f"programs:setup_{program.setup_step}")
    return _sides(program), tasks, action


def _enrolment(program: Program, people: Counts, tandems: Counts) -> Part:
    total, waiting = sum(people.values()), people[Standing.IMPORTED]
    people_page = "programs:participant_list"
    tasks = [
        Task(_("Personen auf der Liste"), total > 0, _people(total), people_page),
        Task(
            _("Einladungen verschickt"),
            total > 0 and not waiting,
            _waiting(waiting),
            "programs:participants_invite",
        ),
        Task(
            _("Zusagen da"),
            _both_sides(program),
            _("auf beiden Seiten mindestens drei"),
            "programs:participant_list",
        ),
        Task(
            _("Fragen beantwortet"),
            bool(people["ready"]) and not people["questions"],
            "",
            "programs:participant_list",
        ),
    ]
    if not total:
        action = Action(_("Personen hinzufügen"), "programs:roster_upload", icon="plus")
    elif waiting:
        action = Action(_("Einladungen prüfen"), "programs:participants_invite")
    else:
        action = Action(_("Matching starten"), "programs:program_start_matching", post=True)
    return _joined(people), tasks, action


def _matching(program: Program, people: Counts, tandems: Counts) -> Part:
    made = sum(tandems.values())
    tasks = [
        *guard_tasks(program),
        Task(_("Tandems berechnen und prüfen"), made > 0, page="matching:matching_overview"),
        Task(_("Tandems veröffentlichen"), made > 0, page="matching:matching_overview"),
        Task(_("Das erste Tandem sagt zu"), tandems["active"] > 0, page="programs:tandem_list"),
    ]
    action = Action(_("Zum Matching"), "matching:matching_overview")
    if program.runs.filter(state="draft").exists():
        action = Action(_("Vorschläge prüfen"), "matching:matching_overview")
    return _joined(people), tasks, action


def _running(program: Program, people: Counts, tandems: Counts) -> Part:
    figures = [
        Figure(tandems["active"], _("Tandems laufen"), sum(tandems.values())),
        Figure(tandems["asked"], _("warten auf Antwort")),
        Figure(participants.waiting(program).count(), _("auf der Warteliste")),
    ]
    asking = help_requests.waiting(program)
    tasks = [
        *guard_tasks(program),
        *(
            [Task(_("Bitten um Hilfe beantworten"), False, _open(asking), "programs:help_list")]
            if asking
            else []
        ),
        Task(_("Alle Angefragten haben geantwortet"), not tandems["asked"], page="programs:tandem_list"),
        Task(_("Zwischenstand im Bericht ansehen"), False, page="reports:program_report"),
    ]
    return figures, tasks, Action(_("Bericht ansehen"), "reports:program_report")


def guard_tasks(program: Program) -> list[Task]:
    """Return the task that is raised when tandems no longer keep to the rules, or nothing."""
    number = guard.waiting(program)
    if not number:
        return []
    label = ngettext(
        "{number} Tandem passt nicht mehr zu den Regeln",
        "{number} Tandems passen nicht mehr zu den Regeln",
        number,
    )
    return [Task(label.format(number=number), False, _("ansehen und entscheiden"), "programs:guard_findings")]


def _closing(program: Program, people: Counts, tandems: Counts) -> Part:
    figures = [
        Figure(tandems["active"], _("Tandems laufen noch")),
        Figure(tandems["ended"], _("Tandems sind beendet")),
    ]
    tasks = [Task(_("Abschlussbericht ansehen"), False, page="reports:program_report")]
    return figures, tasks, Action(_("Bericht ansehen"), "reports:program_report")


def _archived(program: Program, people: Counts, tandems: Counts) -> Part:
    return [Figure(sum(tandems.values()), _("Tandems gab es"))], [], None


def _joined(people: Counts) -> list[Figure]:
    joined = people["questions"] + people["ready"]
    return [
        Figure(joined, _("machen mit"), sum(people.values())),
        Figure(people["ready"], _("haben alle Fragen beantwortet"), joined),
        Figure(people[Standing.INVITED], _("noch ohne Antwort")),
    ]


def _by_side(program: Program, **filters: Any) -> dict[str, int]:
    sides = {side.value: Count("pk", filter=Q(side=side, **filters)) for side in Side}
    return program.participants.aggregate(**sides)


def _sides(program: Program) -> list[Figure]:
    sides = _by_side(program)
    return [Figure(sides["mentor"], _("Mentorinnen und Mentoren")), Figure(sides["mentee"], _("Mentees"))]


def _both_sides(program: Program) -> bool:
    return min(_by_side(program, standing=Standing.JOINED).values()) >= setup.FEWEST_PER_SIDE


def _people(number: int) -> str:
    return _("{number} bisher").format(number=number) if number else _("noch niemand")


def _open(number: int) -> str:
    return ngettext("{number} Bitte wartet", "{number} Bitten warten", number).format(number=number)


def _waiting(number: int) -> str:
    return _("{number} noch nicht eingeladen").format(number=number) if number else ""
