"""HR's overview and the report of a program."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import MemberRequest, Policy, access
from programs import help_requests
from programs.access import get_program
from programs.models import Phase, Program
from reports import cards, charts, figures, findings, goal_change, milestones, recent, todo
from reports.panels import panel
from tenancy import clock
from ui.charts import Day


@access(Policy.LEAD)
def overview(request: MemberRequest) -> HttpResponse:
    """Show what needs this person today, then the week and the programs."""
    now = _local_now(request)
    programs = _programs(request)
    smallest = request.organisation.smallest_group
    shown = panel(lambda: cards.of_programs(programs, smallest=smallest, now=now))
    return render(
        request,
        "reports/overview.html",
        {
            "nav": "overview",
            "today": now,
            "tasks": panel(lambda: _tasks(programs, request, now.date())),
            "week": panel(lambda: _week(programs, now, smallest)),
            "milestones": panel(lambda: milestones.coming(programs, now.date())),
            "help_days": panel(lambda: help_requests.usual_days(programs, smallest=smallest)),
            "programs": programs,
            "cards": shown,
            "answers": sum(card.answers for card in shown.value or []),
            "smallest": smallest,
            "recent": panel(lambda: recent.events(request.membership)),
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


def _tasks(programs: list[Program], request: MemberRequest, today: date) -> list[tuple[todo.Task, bool]]:
    """Return each task with whether it is late."""
    return [(task, task.is_late(today)) for task in todo.tasks(programs, by=request.membership)]


def _week(programs: list[Program], now: datetime, smallest: int) -> tuple[list[Day], int] | None:
    """Return the bars of this week and their sum, or None when too few people stand behind them."""
    counted = figures.week(programs, now, smallest)
    return None if counted is None else (charts.week_days(counted, now.date()), sum(counted))


def _programs(request: MemberRequest) -> list[Program]:
    rows = Program.objects.visible_to(request.membership).current()
    return list(rows.select_related("organisation").order_by("-created_at").distinct())


def _local_now(request: MemberRequest) -> datetime:
    return clock.now().astimezone(ZoneInfo(request.organisation.zone))
