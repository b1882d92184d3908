"""HR: from a spreadsheet to people: upload, columns, preview, take over, done."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import MemberRequest, Policy, access
from programs import skills
from programs.access import get_program, get_roster
from programs.forms.roster import ColumnsForm, RowForm, UploadForm
from programs.models import Phase, Program, RosterImport
from programs.roster import columns, export, fixing, meanings, taking, undoing
from programs.roster.columns import Columns
from programs.roster.errors import RosterError
from programs.roster.hints import hints
from programs.roster.preview import Result
from programs.views.attempt import attempt
from programs.views.participants import frame
from tenancy import clock

PAGE = 50


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def roster_upload(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    roster = _uploaded(request, found, form) if form.is_valid() else None
    if roster:
        return redirect(_next_page(roster), **_place(request, found, roster))
    return render(request, "programs/roster_upload.html", frame(found) | {"form": form})


@access(Policy.LEAD)
@require_GET
def roster_template(request: MemberRequest, program: str) -> HttpResponse:
    get_program(request, program)
    return _csv(export.template(), _("Vorlage Teilnehmende"))


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def roster_columns(request: MemberRequest, program: str, roster: str) -> HttpResponse:
    found = get_program(request, program)
    upload = get_roster(found, roster)
    if upload.taken_at:
        return redirect("programs:roster_done", **_place(request, found, upload))
    table = taking.table_of(upload)
    form = ColumnsForm(table, Columns.from_json(upload.columns), meanings.known(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        taking.name_columns(upload, form.columns())
        return redirect("programs:roster_preview", **_place(request, found, upload))
    return render(request, "programs/roster_columns.html", frame(found) | {"roster": upload, "form": form})


@access(Policy.LEAD)
@require_GET
def roster_preview(request: MemberRequest, program: str, roster: str) -> HttpResponse:
    found = get_program(request, program)
    upload = get_roster(found, roster)
    if upload.taken_at or upload.is_waiting:
        return redirect("programs:roster_done", **_place(request, found, upload))
    if not Columns.from_json(upload.columns).complete:
        return redirect("programs:roster_columns", **_place(request, found, upload))
    plan = taking.plan_of(upload)
    show = request.GET.get("show", "")
    show = show if show in plan.counts else ""
    context = {
        "roster": upload,
        "plan": plan,
        "counts": plan.counts,
        "hints": hints(plan),
        "results": _filters(plan.counts),
        "show": show,
        "page": Paginator(plan.of(show), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "programs/roster_preview.html", frame(found) | context)


@access(Policy.LEAD)
@require_POST
def roster_take(request: MemberRequest, program: str, roster: str) -> HttpResponse:
    found = get_program(request, program)
    upload = get_roster(found, roster)
    is_large = upload.rows > taking.AT_ONCE
    step = partial(taking.hand_over if is_large else taking.take, upload, by=request.membership)
    done = "" if is_large else _("Übernommen. Es wurde niemand angeschrieben.")
    went = attempt(request, step, done=done)
    page = "programs:roster_done" if went else "programs:roster_preview"
    return redirect(page, **_place(request, found, upload))


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def roster_row(request: MemberRequest, program: str, roster: str, row: int) -> HttpResponse:
    """Put a row right that cannot be taken over as it is."""
    found = get_program(request, program)
    upload = get_roster(found, roster)
    plan = taking.plan_of(upload)
    entry = next((entry for entry in plan.entries if entry.number == row), None)
    if upload.taken_at or entry is None:
        raise Http404
    form = RowForm(plan, entry, request.organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = partial(fixing.fix, upload, row, form.texts())
        if attempt(request, step, done=""):
            return redirect(_back_to_problems(request, found, upload))
    context = {"roster": upload, "form": form, "entry": entry, "options": skills.offered("")}
    return render(request, "programs/roster_row.html", frame(found) | context)


@access(Policy.LEAD)
@require_GET
def roster_progress(request: MemberRequest, program: str, roster: str) -> HttpResponse:
    """Answer the waiting page, which asks every two seconds."""
    found = get_program(request, program)
    upload = get_roster(found, roster)
    if upload.is_waiting:
        return render(request, "programs/_roster_waiting.html", frame(found) | {"roster": upload})
    return HttpResponseClientRedirect(_url(request, "roster_done", found, upload))


@access(Policy.LEAD)
@require_POST
def roster_take_back(request: MemberRequest, program: str, roster: str) -> HttpResponse:
    found = get_program(request, program)
    upload = get_roster(found, roster)
    step = partial(undoing.take_back, upload, by=request.membership)
    attempt(request, step, done=_("Zurückgenommen. Alles ist wieder wie vor dem Import."))
    return redirect("programs:roster_done", **_place(request, found, upload))


@access(Policy.LEAD)
@require_GET
def roster_done(request: MemberRequest, program: str, roster: str) -> HttpResponse:
    found = get_program(request, program)
    upload = get_roster(found, roster)
    if upload.is_waiting:
        return render(request, "programs/roster_waiting.html", frame(found) | {"roster": upload})
    if not upload.taken_at:
        return redirect("programs:roster_preview", **_place(request, found, upload))
    number = upload.result["new"] + upload.result["changed"]
    heading = ngettext("{number} Person ist da", "{number} Personen sind da", number).format(number=number)
    if upload.taken_back_at:
        heading = _("Der Import ist zurückgenommen")
    context = {
        "roster": upload,
        "heading": heading,
        "in_wizard": found.phase == Phase.DRAFT,
        "can_take_back": undoing.is_possible(upload, clock.now()),
    }
    return render(request, "programs/roster_done.html", frame(found) | context)


@access(Policy.LEAD)
@require_GET
def roster_problems(request: MemberRequest, program: str, roster: str) -> HttpResponse:
    upload = get_roster(get_program(request, program), roster)
    content = bytes(upload.content) if upload.taken_at else export.problems(taking.plan_of(upload))
    return _csv(content, _("Bitte ansehen"))


def _uploaded(request: MemberRequest, program: Program, form: UploadForm) -> RosterImport | None:
    name, content = form.table()
    try:
        return taking.upload(program, file_name=name, content=content, by=request.membership)
    except RosterError as refusal:
        form.add_error(form.used, str(refusal))
        return None


def _next_page(roster: RosterImport) -> str:
    """Ask for columns only when something was not recognised."""
    known = Columns.from_json(roster.columns)
    asked = columns.unknown(taking.table_of(roster), known, meanings.known()) or not known.complete
    return "programs:roster_columns" if asked else "programs:roster_preview"


def _filters(counts: dict[str, int]) -> list[dict[str, Any]]:
    names = {
        "": _("Alle"),
        Result.PROBLEM: _("Bitte ansehen"),
        Result.NEW: _("Neu"),
        Result.CHANGED: _("Aktualisiert"),
        Result.SAME: _("Unverändert"),
    }
    totals = {"": sum(counts.values()), **counts}
    return [
        {"key": str(key), "label": name, "count": totals[key], "url": f"?show={key}" if key else "?"}
        for key, name in names.items()
        if totals[key] or not key
    ]


def _url(request: MemberRequest, name: str, program: Program, roster: RosterImport) -> str:
    return reverse(f"programs:{name}", kwargs=_place(request, program, roster))


def _back_to_problems(request: MemberRequest, program: Program, roster: RosterImport) -> str:
    """Return the preview's address: with the rows that still need a look, or all when none is left."""
    left = taking.plan_of(roster).problems
    return _url(request, "roster_preview", program, roster) + (f"?show={Result.PROBLEM}" if left else "")


def _csv(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{slugify(name)}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _place(request: MemberRequest, program: Program, roster: RosterImport) -> dict[str, Any]:
    return {
        "organisation": request.organisation.slug,
        "program": program.public_id,
        "roster": roster.public_id,
    }
