"""HR's overview and the report of a program."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import MemberRequest, Policy, access
from programs.access import get_program
from programs.models import Phase, Program
from reports import cards, charts, figures, findings, goal_change, milestones, recent, todo
from tenancy import clock


@access(Policy.LEAD)
def overview(request: MemberRequest) -> HttpResponse:
    """Show what needs this person today, then the week and the programs."""
    now = _local_now(request)
    programs = _programs(request)
    smallest = request.organisation.smallest_group
    week = figures.week(programs, now, smallest)
    return render(
        request,
        "reports/overview.html",
        {
            "nav": "overview",
            "today": now,
            "tasks": todo.tasks(programs),
            "week": charts.week_days(week, now.date()) if week is not None else None,
            "week_total": sum(week or []),
            "milestones": milestones.coming(programs, now.date()),
            "cards": cards.of_programs(programs, smallest=smallest, now=now),
            "smallest": smallest,
            "recent": recent.events(request.membership),
        },
    )


@access(Policy.LEAD)
def report_list(request: MemberRequest) -> HttpResponse:
    """Show the reports there are."""
    programs = [
        program for program in _programs(request) if program.phase not in {Phase.DRAFT, Phase.ENROLMENT}
    ]
    smallest = request.organisation.smallest_group
    shown = cards.of_programs(programs, smallest=smallest, now=_local_now(request))
    return render(request, "reports/report_list.html", {"nav": "reports", "cards": shown})


@access(Policy.LEAD)
def program_report(request: MemberRequest, program: str) -> HttpResponse:
    """Show what the data of one program carries, and what it hides."""
    found = get_program(request, program)
    now = _local_now(request)
    smallest = request.organisation.smallest_group
    known = figures.of_program(found, smallest=smallest, now=now)
    series, labels = charts.feedback_lines(known)
    return render(
        request,
        "reports/program_report.html",
        {
            "nav": "programs",
            "tab": "report",
            "program": found,
            "today": now,
            "known": known,
            "goal": found.goals.first(),
            "changes": goal_change.of_program(found, smallest=smallest, now=now),
            "headline": findings.headline(known),
            "summary": findings.summary(known),
            "sessions_title": findings.sessions_title(known),
            "columns": charts.session_columns(known),
            "feedback_title": findings.feedback_title(known),
            "series": series,
            "labels": labels,
        },
    )


def _programs(request: MemberRequest) -> list[Program]:
    rows = Program.objects.visible_to(request.membership).current()
    return list(rows.select_related("organisation").order_by("-created_at").distinct())


def _local_now(request: MemberRequest) -> datetime:
    return clock.now().astimezone(ZoneInfo(request.organisation.zone))
