from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, Policy, access
from programs.access import get_own_tandem
from programs.models import Tandem, TandemState
from sessions import booking, guides, ics, notes, zones
from sessions.access import get_session, get_tandem
from sessions.errors import BookingError, SessionChanged, SlotTaken
from sessions.forms import BookForm, CancelForm, MoveForm, PlaceForm
from sessions.models import Session
from sessions.overview import Overview
from sessions.pickers import Picker
from tenancy import clock

TAKEN = 409


@access(Policy.MEMBER)
@require_safe
def my_tandem(request: MemberRequest) -> HttpResponse:
    """Lead to the tandem in which something happens; without one, say why there is none yet."""
    tandem = _most_alive(request)
    if tandem:
        return redirect("sessions:tandem_detail", request.organisation.slug, tandem.public_id)
    return render(request, "sessions/my_tandem.html", {"nav": "tandem"})


@access(Policy.MEMBER)
@require_safe
def tandem_detail(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_own_tandem(request, tandem)
    if found.started_at is None:
        return redirect("programs:tandem_accept", request.organisation.slug, tandem)
    page = Overview(found, request.membership, clock.now())
    ended = page.tandem.state == TandemState.ENDED
    template = "sessions/tandem_ended.html" if ended else "sessions/tandem_detail.html"
    return render(request, template, _context(request, found, nav="tandem", page=page))


@access(Policy.MEMBER)
@require_safe
def session_list(request: MemberRequest) -> HttpResponse:
    now = clock.now()
    sessions = Session.objects.of(request.membership).standing().with_people()
    coming = list(sessions.coming(now))
    tandems = list(Tandem.objects.of(request.membership).active().with_people())
    context = {
        "nav": "sessions",
        "role": tandems[0].side_of(request.membership) if tandems else "",
        "coming": coming,
        "past": [session for session in sessions.order_by("-starts_at") if session not in coming],
        "tandems": tandems,
    }
    return render(request, "sessions/session_list.html", context)


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_book(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_tandem(request, tandem)
    if found.state != TandemState.ACTIVE:
        return redirect("sessions:tandem_detail", request.organisation.slug, tandem)
    form = _book_form(request, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            session = booking.book(found, by=request.membership, **form.booking)
        except SlotTaken as taken:
            return _picking(request, found, _book_form(request, found, typed=request.POST), taken=taken)
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _booked(session))
            return _to(session)
    if form.is_bound and form.lost:
        fresh = _book_form(request, found, typed=request.POST)
        return _picking(request, found, fresh, taken=SlotTaken(form.lost))
    return _picking(request, found, form)


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_move(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    session = get_session(request, tandem, number)
    if not session.can_change(clock.now()):
        return _to(session)
    form = _move_form(request, session, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data
            booking.move(
                session, starts_at=values["starts_at"], by=request.membership, revision=values["revision"]
            )
        except SessionChanged as changed:
            messages.warning(request, str(changed))
            return _to(session)
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
            return _to(session)
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
            return _to(session)
        messages.success(request, _("Die Sitzung ist abgesagt. Beide bekommen eine Mail."))
        target = "tandem_detail" if form.cleaned_data["then"] == "drop" else "session_book"
        return redirect(f"sessions:{target}", request.organisation.slug, tandem)
    if not session.can_change(clock.now()):
        return _to(session)
    return render(
        request, "sessions/session_cancel.html", _context(request, session.tandem, session=session, form=form)
    )


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_place(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    session = get_session(request, tandem, number)
    if not session.can_change(clock.now()):
        return _to(session)
    form = PlaceForm(request.POST or None, initial={"form": session.form, "place": session.place})
    if request.method == "POST" and form.is_valid():
        try:
            booking.relocate(session, by=request.membership, **form.cleaned_data)
        except BookingError as error:
            messages.warning(request, str(error))
        else:
            messages.success(
                request, _("Gespeichert. Beide bekommen eine Mail, wenn sich etwas geändert hat.")
            )
        return _to(session)
    return render(
        request, "sessions/session_place.html", _context(request, session.tandem, session=session, form=form)
    )


@access(Policy.MEMBER)
@require_safe
def session_detail(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    session, now = get_session(request, tandem, number), clock.now()
    context = _context(
        request,
        session.tandem,
        session=session,
        guide=guides.for_session(session.tandem, number),
        can_change=session.can_change(now),
        is_over=session.ends_at <= now,
        is_soon=session.is_soon(now),
        zone_name=zones.name(ZoneInfo(request.membership.zone), session.starts_at),
        lines=notes.of(session.tandem, number),
        can_write=notes.is_open(session.tandem),
    )
    return render(request, "sessions/session_detail.html", context)


@access(Policy.MEMBER)
@require_safe
def session_ics(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    session = get_session(request, tandem, number)
    name = _("sitzung-{number}.ics").format(number=number)
    return HttpResponse(
        ics.file(session, person=request.membership),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


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


def _context(request: MemberRequest, tandem: Tandem, **context: Any) -> dict[str, Any]:
    """Return what every page about a tandem shows."""
    return {
        "nav": "sessions",
        "tandem": tandem,
        "partner": tandem.partner_of(request.membership),
        "role": tandem.side_of(request.membership),
        "zone": request.membership.zone,
        **context,
    }


def _picking(
    request: MemberRequest,
    tandem: Tandem,
    form: BookForm | MoveForm,
    *,
    session: Session | None = None,
    taken: SlotTaken | None = None,
) -> HttpResponse:
    """Show the page to choose a time on. After a lost race with fresh times and the reason."""
    context = _context(request, tandem, form=form, picker=form.picker, session=session, taken=taken)
    template = "sessions/session_move.html" if session else "sessions/session_book.html"
    return render(request, template, context, status=TAKEN if taken else None)


def _book_form(request: MemberRequest, tandem: Tandem, data: Any = None, *, typed: Any = None) -> BookForm:
    """Return the form; ``typed`` is what to keep of an earlier try."""
    picker = Picker(tandem, request.membership, clock.now(), _week(request))
    before = tandem.sessions.standing().order_by("starts_at").last()
    kept = {name: typed[name] for name in ("form", "place", "note") if name in typed} if typed else None
    partner = tandem.partner_of(request.membership).first_name
    return BookForm(data, picker=picker, partner=partner, before=before, initial=kept)


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


def _to(session: Session) -> HttpResponse:
    slug, tandem = session.tandem.program.organisation.slug, session.tandem.public_id
    return redirect("sessions:session_detail", slug, tandem, session.number)
