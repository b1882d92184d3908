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
from programs import anonymous, tandems, turns
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
    if found.started_at:
        return redirect("sessions:tandem_detail", **_where(request, found))
    turn = turns.turn_of(found, request.membership, clock.now())
    return render(request, "programs/tandem_accept.html", _question(request, found, turn))


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
    if found.started_at is None:
        return redirect("programs:tandem_accept", **_where(request, found))
    if request.method == "POST":
        attempt(
            request, partial(tandems.end, found, by=request.membership), done=_("Das Tandem ist beendet.")
        )
        return redirect("programs:home", organisation=request.organisation.slug)
    return render(request, "programs/tandem_end.html", _context(request, found))


def _question(request: MemberRequest, tandem: Tandem, turn: Turn) -> dict[str, Any]:
    """Return what the page of a proposal shows: of the other person nothing that is a name."""
    me = request.membership
    own, other = tandem.other_of(tandem.partner_of(me)), tandem.other_of(me)
    return {
        "nav": "tandem",
        "role": own.side,
        "turn": turn.value,
        "public_id": tandem.public_id,
        "own": own,
        "program": tandem.program,
        "line": anonymous.line(other),
        "topics": anonymous.topics(other),
        "reasons": anonymous.reasons_for(tandem, own.side, zone=me.zone),
        "until": tandems.last_day(tandem, Side(own.side)),
        "closes": tandems.last_day(tandem, Side.MENTEE),
    }


def _context(request: MemberRequest, tandem: Tandem) -> dict[str, Any]:
    """Return what the pages of a tandem that has come about show."""
    me = request.membership
    return {
        "nav": "tandem",
        "role": tandem.side_of(me),
        "tandem": tandem,
        "program": tandem.program,
        "other": tandem.other_of(me),
        "back_url": reverse("sessions:tandem_detail", kwargs=_where(request, tandem)),
    }


def _where(request: MemberRequest, tandem: Tandem) -> dict[str, Any]:
    return {"organisation": request.organisation.slug, "tandem": tandem.public_id}
