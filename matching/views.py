"""HR's way to a run: who is ready, start one, wait for it. What comes of it is in ``review_views``."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import MemberRequest, Policy, access
from matching import computing, runs
from matching.access import get_run
from matching.errors import MatchingError
from matching.models import Run, RunState
from matching.pages import tab, url
from matching.review_views import review_page
from programs.access import get_program
from programs.models import Phase


@access(Policy.LEAD)
def matching_overview(request: MemberRequest, program: str) -> HttpResponse:
    """Show who is ready, and the runs so far."""
    found = get_program(request, program)
    context = {
        "ready": runs.ready(found),
        "enough": runs.ENOUGH_PER_SIDE,
        "may_run": found.phase in {Phase.ENROLMENT, Phase.MATCHING, Phase.RUNNING},
        "runs": Run.objects.filter(program=found).select_related("started_by").order_by("-number"),
        "rules": computing.rules(found),
    }
    return render(request, "matching/matching_overview.html", tab(found) | context)


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
    """Show a run: waiting, failed, or all its pairs with one of them opened."""
    found, run = get_run(request, program, number)
    if run.state == RunState.COMPUTING:
        return render(request, "matching/run_waiting.html", tab(found) | {"run": run})
    if run.state == RunState.FAILED:
        return render(request, "matching/run_failed.html", tab(found) | {"run": run})
    return review_page(request, found, run)


@access(Policy.LEAD)
def how_computed(request: MemberRequest, program: str) -> HttpResponse:
    """Say in plain words how pairs are computed, with this program's live rules and weights."""
    found = get_program(request, program)
    context = {"rules": computing.rules(found), "criteria": computing.criteria(found)}
    return render(request, "matching/how_computed.html", tab(found) | context)
