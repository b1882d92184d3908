"""The report of a program: on the screen, on one page for the board, and as a table."""

from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import words
from accounts.access import MemberRequest, Policy, access
from accounts.name_order import in_order
from programs import endings, report_words
from programs.access import get_program
from programs.models import Phase, Program
from programs.views.attempt import attempt
from reports import actions, cards, charts, figures, findings, table
from reports.forms import HeadlineForm
from reports.values import Figures
from tenancy import clock
from ui.spreadsheets import as_csv


@access(Policy.LEAD)
def report_list(request: MemberRequest) -> HttpResponse:
    """Show the reports there are."""
    rows = Program.objects.visible_to(request.membership).current().select_related("organisation")
    begun = rows.exclude(phase__in=[Phase.DRAFT, Phase.ENROLMENT]).order_by(in_order("name")).distinct()
    shown = cards.of_programs(
        list(begun), smallest=request.organisation.smallest_group, now=_local_now(request)
    )
    return render(request, "reports/report_list.html", {"nav": "reports", "cards": shown})


@access(Policy.LEAD)
def program_report(request: MemberRequest, program: str) -> HttpResponse:
    """Show what the data of one program carries, and what it hides."""
    found = get_program(request, program)
    now = _local_now(request)
    known = figures.of_program(found, smallest=request.organisation.smallest_group, now=now)
    return render(
        request,
        "reports/program_report.html",
        {"nav": "programs", "tab": "report"} | shown(found, known, now.date()),
    )


@access(Policy.LEAD)
@require_GET
def report_print(request: MemberRequest, program: str) -> HttpResponse:
    """Show the report on one page for the board."""
    found = get_program(request, program)
    now = _local_now(request)
    known = figures.of_program(found, smallest=request.organisation.smallest_group, now=now)
    own = report_words.own(found)
    context = shown(found, known, now.date()) | {
        "own": own,
        "form": HeadlineForm(initial={"headline": own.text if own else ""}),
    }
    return render(request, "reports/report_print.html", {"nav": "programs", "tab": "report"} | context)


@access(Policy.LEAD)
@require_POST
def report_headline(request: MemberRequest, program: str) -> HttpResponse:
    """Put HR's own headline over the page for the board, or take it back with an empty one."""
    found = get_program(request, program)
    step = partial(report_words.say, found, request.POST.get("headline", ""), by=request.membership)
    attempt(request, step, done=_("Gespeichert. So steht die Überschrift auf der Seite für den Vorstand."))
    return redirect("reports:report_print", request.organisation.slug, found.public_id)


@access(Policy.LEAD)
@require_GET
def report_export(request: MemberRequest, program: str) -> HttpResponse:
    """Give the figures that the page shows as a table for spreadsheets."""
    found = get_program(request, program)
    known = figures.of_program(found, smallest=request.organisation.smallest_group, now=_local_now(request))
    content = as_csv(table.rows(known, words.of(found.organisation)))
    headers = {"Content-Disposition": f'attachment; filename="{slugify(found.name) or "bericht"}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def shown(program: Program, known: Figures, today: date) -> dict[str, Any]:
    """Return all that pages of a report show, from its figures alone; frozen ones are of the day of that."""
    kept = endings.kept(program)
    if kept is not None and kept.forgotten_at is not None:
        today = kept.forgotten_at.astimezone(ZoneInfo(program.organisation.zone)).date()
    series, labels = charts.feedback_lines(known)
    house_words = words.of(program.organisation)
    return {
        "program": program,
        "today": today,
        "known": known,
        "goal": program.goals.first(),
        "headline": findings.headline(known, house_words),
        "summary": findings.summary(known),
        "change_title": findings.change_title(known),
        "changes": charts.changes(known),
        "sessions_title": findings.sessions_title(known),
        "columns": charts.session_columns(known),
        "feedback_title": findings.feedback_title(known),
        "series": series,
        "labels": labels,
        "hidden": findings.hidden(known),
        "actions": [(action, _page(action, program)) for action in actions.of(known, house_words)],
        "first_numbers": findings.first_numbers(program.starts_on, today),
    }


def _page(action: actions.Action, program: Program) -> str:
    """Return the address of the page where an action can be done, or ""."""
    where = {"organisation": program.organisation.slug, "program": program.public_id}
    if action.page == actions.NEW_PROGRAM:
        del where["program"]
    return reverse(action.page, kwargs=where) if action.page else ""


def _local_now(request: MemberRequest) -> datetime:
    return clock.now().astimezone(ZoneInfo(request.organisation.zone))
