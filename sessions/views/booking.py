"""Choosing a time: booking, moving and cancelling."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import MemberRequest, Policy, access
from programs.models import Tandem, TandemState
from sessions import booking
from sessions.access import get_session, get_tandem
from sessions.errors import BookingError, SessionChanged, SlotTaken
from sessions.forms.booking import BookForm, CancelForm, MoveForm
from sessions.keys import Done
from sessions.models import Session
from sessions.times.pickers import Picker
from sessions.views.once import once
from sessions.views.pages import tandem_context, to_session
from tenancy import clock

TAKEN, OTHER_VALUES = 409, 422


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_book(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_tandem(request, tandem)
    if found.state != TandemState.ACTIVE:
        return redirect("sessions:tandem_detail", request.organisation.slug, tandem)
    if request.method == "POST":
        return once(
            request,
            write=lambda: _book(request, found),
            reused=lambda sentence: _reused(request, found, sentence),
        )
    return _picking(request, found, _book_form(request, found))


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_move(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    session = get_session(request, tandem, number)
    if not session.can_change(clock.now()):
        return to_session(session)
    form = _move_form(request, session, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data
            booking.move(
                session, starts_at=values["starts_at"], by=request.membership, revision=values["revision"]
            )
        except SessionChanged as changed:
            messages.warning(request, str(changed))
            return to_session(session)
        except SlotTaken as taken:
            return _picking(
                request, session.tandem, _move_form(request, session), taken=taken, session=session
            )
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Die Sitzung ist verschoben. Beide bekommen eine Mail mit der neuen Zeit.")
            )
            return to_session(session)
    if form.is_bound and form.lost:
        fresh, lost = _move_form(request, session), SlotTaken(form.lost)
        return _picking(request, session.tandem, fresh, taken=lost, session=session)
    return _picking(request, session.tandem, form, session=session)


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    session = get_session(request, tandem, number)
    form = CancelForm(request.POST or None, initial={"revision": session.revision})
    if request.method == "POST" and form.is_valid():
        try:
            booking.cancel(session, by=request.membership, revision=form.cleaned_data["revision"])
        except BookingError as error:
            messages.warning(request, str(error))
            return to_session(session)
        messages.success(request, _("Die Sitzung ist abgesagt. Beide bekommen eine Mail."))
        target = "tandem_detail" if form.cleaned_data["then"] == "drop" else "session_book"
        return redirect(f"sessions:{target}", request.organisation.slug, tandem)
    if not session.can_change(clock.now()):
        return to_session(session)
    return render(
        request,
        "sessions/session_cancel.html",
        tandem_context(request, session.tandem, session=session, form=form),
    )


def _book(request: MemberRequest, tandem: Tandem) -> Done | HttpResponse:
    form = _book_form(request, tandem, request.POST)
    if form.is_valid():
        try:
            session = booking.book(tandem, by=request.membership, **form.booking)
        except SlotTaken as taken:
            return _picking(request, tandem, _book_form(request, tandem, typed=request.POST), taken=taken)
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            return Done(to_session(session).url, _booked(session))
    if form.lost:
        fresh = _book_form(request, tandem, typed=request.POST)
        return _picking(request, tandem, fresh, taken=SlotTaken(form.lost))
    return _picking(request, tandem, form)


def _reused(request: MemberRequest, tandem: Tandem, sentence: str) -> HttpResponse:
    form = _book_form(request, tandem, request.POST)
    form.add_error(None, sentence)
    return _picking(request, tandem, form, status=OTHER_VALUES)


def _picking(
    request: MemberRequest,
    tandem: Tandem,
    form: BookForm | MoveForm,
    *,
    session: Session | None = None,
    taken: SlotTaken | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Show the page to choose a time on. After a lost race with fresh times and the reason."""
    context = tandem_context(request, tandem, form=form, picker=form.picker, session=session, taken=taken)
    template = "sessions/session_move.html" if session else "sessions/session_book.html"
    return render(request, template, context, status=TAKEN if taken else status)


def _book_form(request: MemberRequest, tandem: Tandem, data: Any = None, *, typed: Any = None) -> BookForm:
    """Return the form; ``typed`` is what to keep of an earlier try."""
    picker = Picker(tandem, request.membership, clock.now(), _week(request))
    before = tandem.sessions.standing().order_by("starts_at").last()
    kept = {name: typed[name] for name in ("form", "place", "note") if name in typed} if typed else {}
    partner = tandem.partner_of(request.membership).first_name
    return BookForm(data, picker=picker, partner=partner, before=before, initial={"slot": request.GET.get("slot", ""), **kept})


def _move_form(request: MemberRequest, session: Session, data: Any = None) -> MoveForm:
    picker = Picker(session.tandem, request.membership, clock.now(), _week(request), session)
    return MoveForm(data, picker=picker, initial={"revision": session.revision})


def _week(request: MemberRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return None


def _booked(session: Session) -> str:
    return _("Sitzung {number} ist verabredet. Beide bekommen eine Mail mit der Kalenderdatei.").format(
        number=session.number
    )
