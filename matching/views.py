"""HR's way to a run: who is ready, start one, watch it, stop it. What comes of it is in ``review_views``."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import MemberRequest, Policy, access
from matching import adapter, computing, runs, states
from matching.access import get_run
from matching.errors import MatchingError
from matching.models import Run, RunState
from matching.pages import tab, url
from matching.review_views import review_page
from programs import guard, guard_words
from programs.access import get_program
from programs.models import Phase, Program

LISTED = 20


@access(Policy.LEAD)
def matching_overview(request: MemberRequest, program: str) -> HttpResponse:
    """Show who is ready, the run that is being computed or waits for review, and the latest runs."""
    found = get_program(request, program)
    latest = list(_runs(found)[:LISTED])
    context = {
        "ready": adapter.ready(found),
        "unanswered": found.participants.joined().filter(answered_at=None).count(),
        "enough": runs.ENOUGH_PER_SIDE,
        "may_run": found.phase in {Phase.ENROLMENT, Phase.MATCHING, Phase.RUNNING},
        "runs": latest,
        "computing": next((run for run in latest if run.state == RunState.COMPUTING), None),
        "draft": next((run for run in latest if run.state == RunState.DRAFT), None),
        "rules": computing.rules(found),
        "gaps": guard_words.gaps(found, guard.gaps(found, adapter.candidates(found))),
    }
    return render(request, "matching/matching_overview.html", tab(found) | context)


def _runs(program: Program) -> "QuerySet[Run]":
    rows = Run.objects.filter(program=program).select_related("started_by")
    return rows.defer("inputs", "report").order_by("-number")


@access(Policy.LEAD)
@require_POST
def run_start(request: MemberRequest, program: str) -> HttpResponse:
    """Start a run and go to its page."""
    found = get_program(request, program)
    try:
        run = runs.start(found, by=request.membership)
    except MatchingError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(url(request, "matching_overview", found))
    return HttpResponseRedirect(url(request, "run_detail", found, number=run.number))


@access(Policy.LEAD)
def run_detail(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Show a run: waiting, failed, cancelled, or all its pairs with one of them opened."""
    found, run = get_run(request, program, number)
    if run.state == RunState.COMPUTING:
        return render(request, "matching/run_waiting.html", tab(found) | _progress(run))
    if run.state in runs.WITHOUT_RESULT:
        context = {"run": run, "heading": states.heading(run), "draft": _draft(run)}
        if run.state == RunState.FAILED:
            context["failure"] = states.failure(run)
        return render(request, "matching/run_failed.html", tab(found) | context)
    return review_page(request, found, run)


def _progress(run: Run) -> dict[str, Any]:
    return {
        "run": run,
        "phase": states.phase(run),
        "percent": states.percent(run),
        "looked_at": states.looked_at(run),
        "people": states.number(run.people),
    }


def _draft(run: Run) -> Run | None:
    return _runs(run.program).filter(state=RunState.DRAFT).first()


@access(Policy.LEAD)
def run_progress(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Give the part of the waiting page that moves; lead htmx to the run once there is nothing to wait for."""
    found, run = get_run(request, program, number)
    if run.state == RunState.COMPUTING:
        return render(request, "matching/_progress.html", tab(found) | _progress(run))
    return HttpResponseClientRedirect(url(request, "run_detail", found, number=run.number))


@access(Policy.LEAD)
@require_POST
def run_cancel(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Stop a run."""
    found, run = get_run(request, program, number)
    try:
        runs.cancel(run, by=request.membership)
    except MatchingError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(url(request, "run_detail", found, number=run.number))
    messages.success(
        request, _("Lauf {n} wird abgebrochen. Frühere Läufe bleiben, wie sie sind.").format(n=run.number)
    )
    return HttpResponseRedirect(url(request, "matching_overview", found))


@access(Policy.LEAD)
def how_computed(request: MemberRequest, program: str) -> HttpResponse:
    """Say in plain words how pairs are computed, with this program's live rules and weights."""
    found = get_program(request, program)
    context = {
        "rules": computing.rules(found),
        "factors": computing.factors(found),
        "uncounted": computing.uncounted(found),
    }
    return render(request, "matching/how_computed.html", tab(found) | context)
