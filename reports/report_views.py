"""The report of a program: on the screen, on one page for the board, and as a table."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from accounts import words
from accounts.access import MemberRequest, Policy, access
from programs.access import get_program
from programs.models import Phase, Program
from reports import cards, charts, figures, findings
from reports.values import Figures
from tenancy import clock


@access(Policy.LEAD)
def report_list(request: MemberRequest) -> HttpResponse:
    """Show the reports there are."""
    rows = Program.objects.visible_to(request.membership).current().select_related("organisation")
    begun = rows.exclude(phase__in=[Phase.DRAFT, Phase.ENROLMENT]).order_by("-created_at").distinct()
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


def shown(program: Program, known: Figures, today: date) -> dict[str, Any]:
    """Return all that pages of a report show, from its figures alone."""
    series, labels = charts.feedback_lines(known)
    return {
        "program": program,
        "today": today,
        "known": known,
        "goal": program.goals.first(),
        "headline": findings.headline(known, words.of(program.organisation)),
        "summary": findings.summary(known),
        "change_title": findings.change_title(known),
        "changes": charts.changes(known),
        "sessions_title": findings.sessions_title(known),
        "columns": charts.session_columns(known),
        "feedback_title": findings.feedback_title(known),
        "series": series,
        "labels": labels,
        "hidden": findings.hidden(known),
        "first_numbers": findings.first_numbers(program.starts_on, today),
    }


def _local_now(request: MemberRequest) -> datetime:
    return clock.now().astimezone(ZoneInfo(request.organisation.zone))
