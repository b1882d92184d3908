"""Reviewing a run pair by pair, and publishing it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import MemberRequest, Policy, access
from matching import pins, publishing, review
from matching.access import get_proposal, get_run
from matching.errors import MatchingError
from matching.forms import FilterForm
from matching.models import Run, RunState
from matching.pages import tab, url
from programs.models import Program

PAGE = 25


def review_page(request: MemberRequest, program: Program, run: Run) -> HttpResponse:
    """Show all pairs of a computed run with one of them opened. For ``views.run_detail``, which checked access."""
    return render(request, "matching/run_detail.html", tab(program) | _review(request, run))


def _review(request: MemberRequest, run: Run) -> dict[str, Any]:
    everything = review.rows(run)
    kept = [row for row in everything if not row.excluded]
    form = FilterForm({"show": "all", "sort": "check", **request.GET.dict()})
    form.set_counts(kept)
    page = Paginator(form.apply(kept), PAGE).get_page(request.GET.get("page"))
    opened = next((row for row in kept if row.key == request.GET.get("pair")), None)
    waiting = review.waiting(run)
    query = {name: value for name, value in request.GET.items() if name not in {"pair", "page"} and value}
    return {
        "run": run,
        "form": form,
        "page": page,
        "query": urlencode(query),
        "excluded": [row for row in everything if row.excluded],
        "stats": _stats(kept, len(waiting)),
        "dots": review.dots(kept, request.GET.get("pair", "")),
        "caption": review.caption(kept),
        "opened": opened,
        "opened_elsewhere": opened is not None and opened not in page.object_list,
        "factors": review.factors(opened) if opened else [],
        "lead": review.lead(opened) if opened else "",
        "options": review.options(run, opened) if opened else [],
        "waiting": waiting,
        "is_draft": run.state == RunState.DRAFT,
    }


def _stats(rows: list[review.Row], left: int) -> dict[str, Any]:
    return {
        "tandems": len(rows),
        "mean": round(sum(row.fit for row in rows) / len(rows)) if rows else None,
        "doubtful": sum(row.doubtful for row in rows),
        "locked": sum(row.locked for row in rows),
        "left": left,
    }


@access(Policy.LEAD)
@require_POST
def pair_lock(request: MemberRequest, program: str, number: int, pair: str) -> HttpResponse:
    """Lock a pair."""
    return _decide(request, program, number, pair, pins.lock, _("Fixiert: {names}."))


@access(Policy.LEAD)
@require_POST
def pair_exclude(request: MemberRequest, program: str, number: int, pair: str) -> HttpResponse:
    """Exclude a pair."""
    sentence = _("Ausgeschlossen: {names}. Beim Neuberechnen werden beide wieder frei.")
    return _decide(request, program, number, pair, pins.exclude, sentence)


@access(Policy.LEAD)
@require_POST
def pair_release(request: MemberRequest, program: str, number: int, pair: str) -> HttpResponse:
    """Take a lock or an exclusion back."""
    return _decide(request, program, number, pair, pins.release, _("Zurückgenommen: {names}."))


def _decide(
    request: MemberRequest, program: str, number: int, pair: str, verb: Any, sentence: str
) -> HttpResponse:
    found, run = get_run(request, program, number)
    proposal = get_proposal(run, pair)
    try:
        verb(proposal, by=request.membership)
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        names = _("{mentor} und {mentee}").format(mentor=proposal.mentor, mentee=proposal.mentee)
        messages.success(request, sentence.format(names=names))
    return HttpResponseRedirect(_back(request, found, run, pair))


def _back(request: MemberRequest, program: Program, run: Run, pair: str) -> str:
    """The same list, at the same row: filters and the opened pair come along in hidden fields."""
    kept = {
        name: request.POST[name] for name in ("show", "q", "sort", "page", "pair") if request.POST.get(name)
    }
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{url(request, 'run_detail', program, number=run.number)}{query}#p-{pair}"


@access(Policy.LEAD)
@require_POST
def lock_very_good(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Lock every pair from 85 on."""
    found, run = get_run(request, program, number)
    try:
        count = pins.lock_very_good(run, by=request.membership)
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        done = ngettext("{n} Tandem fixiert.", "{n} Tandems fixiert.", count).format(n=count)
        messages.success(request, done)
    return HttpResponseRedirect(url(request, "run_detail", found, number=run.number))


@access(Policy.LEAD)
def run_publish(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Show the consequences in words, then publish."""
    found, run = get_run(request, program, number)
    if request.method == "POST":
        return _publish(request, found, run)
    kept = [row for row in review.rows(run) if not row.excluded]
    context = {
        "run": run,
        "rows": kept,
        "doubtful": [row for row in kept if row.doubtful],
        "is_draft": run.state == RunState.DRAFT,
    }
    return render(request, "matching/run_publish.html", tab(found) | context)


def _publish(request: MemberRequest, program: Program, run: Run) -> HttpResponse:
    try:
        published = publishing.publish(run, by=request.membership)
    except MatchingError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(url(request, "run_detail", program, number=run.number))
    done = ngettext("{n} Tandem ist veröffentlicht.", "{n} Tandems sind veröffentlicht.", published.count)
    messages.success(request, done.format(n=published.count))
    for names, sentence in published.refused:
        messages.warning(request, f"{names}: {sentence}")
    kwargs = {"organisation": request.organisation.slug, "program": program.public_id}
    return HttpResponseRedirect(reverse("programs:tandem_list", kwargs=kwargs))
