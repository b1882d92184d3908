"""What the two of a tandem decide."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import answers, reasons, tandems, turns
from programs.access import get_own_tandem
from programs.models import Side, Tandem
from programs.turns import Turn
from programs.views.attempt import attempt
from tenancy import clock


@access(Policy.MEMBER)
@require_http_methods(["GET", "POST"])
def tandem_accept(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_own_tandem(request, tandem)
    if request.method == "POST":
        step = partial(tandems.accept, found, by=request.membership)
        attempt(request, step, done=_("Gut, dass Sie dabei sind."))
        return redirect("programs:tandem_accept", **_where(request, found))
    turn = turns.turn_of(found, request.membership, clock.now())
    if turn in {Turn.ACTIVE, Turn.PAUSED}:
        return redirect("sessions:tandem_detail", **_where(request, found))
    context = _context(request, found) | {"turn": turn.value}
    return render(request, "programs/tandem_accept.html", context)


@access(Policy.MEMBER)
@require_POST
def tandem_decline(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_own_tandem(request, tandem)
    attempt(
        request,
        partial(tandems.decline, found, by=request.membership),
        done=_("Die Antwort ist gespeichert."),
    )
    return redirect("programs:tandem_accept", **_where(request, found))


@access(Policy.MEMBER)
@require_POST
def tandem_pause(request: MemberRequest, tandem: str) -> HttpResponse:
    return _move(request, tandem, tandems.pause, _("Das Tandem ist pausiert."))


@access(Policy.MEMBER)
@require_POST
def tandem_resume(request: MemberRequest, tandem: str) -> HttpResponse:
    return _move(request, tandem, tandems.resume, _("Das Tandem läuft weiter."))


def _move(request: MemberRequest, tandem: str, verb: Callable[..., None], done: str) -> HttpResponse:
    found = get_own_tandem(request, tandem)
    attempt(request, partial(verb, found, by=request.membership), done=done)
    return redirect("sessions:tandem_detail", **_where(request, found))


@access(Policy.MEMBER)
@require_http_methods(["GET", "POST"])
def tandem_end(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_own_tandem(request, tandem)
    if request.method == "POST":
        attempt(
            request, partial(tandems.end, found, by=request.membership), done=_("Das Tandem ist beendet.")
        )
        return redirect("programs:home", organisation=request.organisation.slug)
    back = reverse("sessions:tandem_detail", kwargs=_where(request, found))
    return render(request, "programs/tandem_end.html", _context(request, found) | {"back_url": back})


def _context(request: MemberRequest, tandem: Tandem) -> dict[str, Any]:
    me = request.membership
    side = Side.MENTOR if tandem.mentor.membership == me else Side.MENTEE
    other = tandem.other_of(me)
    return {
        "nav": "tandem",
        "role": side.value,
        "tandem": tandem,
        "program": tandem.program,
        "other": other,
        "topics": [row.skill for row in answers.skills_of(other)][:5],
        "reasons": reasons.sentences(tandem.reasons, side, zone=me.zone),
        "until": tandems.last_day(tandem, side),
        "closes": tandems.last_day(tandem, Side.MENTEE),
    }


def _where(request: MemberRequest, tandem: Tandem) -> dict[str, Any]:
    return {"organisation": request.organisation.slug, "tandem": tandem.public_id}
