"""Reviewing a run pair by pair."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from matching import asking, changes, pins, review, steps, swapping, waiting
from matching.access import get_person, get_proposal, get_run
from matching.errors import MatchingError
from matching.figures import Figures
from matching.forms import FilterForm
from matching.models import Proposal, Run, RunState
from matching.pages import tab, url
from programs.models import Program

PAGE = 25
#: Pairs listed by name where they stand beside the matter.
BESIDE = 20
#: What stands in the address of a review: the same list, at the same row.
STATE = ("show", "q", "department", "sort", "page", "left", "pair")


def review_page(request: MemberRequest, program: Program, run: Run) -> HttpResponse:
    """Show a page of a computed run's pairs with one of them opened. For ``views.run_detail``, which checked access."""
    return render(request, "matching/run_detail.html", tab(program) | _review(request, run))


def _review(request: MemberRequest, run: Run) -> dict[str, Any]:
    figures, is_draft = Figures.of(run), run.state == RunState.DRAFT
    form = FilterForm(request.GET.dict(), figures=figures, departments=review.departments(run))
    page = _page(run, form, figures, request.GET.get("page"))
    asked = review.find(run, request.GET.get("pair", ""))
    shown = asked or _first(run, page)
    opened = review.opened(shown, figures, changeable=is_draft) if shown else None
    on_page = {row.key for row in page.object_list}
    return {
        "run": run,
        "is_draft": is_draft,
        "figures": figures,
        "dots": figures.dots(opened.row if asked and opened and not opened.row.excluded else None),
        "form": form,
        "page": page,
        "opened": opened,
        "is_asked": asked is not None,
        "opened_elsewhere": opened is not None and opened.row.key not in on_page,
        "excluded": _excluded(run) if figures.excluded and form.state != "excluded" else [],
        "waiting": waiting.page(run, request.GET.get("left")),
        "steps": steps.undoable(run) if is_draft else [],
        "changes": changes.since_last(run) if is_draft else None,
        **_address(request),
    }


def _page(run: Run, form: FilterForm, figures: Figures, number: str | None) -> Page:
    paginator = Paginator(form.apply(run.proposals.with_pins()), PAGE)
    if not form.narrows:
        paginator.count = figures.shown[form.state]
    page = paginator.get_page(number)
    page.object_list = review.rows(page.object_list)  # type: ignore[arg-type]
    return page


def _first(run: Run, page: Page) -> Proposal | None:
    """The pair at the top, which wide screens show beside the list until another one is opened."""
    if not page.object_list:
        return None
    proposal: Proposal = page.object_list[0].proposal
    proposal.run = run
    return proposal


def _excluded(run: Run) -> list[review.Row]:
    return review.rows(run.proposals.with_pins().filter(pin="excluded").order_by("pk")[:BESIDE])


def _address(request: MemberRequest) -> dict[str, Any]:
    """The state that links and forms carry on: all of it, and for links without the page and the opened pair."""
    given = {name: request.GET[name] for name in STATE if request.GET.get(name)}
    narrowed = {name: value for name, value in given.items() if name in {"show", "q", "department", "sort"}}
    return {"state": given, "query": urlencode(narrowed), "is_narrowed": bool(narrowed)}


@access(Policy.LEAD)
@require_POST
def pair_lock(request: MemberRequest, program: str, number: int, pair: str) -> HttpResponse:
    """Lock a pair."""
    sentence = _("Fixiert: {names}. {locked} von {all}.")
    return _decide(request, program, number, pair, pins.lock, sentence)


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
    request: MemberRequest,
    program: str,
    number: int,
    pair: str,
    verb: Callable[..., None],
    sentence: str,
) -> HttpResponse:
    found, run = get_run(request, program, number)
    try:
        proposal = get_proposal(run, pair)
        verb(proposal, by=request.membership, seen=request.POST.get("seen"))
    except MatchingError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(_back(request, found, run, pair, open_it=True))
    figures = Figures.of(run)
    done = sentence.format(names=proposal.names, locked=figures.locked, all=figures.tandems)
    messages.success(request, done)
    return HttpResponseRedirect(_back(request, found, run, pair))


def _back(
    request: MemberRequest, program: Program, run: Run, pair: str = "", *, open_it: bool = False
) -> str:
    """The same list, at the same row: filters and the opened pair come along in hidden fields."""
    kept = {name: request.POST[name] for name in STATE if request.POST.get(name)}
    if open_it:
        kept["pair"] = pair
    query = f"?{urlencode(kept)}" if kept else ""
    row = f"#p-{pair}" if pair else ""
    return f"{url(request, 'run_detail', program, number=run.number)}{query}{row}"


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def pair_swap(request: MemberRequest, program: str, number: int, pair: str, option: int) -> HttpResponse:
    """Show the pairs before and after a swap and what it does to the whole, then do it."""
    found, run = get_run(request, program, number)
    try:
        proposal = get_proposal(run, pair)
        if request.method == "POST":
            swap = swapping.swap(proposal, option, by=request.membership)
            return _swapped(request, found, run, swap)
        return _ask_swap(request, found, run, proposal, option)
    except MatchingError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(_at(request, found, run, pair))


def _ask_swap(
    request: MemberRequest, program: Program, run: Run, proposal: Proposal, option: int
) -> HttpResponse:
    swap, figures = swapping.find(proposal, option), Figures.of(run)
    if swap is None or run.state != RunState.DRAFT:
        messages.error(request, swapping.refusal(run, proposal, option))
        return HttpResponseRedirect(_at(request, program, run, proposal.name))
    review.for_reader([*swap.removed, *swap.added])
    context = {
        "run": run,
        "swap": swap,
        "before": [review.Row.of(pair) for pair in swap.removed],
        "after": [review.Row.of(pair) for pair in swap.added],
        "mean_before": figures.fits / figures.tandems,
        "mean_after": swap.mean_after(figures),
        "gain": f"{swap.gain:+d}".replace("-", "−"),
    }
    return render(request, "matching/pair_swap.html", tab(program) | context)


def _swapped(request: MemberRequest, program: Program, run: Run, swap: swapping.Swap) -> HttpResponse:
    names = ", ".join(pair.names for pair in swap.added)
    messages.success(request, _("Getauscht: {names}. Niemand bekommt davon Nachricht.").format(names=names))
    return HttpResponseRedirect(_at(request, program, run, swap.added[0].name))


def _at(request: MemberRequest, program: Program, run: Run, pair: str) -> str:
    return f"{url(request, 'run_detail', program, number=run.number)}?pair={pair}#p-{pair}"


@access(Policy.LEAD)
@require_POST
def run_undo(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Take the newest step back."""
    found, run = get_run(request, program, number)
    seen = request.POST.get("step", "")
    try:
        step = steps.undo(run, seen=int(seen) if seen.isdecimal() else 0, by=request.membership)
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        done = _("Zurückgenommen: {kind}, {about}.").format(kind=step.get_kind_display(), about=step.about)
        messages.success(request, done)
    return HttpResponseRedirect(_back(request, found, run))


@access(Policy.LEAD)
@require_POST
def person_ask(request: MemberRequest, program: str, number: int, participant: str) -> HttpResponse:
    """Ask somebody to complete their answers."""
    found, run = get_run(request, program, number)
    person = get_person(run, participant)
    missing = asking.answerable(request.POST.getlist("missing")) or ["time"]
    try:
        asking.ask(run, person, missing=missing, by=request.membership)
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Nachgefragt: {name}.").format(name=person))
    return HttpResponseRedirect(_back(request, found, run))


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
    return HttpResponseRedirect(_back(request, found, run))
