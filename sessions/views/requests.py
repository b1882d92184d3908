"""A time that one asks the other for: asking, the page with the answers, and each answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, Policy, access
from programs.models import Tandem
from sessions import requests
from sessions.access import get_session, get_time_request
from sessions.errors import BookingError, RequestChanged, SessionChanged
from sessions.forms.booking import BookForm, MoveForm
from sessions.keys import Done
from sessions.models import RequestState, TimeRequest
from sessions.times import objections, zones
from sessions.times.pickers import Picker
from sessions.views.once import on
from sessions.views.pages import tandem_context, to_session
from tenancy import clock


def ask(request: MemberRequest, tandem: Tandem, form: BookForm | MoveForm) -> Done | None:
    """Ask for the form's own time; None when the form now says what stands against it. Raises SessionChanged."""
    try:
        requests.ask(tandem, by=request.membership, **form.asking)
    except SessionChanged:
        raise
    except RequestChanged as changed:
        form.add_error(None, str(changed))
    except BookingError as error:
        form.add_error("own_time", str(error))
    else:
        name = tandem.partner_of(request.membership).first_name
        sentence = _("Die Anfrage ist verschickt. Sobald {name} zusagt, kommt der Termin per Mail.")
        url = reverse("sessions:tandem_detail", args=[request.organisation.slug, tandem.public_id])
        return Done(url, sentence.format(name=name))
    return None


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_ask(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    """Ask to move a session to a time of one's own, also when one can no longer move it alone."""
    session = get_session(request, tandem, number)
    if not session.can_change(clock.now()):
        return to_session(session)
    picker = Picker(session.tandem, request.membership, clock.now(), moving=session)
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, picker=picker, initial={"revision": session.revision})
    if form.is_valid():
        try:
            if done := ask(request, session.tandem, form):
                return on(request, done)
        except SessionChanged as changed:
            messages.warning(request, str(changed))
            return to_session(session)
    context = tandem_context(request, session.tandem, session=session, form=form, picker=picker)
    return render(request, "sessions/session_ask.html", context)


@access(Policy.MEMBER)
@require_safe
def request_detail(request: MemberRequest, tandem: str, time_request: str) -> HttpResponse:
    """What is asked, with the answers; what came of it once it is answered."""
    found = get_time_request(request, tandem, time_request)
    if found.state == RequestState.ACCEPTED and found.session:
        return to_session(found.session)
    context = tandem_context(
        request,
        found.tandem,
        time_request=found,
        is_own=found.asked_by == request.membership,
        zone_name=zones.name(request.membership.tzinfo, found.starts_at),
        hint=_hint(request, found),
    )
    return render(request, "sessions/request_detail.html", context)


@access(Policy.MEMBER)
@require_POST
def request_accept(request: MemberRequest, tandem: str, time_request: str) -> HttpResponse:
    found = get_time_request(request, tandem, time_request)
    try:
        session = requests.accept(found, by=request.membership)
    except BookingError as error:
        return _refused(request, found, error)
    messages.success(request, _("Zugesagt. Beide bekommen eine Mail mit dem Termin für den Kalender."))
    return to_session(session)


@access(Policy.MEMBER)
@require_POST
def request_decline(request: MemberRequest, tandem: str, time_request: str) -> HttpResponse:
    found = get_time_request(request, tandem, time_request)
    try:
        requests.decline(found, by=request.membership)
    except BookingError as error:
        return _refused(request, found, error)
    sentence = _("{name} bekommt eine Mail mit Zeiten, die beiden passen.")
    return _done(request, found, sentence.format(name=found.asked_by.first_name))


@access(Policy.MEMBER)
@require_POST
def request_withdraw(request: MemberRequest, tandem: str, time_request: str) -> HttpResponse:
    found = get_time_request(request, tandem, time_request)
    try:
        requests.withdraw(found, by=request.membership)
    except BookingError as error:
        return _refused(request, found, error)
    return _done(request, found, _("Die Anfrage ist zurückgenommen."))


def _hint(request: MemberRequest, found: TimeRequest) -> str:
    """Return what this person has entered against the time that they are asked for, or ""."""
    if not found.is_open or found.asked_by == request.membership:
        return ""
    return objections.find(
        found.tandem,
        found.starts_at,
        viewer=request.membership,
        now=clock.now(),
        counting=objections.FIRM,
        of=[request.membership],
    )


def _done(request: MemberRequest, found: TimeRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("sessions:tandem_detail", request.organisation.slug, found.tandem.public_id)


def _refused(request: MemberRequest, found: TimeRequest, error: Any) -> HttpResponse:
    messages.warning(request, str(error))
    return redirect(
        "sessions:request_detail", request.organisation.slug, found.tandem.public_id, found.public_id
    )
