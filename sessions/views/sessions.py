"""A session's page, how and where it is held, and its calendar file."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, Policy, access
from sessions import booking, guides, notes
from sessions.access import get_session
from sessions.calendars import ics, rooms
from sessions.errors import BookingError
from sessions.forms.booking import PlaceForm
from sessions.models import SessionReply
from sessions.times import zones
from sessions.views.pages import tandem_context, to_session
from tenancy import clock


@access(Policy.MEMBER)
@require_safe
def session_detail(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    session, now = get_session(request, tandem, number), clock.now()
    context = tandem_context(
        request,
        session.tandem,
        session=session,
        time_request=session.time_requests.open().with_people().first(),
        guide=guides.for_session(session.tandem, number),
        can_change=session.can_change(now),
        is_over=session.ends_at <= now,
        is_soon=session.is_soon(now),
        zone_name=zones.name(ZoneInfo(request.membership.zone), session.starts_at),
        lines=notes.of(session.tandem, number),
        answers=SessionReply.objects.of(session).select_related("person").order_by("at"),
        can_write=notes.is_open(session.tandem),
    )
    return render(request, "sessions/session_detail.html", context)


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_place(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    session = get_session(request, tandem, number)
    if not session.can_change(clock.now()):
        return to_session(session)
    form = PlaceForm(
        request.POST or None,
        room=rooms.in_words(session.tandem, by=request.membership),
        initial={"form": session.form, "place": session.place},
    )
    if request.method == "POST" and form.is_valid():
        try:
            booking.relocate(session, by=request.membership, **form.cleaned_data)
        except BookingError as error:
            messages.warning(request, str(error))
        else:
            messages.success(
                request, _("Gespeichert. Beide bekommen eine Mail, wenn sich etwas geändert hat.")
            )
        return to_session(session)
    return render(
        request,
        "sessions/session_place.html",
        tandem_context(request, session.tandem, session=session, form=form),
    )


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
