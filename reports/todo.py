"""What needs a program lead today: facts of each program turned into one task with one button."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import Proposal, Run, RunState
from programs.models import Participant, Phase, Program, Side, Standing, WeeklyTime

#: Fewer on one side cannot be matched in a way worth reviewing.
ENOUGH_PER_SIDE = 3


@dataclass(frozen=True, slots=True)
class Task:
    """A line of "Das steht an": what, in which program, and the one button."""

    icon: str
    title: str
    program: Program
    url: str
    action: str


def tasks(programs: list[Program]) -> list[Task]:
    """Return the open tasks of these programs, the most urgent first."""
    found = [(urgency, task) for program in programs for urgency, task in _of(program)]
    return [task for _, task in sorted(found, key=lambda pair: pair[0])]


def _of(program: Program) -> Iterator[tuple[int, Task]]:
    if program.phase == Phase.DRAFT:
        yield 2, _task(program, "pencil", _("Einrichtung fortsetzen"), _setup(program), _("Fortsetzen"))
    if program.phase in {Phase.ENROLMENT, Phase.MATCHING}:
        yield from _people(program)
        yield from _matching(program)


def _people(program: Program) -> Iterator[tuple[int, Task]]:
    people = Participant.objects.filter(program=program)
    waiting = people.filter(standing=Standing.IMPORTED).count()
    if waiting:
        title = ngettext("{n} Person einladen", "{n} Personen einladen", waiting).format(n=waiting)
        yield (
            1,
            _task(
                program, "mail", title, _url("programs:participants_invite", program), _("Einladung prüfen")
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
        yield 3, _task(program, "clock", title, _url("programs:participant_list", program), _("Ansehen"))


def _matching(program: Program) -> Iterator[tuple[int, Task]]:
    run = Run.objects.filter(program=program).order_by("-number").first()
    if run is None:
        joined = Participant.objects.filter(program=program).joined()
        if all(joined.on(side).count() >= ENOUGH_PER_SIDE for side in Side.values):
            title = _("Alles bereit für das Matching")
            yield (
                1,
                _task(
                    program, "layers", title, _url("matching:matching_overview", program), _("Zum Matching")
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
    return _task(program, "triangle-alert", title, url, _("Vorschläge prüfen"))


def _task(program: Program, icon: str, title: str, url: str, action: str) -> Task:
    return Task(icon=icon, title=title, program=program, url=url, action=action)


def _setup(program: Program) -> str:
    return _url(f"programs:setup_{program.setup_step}", program)


def _url(name: str, program: Program, **more: object) -> str:
    return reverse(
        name, kwargs={"organisation": program.organisation.slug, "program": program.public_id, **more}
    )
