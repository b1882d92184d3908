"""Cancelling, and the mentor's choice after postponements."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from programs.errors import ProgramError
from programs.models import Side
from sessions import booking, changes, replanning
from sessions.access import get_session, get_tandem
from sessions.errors import BookingError, SessionChanged, SlotTaken
from sessions.forms.booking import CancelForm, MoveForm
from sessions.models import NextStep, Session
from sessions.times.pickers import Picker
from sessions.views.pages import tandem_context, to_session, week
from tenancy import clock

TAKEN = 409


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    """The mentor cancels and plans anew or not; the mentee takes a new time in the same step."""
    session = get_session(request, tandem, number)
    if session.tandem.side_of(request.membership) == Side.MENTEE:
        return _replace(request, session)
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
    return _page(request, session, "session_cancel", form=form, is_late=changes.is_late(session))


@access(Policy.MEMBER)
@require_POST
def postponement_choose(request: MemberRequest, tandem: str) -> HttpResponse:
    """The mentor says how to go on after postponements; for everybody else this address does not exist."""
    found = get_tandem(request, tandem)
    if found.side_of(request.membership) != Side.MENTOR:
        raise Http404
    chosen = request.POST.get("chosen", "")
    if chosen in NextStep:
        try:
            changes.choose(found, by=request.membership, chosen=NextStep(chosen))
        except (BookingError, ProgramError) as error:
            messages.warning(request, str(error))
            chosen = ""
    if chosen == NextStep.HELP:
        return redirect("programs:tandem_help", request.organisation.slug, tandem)
    if chosen == NextStep.GO_ON:
        messages.success(request, _("Gut, es geht weiter wie geplant."))
    elif chosen == NextStep.PAUSE:
        messages.success(request, _("Das Tandem ist pausiert."))
    return redirect("sessions:tandem_detail", request.organisation.slug, tandem)


def refused(request: MemberRequest, session: Session, refusal: str) -> HttpResponse:
    """Say why this person cannot move the session on their own, and what they can do instead."""
    return _page(request, session, "session_move_refused", refusal=refusal)


def _replace(request: MemberRequest, session: Session) -> HttpResponse:
    if not session.can_change(clock.now()):
        return to_session(session)
    form = _form(request, session, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _take(request, session, form)
        except SessionChanged as changed:
            messages.warning(request, str(changed))
            return to_session(session)
        except SlotTaken as taken:
            return _picking(request, session, _form(request, session), taken=taken)
        except BookingError as error:
            form.add_error(None, str(error))
    if form.taken:
        return _picking(request, session, _form(request, session), taken=form.taken)
    return _picking(request, session, form)


def _take(request: MemberRequest, session: Session, form: MoveForm) -> HttpResponse:
    """Cancel, and take the listed time, or ask for one's own."""
    values = {
        "starts_at": form.cleaned_data["starts_at"],
        "by": request.membership,
        "revision": form.cleaned_data["revision"],
    }
    if form.is_own:
        replanning.cancel_and_ask(session, **values, replaces=form.cleaned_data["replaces"])
        messages.success(request, _("Die Sitzung ist abgesagt, und die neue Zeit ist angefragt."))
        return redirect("sessions:tandem_detail", request.organisation.slug, session.tandem.public_id)
    booking.replace(session, **values)
    messages.success(request, _("Die alte Zeit ist abgesagt, die neue steht. Beide bekommen eine Mail."))
    return to_session(session)


def _form(request: MemberRequest, session: Session, data: Any = None) -> MoveForm:
    picker = Picker(session.tandem, request.membership, clock.now(), week(request), session)
    return MoveForm(data, picker=picker, initial={"revision": session.revision})


def _picking(
    request: MemberRequest, session: Session, form: MoveForm, *, taken: SlotTaken | None = None
) -> HttpResponse:
    return _page(
        request,
        session,
        "session_replace",
        form=form,
        picker=form.picker,
        taken=taken,
        is_late=changes.is_late(session),
        status=TAKEN if taken else None,
    )


def _page(
    request: MemberRequest, session: Session, name: str, *, status: int | None = None, **context: Any
) -> HttpResponse:
    context = tandem_context(request, session.tandem, session=session, **context)
    return render(request, f"sessions/{name}.html", context, status=status)
