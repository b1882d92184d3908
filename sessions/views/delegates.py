"""Naming delegates, and the two pages behind their link: when sessions are, and moving one. A GET changes nothing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import languages
from accounts.access import MemberRequest, Policy, access
from sessions import booking, changes, delegates
from sessions.access import get_delegate, get_delegated_session, get_linked_delegate, get_mentee
from sessions.errors import BookingError, SlotTaken, TimesError
from sessions.forms.delegates import DelegateForm, ListedTimeForm
from sessions.models import Delegate, Session
from sessions.times import zones
from sessions.times.pickers import Picker
from sessions.views.pages import to_times, week
from tenancy import clock

PART = "delegates"
TAKEN = 409


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def delegate_add(request: MemberRequest) -> HttpResponse:
    person = get_mentee(request)
    form = DelegateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            delegates.add(person, **form.cleaned_data)
        except TimesError as refusal:
            form.add_error(None, str(refusal))
        else:
            return to_times(request, _("Eingetragen. Der Link ist per Mail unterwegs."), PART)
    return render(request, "sessions/delegate_add.html", {"form": form})


@access(Policy.MEMBER)
@require_POST
def delegate_remove(request: MemberRequest, delegate: str) -> HttpResponse:
    get_delegate(request, delegate).delete()
    return to_times(request, _("Zurückgenommen. Der Link öffnet nichts mehr."), PART)


@access(Policy.TOKEN)
@require_safe
def delegate_sessions(request: HttpRequest, token: str) -> HttpResponse:
    delegate, now = get_linked_delegate(token), clock.now()
    rows = [
        (row, row.can_change(now), zones.name(delegate.person.tzinfo, row.starts_at))
        for row in delegates.sessions(delegate)
    ]
    return _page(request, delegate, "sessions/delegate_sessions.html", token=token, sessions=rows)


@access(Policy.TOKEN)
@require_http_methods(["GET", "HEAD", "POST"])
def delegate_move(request: HttpRequest, token: str, session: str) -> HttpResponse:
    delegate = get_linked_delegate(token)
    found = get_delegated_session(delegate, session)
    if not found.can_change(clock.now()):
        return redirect("sessions:delegate_sessions", token)
    if refusal := changes.refusal(found, by=delegate.person, is_delegated=True):
        return _picking(request, delegate, found, token=token, refusal=refusal)
    form = _form(request, delegate, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _move(delegate, found, form.cleaned_data)
        except SlotTaken:
            return _taken(request, delegate, found, token)
        except BookingError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Die Sitzung ist verschoben. Beide bekommen eine Mail."))
        return redirect("sessions:delegate_sessions", token)
    if form.taken:
        return _taken(request, delegate, found, token)
    return _picking(request, delegate, found, token=token, form=form, picker=form.picker)


def _move(delegate: Delegate, session: Session, values: dict[str, Any]) -> None:
    booking.move(
        session,
        starts_at=values["starts_at"],
        by=delegate.person,
        revision=values["revision"],
        delegate=delegate,
    )
    delegates.used(delegate)


def _form(request: HttpRequest, delegate: Delegate, session: Session, data: Any = None) -> ListedTimeForm:
    picker = Picker(session.tandem, delegate.person, clock.now(), week(request), session)
    return ListedTimeForm(data, picker=picker, initial={"revision": session.revision})


def _taken(request: HttpRequest, delegate: Delegate, session: Session, token: str) -> HttpResponse:
    """Show what is free now. Why the other time is not, is nothing for a delegate."""
    form = _form(request, delegate, session)
    return _picking(
        request, delegate, session, token=token, form=form, picker=form.picker, is_taken=True, status=TAKEN
    )


def _picking(
    request: HttpRequest, delegate: Delegate, session: Session, *, status: int | None = None, **context: Any
) -> HttpResponse:
    return _page(request, delegate, "sessions/delegate_move.html", status=status, session=session, **context)


def _page(
    request: HttpRequest, delegate: Delegate, template: str, *, status: int | None = None, **context: Any
) -> HttpResponse:
    """Show a page in the visitor's language, as the house speaks, and in the mentee's zone."""
    person = delegate.person
    language = languages.for_participant(translation.get_language() or "de", person.organisation)
    translation.activate(language)
    request.LANGUAGE_CODE = language  # as LocaleMiddleware does
    return render(request, template, context | {"person": person, "zone": person.zone}, status=status)
