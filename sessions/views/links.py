"""Umento in a person's own calendar: switching the address on and off, and the file it leads to."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, Policy, access
from sessions.calendars import feed_out
from sessions.views.pages import to_times

PART = "own-calendar"


@access(Policy.MEMBER)
@require_POST
def link_add(request: MemberRequest) -> HttpResponse:
    feed_out.switch_on(request.membership)
    return to_times(request, _("Die Adresse für Ihren Kalender steht bereit."), PART)


@access(Policy.MEMBER)
@require_POST
def link_renew(request: MemberRequest) -> HttpResponse:
    feed_out.renew(request.membership)
    return to_times(
        request, _("Die neue Adresse steht bereit. Unter der alten gibt es keinen Kalender mehr."), PART
    )


@access(Policy.MEMBER)
@require_POST
def link_remove(request: MemberRequest) -> HttpResponse:
    feed_out.switch_off(request.membership)
    return to_times(
        request, _("Abgeschaltet. Unter der bisherigen Adresse gibt es keinen Kalender mehr."), PART
    )


@access(Policy.TOKEN)
@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponseBase:
    link = feed_out.find(token)
    if link is None:
        raise Http404
    feed_out.note_use(link)
    file = feed_out.file(link)
    changed_at = int(file.changed_at.timestamp())
    headers = {
        "Cache-Control": "private",
        "ETag": file.etag,
        "Last-Modified": http_date(changed_at),
        "Content-Disposition": 'inline; filename="umento.ics"',
    }
    response = HttpResponse(file.content, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, file.etag, changed_at, response) or response
