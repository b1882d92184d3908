"""HR: the wizard. Each step saves and goes on; a program that is open has rules instead."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import MemberRequest, Policy, access
from programs import goals, guard_words, letters, participants, progress, readiness, setup
from programs.access import get_program
from programs.forms.roster import UploadForm
from programs.forms.setup import ContractForm, FrameForm, GoalForm, MatchingForm, contract_forms
from programs.models import Goal, GoalKind, Participant, Phase, Program, Side, Unchecked
from tenancy import clock

#: Minutes left at the beginning of each step.
MINUTES = {"goal": 4, "frame": 3, "people": 2, "matching": 2, "check": 1}


def while_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view a draft; lead to the rules when the program is open."""

    @wraps(view)
    def checked(request: MemberRequest, program: str) -> HttpResponse:
        found = get_program(request, program)
        if found.phase != Phase.DRAFT:
            return redirect(_at(request, "programs:program_rules", found))
        return view(request, found)

    return checked


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def program_create(request: MemberRequest) -> HttpResponse:
    form = GoalForm(request.POST or None, initial={"kind": GoalKind.DIGITAL})
    contracts = contract_forms(request.POST or None, None)
    chosen = _chosen(form, contracts)
    if chosen:
        data = form.cleaned_data | {"contract": chosen.cleaned_data, "by": request.membership}
        return redirect(_at(request, "programs:setup_frame", setup.create_program(**data)))
    return _goal_page(request, None, form, contracts)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
@while_draft
def setup_goal(request: MemberRequest, program: Program) -> HttpResponse:
    goal = setup.goal_of(program)
    form = GoalForm(request.POST or None, initial={"kind": goal.kind, "name": program.name})
    contracts = contract_forms(request.POST or None, goal)
    chosen = _chosen(form, contracts)
    if chosen:
        setup.set_goal(program, contract=chosen.cleaned_data, by=request.membership, **form.cleaned_data)
        if form.cleaned_data["kind"] != goal.kind:
            return redirect(
                f"{_at(request, 'programs:setup_goal_changed', program)}?{_came_from(request, goal)}"
            )
        return _onward(request, program, "frame")
    return _goal_page(request, program, form, contracts)


@access(Policy.LEAD)
@require_GET
@while_draft
def setup_goal_changed(request: MemberRequest, program: Program) -> HttpResponse:
    """Show what another goal brought along; ``before`` in the address is the kind it had."""
    kind, before = setup.goal_of(program).kind, request.GET.get("before", "")
    if before not in GoalKind.values or before == kind:
        return _onward(request, program, "frame")
    context = {
        "before": goals.TEMPLATES[GoalKind(before)],
        "after": goals.TEMPLATES[GoalKind(kind)],
        "switches": goals.switches(program, before, kind),
        "by_hand": goals.in_words(program.weights) if goals.is_weighed_by_hand(program, kind) else "",
        "onward": _at(request, f"programs:setup_{'check' if 'check' in request.GET else 'frame'}", program),
    }
    return render(request, "programs/setup_goal_changed.html", _wizard(request, program, "goal") | context)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
@while_draft
def setup_frame(request: MemberRequest, program: Program) -> HttpResponse:
    form = FrameForm(program, request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data.get("address", "")
        setup.set_frame(program, frame=form.frame(), address=address, by=request.membership)
        return _onward(request, program, "people")
    context = {"form": form, "weeks": program.rhythm_days // 7}
    return render(request, "programs/setup_frame.html", _wizard(request, program, "frame") | context)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
@while_draft
def setup_people(request: MemberRequest, program: Program) -> HttpResponse:
    if request.method == "POST":
        setup.pass_people(program)
        return _onward(request, program, "matching")
    number = sum(participants.counts(program).values())
    context = {"upload": UploadForm(), "people_count": number}
    return render(request, "programs/setup_people.html", _wizard(request, program, "people") | context)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
@while_draft
def setup_matching(request: MemberRequest, program: Program) -> HttpResponse:
    form = MatchingForm(program, request.POST or None)
    if request.method == "POST" and form.is_valid():
        setup.set_matching(program, rules=form.rules(), by=request.membership)
        return _onward(request, program, "check")
    context = {"form": form, "emphasis": goals.emphasis(program.weights)}
    return render(request, "programs/setup_matching.html", _wizard(request, program, "matching") | context)


@access(Policy.LEAD)
@require_GET
@while_draft
def setup_check(request: MemberRequest, program: Program) -> HttpResponse:
    context = summary(program) | {
        "gaps": readiness.gaps(program),
        "statements": readiness.statements(program),
        "people_count": sum(participants.counts(program).values()),
        "preview": _invitation(request, program),
    }
    return render(request, "programs/setup_check.html", _wizard(request, program, "check") | context)


def summary(program: Program) -> dict[str, Any]:
    """Return what the wizard set, in words: for its last page and for the rules of an open program."""
    return {
        "goal": (goal := setup.goal_of(program)),
        "template": goals.TEMPLATES[GoalKind(goal.kind)],
        "guard": guard_words.rules(program),
        "allowed": [str(Unchecked(data).label) for data in program.allow_unchecked],
        "weights": goals.in_words(program.weights),
        "emphasis": goals.emphasis(program.weights),
        "weeks": program.rhythm_days // 7,
    }


def _goal_page(
    request: MemberRequest, program: Program | None, form: GoalForm, contracts: dict[str, ContractForm]
) -> HttpResponse:
    kind = form["kind"].value()
    context = {
        "form": form,
        "kinds": [(goals.TEMPLATES[GoalKind(key)], contract) for key, contract in contracts.items()],
        "chosen": contracts.get(str(kind)),
        "plain": Program(),
    }
    return render(request, "programs/setup_goal.html", _wizard(request, program, "goal") | context)


def _chosen(form: GoalForm, contracts: dict[str, ContractForm]) -> ContractForm | None:
    """Return the contract of the chosen kind when both it and the form are right."""
    if not form.is_bound or not form.is_valid():
        return None
    contract = contracts[form.cleaned_data["kind"]]
    return contract if contract.is_valid() else None


def _invitation(request: MemberRequest, program: Program) -> tuple[str, str]:
    """Return subject and text of the invitation as the person at the screen would get it."""
    sample = Participant(program=program, membership=request.membership, side=Side.MENTOR)
    return letters.preview_invitation(sample, clock.now())


def _onward(request: MemberRequest, program: Program, step: str) -> HttpResponse:
    """Go to the next step, or back to the last page when that is where the person came from."""
    step = "check" if "check" in request.GET else step
    return redirect(_at(request, f"programs:setup_{step}", program))


def _came_from(request: MemberRequest, goal: Goal) -> str:
    return urlencode({"before": goal.kind} | ({"check": ""} if "check" in request.GET else {}))


def _wizard(request: MemberRequest, program: Program | None, step: str) -> dict[str, Any]:
    """Return what the layout of the wizard needs."""
    steps = [
        {"label": name, "url": _at(request, f"programs:setup_{key}", program) if program else ""}
        for key, name in progress.STEP_NAMES.items()
    ]
    return {
        "program": program,
        "steps": steps,
        "step": setup.STEPS.index(step) + 1,
        "minutes": MINUTES[step],
        "close_url": _at(request, "programs:program_detail", program)
        if program
        else reverse("programs:program_list", kwargs={"organisation": request.organisation.slug}),
    }


def _at(request: MemberRequest, page: str, program: Program) -> str:
    return reverse(page, kwargs={"organisation": request.organisation.slug, "program": program.public_id})
