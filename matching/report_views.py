"""What HR and a works council read: how pairs are computed, a run's report, and what changed between two runs."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.access import MemberRequest, Policy, access
from matching import difference, report, runs
from matching.access import get_run
from matching.comparison import Comparison
from matching.models import Run
from matching.pages import tab

PAGE = 25
KINDS = ("new", "gone")


@access(Policy.LEAD)
def run_compare(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Show which pairs are new and which are gone since the run ``with``, or the one before, and why."""
    found, run = get_run(request, program, number)
    earlier = difference.earlier_runs(run)
    before = _chosen(earlier, request.GET.get("with", ""))
    context = {"run": run, "earlier": earlier, "before": before}
    if before and run.state not in runs.WITHOUT_RESULT:
        context |= _differences(request, difference.between(before, run))
    return render(request, "matching/run_compare.html", tab(found) | context)


def _chosen(earlier: list[Run], number: str) -> Run | None:
    return next((run for run in earlier if str(run.number) == number), earlier[0] if earlier else None)


def _differences(request: MemberRequest, comparison: Comparison) -> dict[str, Any]:
    kind = request.GET.get("show", "")
    wanted = comparison.of_kind(kind) if kind in KINDS else comparison.differences
    page = Paginator(wanted, PAGE).get_page(request.GET.get("page"))
    return {
        "comparison": comparison,
        "general": difference.general(comparison),
        "counts": {name: len(comparison.of_kind(name)) for name in KINDS},
        "kind": kind if kind in KINDS else "",
        "page": page,
        "rows": difference.rows(list(page.object_list)),
    }


@access(Policy.LEAD)
def run_report(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Show a run in figures: who found a tandem, how the fit is spread, how stable it is, and the proof."""
    found, run = get_run(request, program, number)
    if run.state in runs.WITHOUT_RESULT:
        raise Http404
    return render(request, "matching/run_report.html", tab(found) | {"run": run, "report": report.of(run)})
