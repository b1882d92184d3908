"""What needs a program lead today: facts of each program turned into one task with one button."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from matching.models import Proposal, Run, RunState
from programs import guard, help_requests
from programs.models import Participant, Phase, Program, Side, Standing, WeeklyTime
from tenancy import clock

#: Fewer on one side cannot be matched in a way worth reviewing.
ENOUGH_PER_SIDE = 3
#: So many requests for help are tasks of their own.
HELP_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Task:
    """A line of "Das steht an": what, in which program, and the one button."""

    icon: str
    title: str
    program: Program
    url: str
    action: str
    until: date | None = None

    def is_late(self, today: date) -> bool:
        return self.until is not None and self.until < today


def tasks(programs: list[Program], *, by: Membership) -> list[Task]:
    """Return the open tasks of these programs for one who leads them: requests for help first, the oldest on top."""
    asked = list(_help(programs, by))
    found = [(urgency, task) for program in programs for urgency, task in _of(program)]
    return asked + [task for _, task in sorted(found, key=lambda pair: pair[0])]


def _help(programs: list[Program], by: Membership) -> Iterator[Task]:
    waiting = help_requests.open_in(programs, by=by)
    for asked in waiting[:HELP_SHOWN]:
        tandem = asked.tandem
        yield Task(
            icon="hand",
            title=_("{name} bittet um Hilfe").format(name=asked.asked_by.name),
            program=tandem.program,
            url=_url("programs:hr_tandem_detail", tandem.program, tandem=tandem.public_id),
            action=_("Ansehen"),
            until=help_requests.answer_until(asked),
        )
    more = len(waiting) - HELP_SHOWN
    if more > 0:
        program = waiting[HELP_SHOWN].tandem.program
        title = ngettext("{n} weitere Bitte um Hilfe", "{n} weitere Bitten um Hilfe", more).format(n=more)
        yield _task(program, "hand", title, _url("programs:help_list", program), _("Ansehen"))


def _of(program: Program) -> Iterator[tuple[int, Task]]:
    if program.phase == Phase.DRAFT:
        yield (
            2,
            _task(
                program,
                "pencil",
                _("Einrichtung fortsetzen"),
                _setup(program),
                _("Fortsetzen"),
                until=program.starts_on,
            ),
        )
    if program.phase in {Phase.ENROLMENT, Phase.MATCHING}:
        yield from _people(program)
        yield from _matching(program)
    if program.phase in {Phase.MATCHING, Phase.RUNNING, Phase.CLOSING}:
        yield from _rules(program)
    yield from _end(program)


def _rules(program: Program) -> Iterator[tuple[int, Task]]:
    broken = guard.waiting(program)
    if broken:
        title = ngettext(
            "{n} Tandem passt nicht mehr zu den Regeln", "{n} Tandems passen nicht mehr zu den Regeln", broken
        ).format(n=broken)
        yield (
            1,
            _task(program, "triangle-alert", title, _url("programs:guard_findings", program), _("Ansehen")),
        )


def _end(program: Program) -> Iterator[tuple[int, Task]]:
    """Yield the close of a program that is over, then its last report."""
    over = program.ends_on is not None and program.ends_on < clock.now().date()
    if program.phase == Phase.RUNNING and over:
        title, url = (
            _("Der letzte Tag ist vorbei: Programm abschließen"),
            _url("programs:program_detail", program),
        )
        yield 2, _task(program, "check", title, url, _("Ansehen"), until=program.ends_on)
    if program.phase == Phase.CLOSING:
        url = _url("reports:program_report", program)
        yield (
            3,
            _task(program, "file-text", _("Abschlussbericht für den Vorstand ist bereit"), url, _("Öffnen")),
        )


def _people(program: Program) -> Iterator[tuple[int, Task]]:
    people = Participant.objects.filter(program=program)
    waiting = people.filter(standing=Standing.IMPORTED).count()
    if waiting:
        title = ngettext("{n} Person einladen", "{n} Personen einladen", waiting).format(n=waiting)
        yield (
            1,
            _task(
                program,
                "mail",
                title,
                _url("programs:participants_invite", program),
                _("Einladung prüfen"),
                until=program.enrolment_until,
            ),
        )
    has_times = Exists(WeeklyTime.objects.filter(membership=OuterRef("membership")))
    blank = people.joined().filter(~has_times).count()
    if blank:
        title = ngettext(
            "{n} Person hat noch keine Zeiten angegeben",
            "{n} Personen haben noch keine Zeiten angegeben",
            blank,
        ).format(n=blank)
        url = f"{_url('programs:participant_list', program)}?times=no"
        yield 3, _task(program, "clock", title, url, _("Ansehen"), until=program.enrolment_until)


def _matching(program: Program) -> Iterator[tuple[int, Task]]:
    run = Run.objects.filter(program=program).order_by("-number").first()
    if run is None:
        joined = Participant.objects.filter(program=program).joined()
        if all(joined.on(side).count() >= ENOUGH_PER_SIDE for side in Side.values):
            title = _("Alles bereit für das Matching")
            yield (
                1,
                _task(
                    program,
                    "layers",
                    title,
                    _url("matching:matching_overview", program),
                    _("Zum Matching"),
                    until=program.starts_on,
                ),
            )
    elif run.state == RunState.DRAFT:
        yield 0, _review(program, run)


def _review(program: Program, run: Run) -> Task:
    doubtful = Proposal.objects.filter(run=run).exclude(flags=[]).count()
    title = ngettext(
        "{n} Vorschlag prüfen, dann veröffentlichen", "{n} Vorschläge prüfen, dann veröffentlichen", doubtful
    ).format(n=doubtful)
    if not doubtful:
        title = _("Vorschläge ansehen und veröffentlichen")
    url = _url("matching:run_detail", program, number=run.number)
    return _task(program, "triangle-alert", title, url, _("Vorschläge prüfen"), until=program.starts_on)


def _task(
    program: Program, icon: str, title: str, url: str, action: str, *, until: date | None = None
) -> Task:
    return Task(icon=icon, title=title, program=program, url=url, action=action, until=until)


def _setup(program: Program) -> str:
    return _url(f"programs:setup_{program.setup_step}", program)


def _url(name: str, program: Program, **more: object) -> str:
    return reverse(
        name, kwargs={"organisation": program.organisation.slug, "program": program.public_id, **more}
    )
