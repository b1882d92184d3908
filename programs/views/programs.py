"""HR: the list of programs, one program at a glance, and its way through the phases."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import leads, phases, progress, readiness, setup
from programs.access import get_program
from programs.forms.setup import PromisesForm
from programs.models import Phase, Program
from programs.querysets import ProgramQuerySet
from programs.views.attempt import attempt
from programs.views.participants import frame
from tenancy import clock


@access(Policy.LEAD)
@require_GET
def program_list(request: MemberRequest) -> HttpResponse:
    archived = request.GET.get("phase") == Phase.ARCHIVED
    mine = Program.objects.visible_to(request.membership)
    context = {
        "nav": "programs",
        "rows": (mine.archived() if archived else mine.current()).for_list(),
        "archived": archived,
        "tabs": _tabs(mine, archived=archived),
    }
    return render(request, "programs/program_list.html", context)


def _tabs(mine: ProgramQuerySet, *, archived: bool) -> list[dict[str, Any]]:
    """The two filters of the list with their numbers; none while there is nothing in the archive to look for."""
    put_away = mine.archived().count()
    if not (put_away or archived):
        return []
    current = {"key": False, "url": "?", "label": _("Aktuell"), "count": mine.current().count()}
    return [current, {"key": True, "url": "?phase=archived", "label": _("Archiv"), "count": put_away}]


@access(Policy.LEAD)
@require_GET
def program_detail(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    today = clock.now().astimezone(request.membership.tzinfo).date()
    now = progress.of(found, today)
    context = {
        "progress": now,
        "people_count": now.people,
        "goal": setup.goal_of(found),
        "leads": leads.of(found),
        "history": phases.history(found),
    }
    return render(request, "programs/program_detail.html", frame(found, "overview") | context)


@access(Policy.LEAD)
@require_POST
def program_open(request: MemberRequest, program: str) -> HttpResponse:
    """Keep the promises that were ticked, also when something else still keeps the program from opening."""
    found, form = get_program(request, program), PromisesForm(request.POST)
    if found.phase == Phase.DRAFT and form.is_valid():
        promises = form.cleaned_data["promises"]
        attempt(request, partial(readiness.promise, found, promises, by=request.membership), done="")
    done = _("Programm angelegt. Noch hat niemand eine Nachricht bekommen.")
    return _moved(request, program, phases.open_program, done, otherwise="programs:setup_check")


@access(Policy.LEAD)
@require_POST
def program_start_matching(request: MemberRequest, program: str) -> HttpResponse:
    done = _("Jetzt lassen sich Tandems berechnen. Neue Personen können weiter dazukommen.")
    return _moved(request, program, phases.start_matching, done, then="matching:matching_overview")


@access(Policy.LEAD)
@require_POST
def program_close(request: MemberRequest, program: str) -> HttpResponse:
    done = _("Das Programm ist im Abschluss. Laufende Tandems können ihre Sitzungen zu Ende bringen.")
    return _moved(request, program, phases.close_program, done)


@access(Policy.LEAD)
@require_POST
def program_duplicate(request: MemberRequest, program: str) -> HttpResponse:
    copy = setup.duplicate(get_program(request, program), by=request.membership)
    messages.success(request, _("Die Kopie ist ein Entwurf, noch ohne Personen. Bitte den Rahmen prüfen."))
    return redirect("programs:setup_frame", organisation=request.organisation.slug, program=copy.public_id)


@access(Policy.LEAD)
@require_POST
def program_archive(request: MemberRequest, program: str) -> HttpResponse:
    return _moved(
        request,
        program,
        phases.archive_program,
        _("Das Programm liegt im Archiv."),
        then="programs:program_list",
    )


def _moved(
    request: MemberRequest,
    program: str,
    move: Callable[..., None],
    done: str,
    *,
    then: str = "programs:program_detail",
    otherwise: str = "programs:program_detail",
) -> HttpResponse:
    found = get_program(request, program)
    went = attempt(request, partial(move, found, by=request.membership), done=done)
    page = then if went else otherwise
    place: dict[str, Any] = {"organisation": request.organisation.slug}
    if page != "programs:program_list":
        place["program"] = found.public_id
    return redirect(page, **place)
