"""A tandem's page and the list of sessions."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import MemberRequest, Policy, access
from programs import cards
from programs.access import get_own_tandem
from programs.models import Tandem, TandemState
from sessions.models import Session, TimeRequest
from sessions.overview import Overview
from sessions.views.pages import tandem_context
from tenancy import clock


@access(Policy.MEMBER)
@require_safe
def my_tandem(request: MemberRequest) -> HttpResponse:
    """Lead to the tandem in which something happens; without one, say why there is none yet."""
    tandem = _most_alive(request)
    if tandem:
        return redirect("sessions:tandem_detail", request.organisation.slug, tandem.public_id)
    return render(
        request, "sessions/my_tandem.html", {"nav": "tandem", "role": cards.role_of(request.membership)}
    )


@access(Policy.MEMBER)
@require_safe
def tandem_detail(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_own_tandem(request, tandem)
    if found.started_at is None:
        return redirect("programs:tandem_accept", request.organisation.slug, tandem)
    page = Overview(found, request.membership, clock.now())
    ended = page.tandem.state == TandemState.ENDED
    template = "sessions/tandem_ended.html" if ended else "sessions/tandem_detail.html"
    return render(request, template, tandem_context(request, found, nav="tandem", page=page))


@access(Policy.MEMBER)
@require_safe
def session_list(request: MemberRequest) -> HttpResponse:
    now = clock.now()
    sessions = Session.objects.of(request.membership).standing().with_people()
    coming = list(sessions.coming(now))
    tandems = list(Tandem.objects.of(request.membership).active().with_people())
    context = {
        "nav": "sessions",
        "role": cards.role_of(request.membership),
        "asked": list(TimeRequest.objects.open().of(request.membership).with_people().order_by("starts_at")),
        "coming": coming,
        "past": [session for session in sessions.order_by("-starts_at") if session not in coming],
        "tandems": tandems,
    }
    return render(request, "sessions/session_list.html", context)


def _most_alive(request: MemberRequest) -> Tandem | None:
    """Return the running tandem, else the paused one, else one that waits for this person's yes, else the last one."""
    order = [
        TandemState.ACTIVE,
        TandemState.PAUSED,
        TandemState.ASKED_MENTEE,
        TandemState.ASKED_MENTOR,
        TandemState.ENDED,
    ]
    own = Tandem.objects.of(request.membership).with_people().filter(state__in=order).order_by("-created_at")
    seen = [row for row in own if row.mentor_accepted_at or row.mentor.membership_id == request.membership.pk]
    return min(seen, key=lambda row: order.index(TandemState(row.state)), default=None)
