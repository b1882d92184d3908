"""HR: the rules of a program, and the mails it sends."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import MemberRequest, Policy, access
from programs import affected, amendments, goals, readiness, setup
from programs.access import get_program
from programs.forms.setup import AmendmentForm, FrameForm, MatchingForm
from programs.models import Phase, Program
from programs.views.attempt import attempt
from programs.views.participants import frame
from programs.views.setup import summary


@access(Policy.LEAD)
@require_GET
def program_rules(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    may_change = found.phase in setup.CHANGEABLE
    context = {
        "may_change": may_change,
        "is_draft": found.phase == Phase.DRAFT,
        "statements": readiness.statements(found),
        "amendments": amendments.of(found),
    }
    return render(request, "programs/program_rules.html", frame(found, "rules") | context | summary(found))


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def rules_frame(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = FrameForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data.get(name, "") for name in ("address", "reason")}
        step = partial(setup.set_frame, found, frame=form.frame(), by=request.membership, **given)
        if attempt(request, step, done=_("Der neue Rahmen gilt ab jetzt.")):
            return _back(request, found)
    context = {"form": form, "affected": affected.by_frame(found)}
    return render(request, "programs/rules_frame.html", frame(found, "rules") | context)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def rules_matching(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = MatchingForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = partial(setup.set_matching, found, rules=form.rules(), by=request.membership)
        done = _(
            "Die Regeln gelten ab der nächsten Berechnung. Bestehende Tandems bleiben, wie sie sind; "
            "passt eines nicht mehr dazu, steht es unter „Tandems“."
        )
        if attempt(request, step, done=done):
            return _back(request, found)
    context = {"form": form, "affected": affected.by_matching(found)}
    return render(request, "programs/rules_matching.html", frame(found, "rules") | context)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def rules_goal(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    goal = setup.goal_of(found)
    form = AmendmentForm(request.POST or None, initial={name: getattr(goal, name) for name in goals.CONTRACT})
    if request.method == "POST" and form.is_valid():
        contract = {name: form.cleaned_data[name] for name in goals.CONTRACT}
        reason = form.cleaned_data["reason"]
        step = partial(amendments.amend_goal, found, contract=contract, reason=reason, by=request.membership)
        if attempt(request, step, done=_("Das Ziel ist geändert. Der alte Wortlaut bleibt unten stehen.")):
            return _back(request, found)
    context = {"form": form, "amendments": amendments.of(found), "affected": affected.by_goal(found)}
    return render(request, "programs/rules_goal.html", frame(found, "rules") | context)


def _back(request: MemberRequest, program: Program) -> HttpResponse:
    return redirect(
        "programs:program_rules", organisation=request.organisation.slug, program=program.public_id
    )
