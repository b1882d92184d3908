"""HR's overview."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import MemberRequest, Policy, access
from accounts.name_order import in_order
from programs import help_requests
from programs.models import Program
from reports import cards, charts, figures, last_calls, milestones, recent, todo
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


def _tasks(programs: list[Program], request: MemberRequest, today: date) -> list[tuple[todo.Task, bool]]:
    """Return each task with whether it is late."""
    found = [*todo.tasks(programs, by=request.membership), *last_calls.tasks(request.membership, today)]
    return [(task, task.is_late(today)) for task in found]


def _week(programs: list[Program], now: datetime, smallest: int) -> tuple[list[Day], int] | None:
    """Return the bars of this week and their sum, or None when too few people stand behind them."""
    counted = figures.week(programs, now, smallest)
    return None if counted is None else (charts.week_days(counted, now.date()), sum(counted))


def _programs(request: MemberRequest) -> list[Program]:
    rows = Program.objects.visible_to(request.membership).current()
    return list(rows.select_related("organisation").order_by(in_order("name")).distinct())


def _local_now(request: MemberRequest) -> datetime:
    return clock.now().astimezone(ZoneInfo(request.organisation.zone))
