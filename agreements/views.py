from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, Policy, access
from agreements import drafts, settling, text, versions
from agreements.access import get_clause, get_group, get_tandem, get_version
from agreements.clauses import GROUPS, Names
from agreements.desk import Desk, Stage
from agreements.errors import AgreementChanged, AgreementError
from agreements.forms import ClausesForm
from programs.models import Tandem

#: What the answer to a post is when somebody else was faster.
CHANGED = 409


@access(Policy.MEMBER)
@require_safe
def agreement_detail(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_tandem(request, tandem)
    desk = Desk(found, request.membership)
    return render(request, "agreements/agreement_detail.html", _context(request, found, desk=desk))


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_step(request: MemberRequest, tandem: str, step: int) -> HttpResponse:
    """One short page of one's own draft; every one is saved."""
    found, group = get_tandem(request, tandem), get_group(step)
    desk = Desk(found, request.membership)
    if desk.is_over or not desk.is_private:
        return _to(request, tandem)
    initial = {**desk.answers, "revision": desk.revision}
    initial.setdefault("place", "neutral")
    form = ClausesForm(
        request.POST or None, clauses=group.clauses, names=_choosing_names(found), initial=initial
    )
    status = None
    if request.method == "POST" and form.is_valid():
        save = partial(drafts.save, found, by=request.membership, answers=form.answers)
        try:
            save(revision=form.cleaned_data["revision"])
        except AgreementChanged as changed:
            form, status = _kept(form, Desk(found, request.membership), str(changed)), CHANGED
        except AgreementError as error:
            messages.warning(request, str(error))
            return _to(request, tandem)
        else:
            return _after(request, found, step)
    context = _context(request, found, form=form, group=group, step=step, desk=desk)
    return render(
        request, "agreements/agreement_step.html", context | _wizard(request, found, step), status=status
    )


@access(Policy.MEMBER)
@require_POST
def agreement_finish(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_tandem(request, tandem)
    return _attempt(request, found, partial(drafts.finish, found, by=request.membership))


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_settle(request: MemberRequest, tandem: str, clause: str) -> HttpResponse:
    """Say something else on one clause."""
    found, chosen = get_tandem(request, tandem), get_clause(clause)
    desk = Desk(found, request.membership)
    if desk.is_over or desk.is_private or desk.stage == Stage.AGREED:
        return _to(request, tandem)
    initial = {clause: desk.answers.get(clause, ""), "revision": desk.revision}
    form = ClausesForm(request.POST or None, clauses=(chosen,), names=_choosing_names(found), initial=initial)
    status = None
    if request.method == "POST" and form.is_valid():
        propose = partial(settling.propose, found, by=request.membership, clause=clause)
        try:
            propose(answer=form.answers[clause], revision=form.cleaned_data["revision"])
        except AgreementChanged as changed:
            desk = Desk(found, request.membership)
            form, status = _kept(form, desk, str(changed)), CHANGED
        except AgreementError as error:
            messages.warning(request, str(error))
            return _to(request, tandem)
        else:
            messages.success(request, _("Ihr Vorschlag ist gespeichert."))
            return _to(request, tandem)
    context = _context(request, found, form=form, clause=chosen, difference=desk.difference(clause))
    return render(request, "agreements/agreement_settle.html", context, status=status)


@access(Policy.MEMBER)
@require_POST
def agreement_accept(request: MemberRequest, tandem: str, clause: str) -> HttpResponse:
    found, chosen = get_tandem(request, tandem), get_clause(clause)
    step = partial(
        settling.accept, found, by=request.membership, clause=chosen.name, revision=_revision(request)
    )
    return _attempt(request, found, step)


@access(Policy.MEMBER)
@require_POST
def agreement_confirm(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_tandem(request, tandem)
    step = partial(settling.confirm, found, by=request.membership, revision=_revision(request))
    return _attempt(request, found, step)


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_change(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_tandem(request, tandem)
    if request.method == "POST":
        return _attempt(request, found, partial(versions.change, found, by=request.membership))
    desk = Desk(found, request.membership)
    if desk.is_over or desk.stage != Stage.AGREED:
        return _to(request, tandem)
    return render(request, "agreements/agreement_change.html", _context(request, found, desk=desk))


@access(Policy.MEMBER)
@require_safe
def agreement_version(request: MemberRequest, tandem: str, version: int) -> HttpResponse:
    agreement = get_version(request, tandem, version)
    context = _context(
        request, agreement.tandem, agreement=agreement, is_valid=agreement == versions.valid(agreement.tandem)
    )
    return render(request, "agreements/agreement_version.html", context)


@access(Policy.MEMBER)
@require_safe
def agreement_file(request: MemberRequest, tandem: str, version: int) -> HttpResponse:
    """The text to take along: exactly what both confirmed, so that its SHA-256 is the stored digest."""
    agreement = get_version(request, tandem, version)
    name = _("vereinbarung-{version}.txt").format(version=version)
    return HttpResponse(
        text.plain(agreement.lines),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _attempt(request: MemberRequest, tandem: Tandem, step: Callable[[], None]) -> HttpResponse:
    """Do a step and show where the two stand now; a refusal is a message there."""
    try:
        step()
    except AgreementError as refusal:
        messages.warning(request, str(refusal))
    return _to(request, tandem.public_id)


def _after(request: MemberRequest, tandem: Tandem, step: int) -> HttpResponse:
    """Go to the next page; from the last one, and when all was answered before, to the whole draft."""
    desk = Desk(tandem, request.membership)
    if desk.missing is None or step == len(GROUPS):
        return _to(request, tandem.public_id)
    return redirect("agreements:agreement_step", request.organisation.slug, tandem.public_id, step + 1)


def _to(request: MemberRequest, tandem: str) -> HttpResponse:
    return redirect("agreements:agreement_detail", request.organisation.slug, tandem)


def _revision(request: MemberRequest) -> int:
    """Return the revision a button brings back; what is no number is as old as can be."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _kept(form: ClausesForm, desk: Desk, sentence: str) -> ClausesForm:
    """Return the form with what was typed, the sentence, and the revision to save it with after all."""
    data = {**form.answers, "revision": desk.revision}
    fresh = ClausesForm(data, clauses=form.clauses, names=_choosing_names(desk.tandem), initial={})
    fresh.add_error(None, sentence)
    return fresh


def _choosing_names(tandem: Tandem) -> Names:
    return Names(*(person.first_name for person in tandem.members))


def _wizard(request: MemberRequest, tandem: Tandem, step: int) -> dict[str, Any]:
    place = {"organisation": request.organisation.slug, "tandem": tandem.public_id}

    def url(number: int) -> str:
        return reverse("agreements:agreement_step", kwargs=place | {"step": number})

    return {
        "steps": [{"label": group.title, "url": url(number)} for number, group in enumerate(GROUPS, start=1)],
        "minutes": len(GROUPS) + 1 - step,
        "back_url": url(step - 1) if step > 1 else "",
        "close_url": reverse("agreements:agreement_detail", kwargs=place),
    }


def _context(request: MemberRequest, tandem: Tandem, **context: Any) -> dict[str, Any]:
    """Return what every page about a tandem shows."""
    return {
        "nav": "tandem",
        "tandem": tandem,
        "partner": tandem.partner_of(request.membership),
        "role": tandem.side_of(request.membership),
        **context,
    }
