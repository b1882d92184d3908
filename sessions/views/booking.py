"""Choosing a time: booking and moving."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import MemberRequest, Policy, access
from programs.models import Tandem, TandemState
from sessions import booking, changes
from sessions.access import get_session, get_tandem
from sessions.errors import BookingError, SessionChanged, SlotTaken
from sessions.forms.booking import BookForm, MoveForm
from sessions.keys import Done
from sessions.models import Session
from sessions.times.pickers import Picker
from sessions.views.changes import refused
from sessions.views.once import on, once
from sessions.views.pages import tandem_context, to_session, week
from sessions.views.requests import ask
from sessions.views.taken import taken_page, wants_list
from tenancy import clock

OTHER_VALUES = 422


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_book(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_tandem(request, tandem)
    if found.state != TandemState.ACTIVE:
        return redirect("sessions:tandem_detail", request.organisation.slug, tandem)
    if request.method == "POST" and not wants_list(request):
        return once(
            request,
            write=lambda: _book(request, found),
            reused=lambda sentence: _reused(request, found, sentence),
        )
    return _picking(request, found, _book_form(request, found, typed=request.POST))


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_move(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    session = get_session(request, tandem, number)
    if not session.can_change(clock.now()):
        return to_session(session)
    if request.method == "POST" and not wants_list(request):
        answer = _move(request, session)
        return answer if isinstance(answer, HttpResponse) else on(request, answer)
    return _picking(request, session.tandem, _move_form(request, session), session=session)


def _book(request: MemberRequest, tandem: Tandem) -> Done | HttpResponse:
    form = _book_form(request, tandem, request.POST)
    if form.is_valid() and form.is_own:
        return ask(request, tandem, form) or _picking(request, tandem, form)
    if form.is_valid():
        try:
            session = booking.book(tandem, by=request.membership, **form.booking)
        except SlotTaken as taken:
            return taken_page(request, tandem, form.picker, taken)
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            return Done(to_session(session).url, _booked(session))
    if form.taken:
        return taken_page(request, tandem, form.picker, form.taken)
    return _picking(request, tandem, form)


def _move(request: MemberRequest, session: Session) -> Done | HttpResponse:
    tandem, form = session.tandem, _move_form(request, session, request.POST)
    if form.is_valid():
        try:
            if done := _shift(request, session, form):
                return done
        except SessionChanged as changed:
            messages.warning(request, str(changed))
            return to_session(session)
        except SlotTaken as taken:
            return taken_page(request, tandem, form.picker, taken, session=session)
        except BookingError as error:
            form.add_error(None, str(error))
    if form.taken:
        return taken_page(request, tandem, form.picker, form.taken, session=session)
    return _picking(request, tandem, form, session=session)


def _shift(request: MemberRequest, session: Session, form: MoveForm) -> Done | None:
    """Move, or ask for one's own time: None when the form now says what stands against that."""
    if form.is_own:
        return ask(request, session.tandem, form)
    values = form.cleaned_data
    booking.move(session, starts_at=values["starts_at"], by=request.membership, revision=values["revision"])
    sentence = _("Die Sitzung ist verschoben. Beide bekommen eine Mail mit der neuen Zeit.")
    return Done(to_session(session).url, sentence)


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
    status: int | None = None,
) -> HttpResponse:
    """Show the page to choose a time on."""
    if session and (refusal := changes.refusal(session, by=request.membership)):
        return refused(request, session, refusal)
    context = tandem_context(request, tandem, form=form, picker=form.picker, session=session)
    template = "sessions/session_move.html" if session else "sessions/session_book.html"
    return render(request, template, context, status=status)


def _book_form(request: MemberRequest, tandem: Tandem, data: Any = None, *, typed: Any = None) -> BookForm:
    """Return the form; ``typed`` is what to keep of an earlier try."""
    picker = Picker(tandem, request.membership, clock.now(), week(request))
    kept = {name: typed[name] for name in ("form", "place", "note") if name in typed} if typed else {}
    partner = tandem.partner_of(request.membership).first_name
    return BookForm(
        data, picker=picker, partner=partner, initial={"slot": request.GET.get("slot", ""), **kept}
    )


def _move_form(request: MemberRequest, session: Session, data: Any = None) -> MoveForm:
    picker = Picker(session.tandem, request.membership, clock.now(), week(request), session)
    return MoveForm(data, picker=picker, initial={"revision": session.revision})


def _booked(session: Session) -> str:
    return _("Sitzung {number} ist verabredet. Beide bekommen eine Mail mit der Kalenderdatei.").format(
        number=session.number
    )
