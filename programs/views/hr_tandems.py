"""HR: the tandems of a program, as coarse as HR may see them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import help_requests, reasons, skills, tandems, turns
from programs import tandem_list as listing
from programs.access import get_program, get_tandem
from programs.forms.tandems import TandemFilter
from programs.models import Side
from programs.views.attempt import attempt
from programs.views.participants import frame


@access(Policy.LEAD)
@require_GET
def tandem_list(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = TandemFilter(request.GET)
    wanted, me = form.wanted, request.membership
    counts = listing.counts(found, wanted, by=me)
    form.count(counts)
    number = counts[wanted.status]
    context = {
        "filter": form,
        "found": number,
        "any": counts[""] or found.tandems.exists(),
        "page": listing.page(found, wanted, by=me, count=number, number=request.GET.get("page")),
        "ends_on": found.ends_on,
        "help_asked": help_requests.listed(found, by=me).order_by().exists(),
    }
    return render(request, "programs/tandem_list.html", frame(found, "tandems") | context)


@access(Policy.LEAD)
@require_GET
def hr_tandem_detail(request: MemberRequest, program: str, tandem: str) -> HttpResponse:
    found = get_program(request, program)
    chosen = get_tandem(found, tandem)
    context = {
        "tandem": chosen,
        "history": turns.history(chosen),
        "closes": tandems.last_day(chosen, Side.MENTEE),
        "reasons": reasons.sentences(skills.for_reader(chosen.reasons), reasons.OUTSIDE),
        "help_requests": [
            (asked, help_requests.answer_until(asked))
            for asked in help_requests.read(chosen, by=request.membership)
        ],
    }
    return render(request, "programs/hr_tandem_detail.html", frame(found, "tandems") | context)


@access(Policy.LEAD)
@require_POST
def hr_tandem_pause(request: MemberRequest, program: str, tandem: str) -> HttpResponse:
    return _move(request, program, tandem, tandems.pause, _("Das Tandem ist pausiert."))


@access(Policy.LEAD)
@require_POST
def hr_tandem_resume(request: MemberRequest, program: str, tandem: str) -> HttpResponse:
    return _move(request, program, tandem, tandems.resume, _("Das Tandem läuft weiter."))


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def hr_tandem_end(request: MemberRequest, program: str, tandem: str) -> HttpResponse:
    if request.method == "POST":
        return _move(
            request, program, tandem, tandems.end, _("Das Tandem ist beendet. Beide bekommen eine Nachricht.")
        )
    found = get_program(request, program)
    context = {"tandem": get_tandem(found, tandem)}
    return render(request, "programs/hr_tandem_end.html", frame(found, "tandems") | context)


@access(Policy.LEAD)
@require_POST
def hr_tandem_withdraw(request: MemberRequest, program: str, tandem: str) -> HttpResponse:
    done = _("Der Vorschlag ist zurückgezogen. Er endet mit der nächsten Tagesmeldung.")
    return _move(request, program, tandem, tandems.withdraw, done)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def hr_tandem_hand_over(request: MemberRequest, program: str, tandem: str) -> HttpResponse:
    if request.method == "POST":
        done = _("Das Tandem ist beendet. Im nächsten Lauf bekommen beide einen neuen Vorschlag.")
        return _move(request, program, tandem, tandems.hand_over, done)
    found = get_program(request, program)
    context = {"tandem": get_tandem(found, tandem)}
    return render(request, "programs/hr_tandem_hand_over.html", frame(found, "tandems") | context)


def _move(
    request: MemberRequest, program: str, tandem: str, verb: Callable[..., None], done: str
) -> HttpResponse:
    found = get_program(request, program)
    chosen = get_tandem(found, tandem)
    attempt(request, partial(verb, chosen, by=request.membership), done=done)
    where: dict[str, Any] = {
        "organisation": request.organisation.slug,
        "program": found.public_id,
        "tandem": chosen.public_id,
    }
    return redirect("programs:hr_tandem_detail", **where)
