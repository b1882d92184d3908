"""Our back office: demos and one's own working hours."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, Policy, access
from sessions.times import zones
from tenancy import clock
from website import demos, hours
from website.access import get_staff_demo
from website.errors import DemoError
from website.forms import CancelForm
from website.models import DemoBooking
from website.staff_forms import HoursForm

#: Rows on one page; nothing older than 90 days is kept anyway.
PAST = 100


@access(Policy.STAFF)
@require_safe
def staff_demo_list(request: MemberRequest) -> HttpResponse:
    now = clock.now()
    rows = DemoBooking.objects.select_related("host")
    context = {
        "nav": "demos",
        "coming": rows.coming(now),
        "past": rows.past(now)[:PAST],
        "now": now,
        "zone": request.membership.zone,
        "zone_name": zones.name(request.membership.tzinfo, now),
        "has_hours": bool(hours.of(request.membership)),
    }
    return render(request, "website/staff_demo_list.html", context)


@access(Policy.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_demo_cancel(request: MemberRequest, demo: str) -> HttpResponse:
    found = get_staff_demo(demo)
    form = CancelForm(_posted(request), initial={"revision": found.revision})
    if form.is_valid():
        sentence = _("Die Demo mit {name} ist abgesagt.").format(name=found.name)
        return _try(
            request,
            sentence,
            lambda: demos.cancel(found, by=request.membership, revision=form.cleaned_data["revision"]),
        )
    if not found.can_change(clock.now()):
        return redirect("website:staff_demo_list")
    context = {"nav": "demos", "demo": found, "form": form, "zone": request.membership.zone}
    return render(request, "website/staff_demo_cancel.html", context)


@access(Policy.STAFF)
@require_POST
def staff_demo_hold(request: MemberRequest, demo: str) -> HttpResponse:
    found = get_staff_demo(demo)
    return _try(request, _("Notiert: Die Demo fand statt."), lambda: demos.hold(found))


@access(Policy.STAFF)
@require_POST
def staff_demo_miss(request: MemberRequest, demo: str) -> HttpResponse:
    found = get_staff_demo(demo)
    return _try(request, _("Notiert: Es ist niemand erschienen."), lambda: demos.miss(found))


@access(Policy.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_hours(request: MemberRequest) -> HttpResponse:
    me = request.membership
    form = HoursForm(_posted(request), week=hours.of(me), room=hours.room_of(me))
    if form.is_valid():
        hours.change(week=form.week, room=form.cleaned_data["room"], by=me)
        messages.success(request, _("Gespeichert. Neue Demos richten sich ab sofort danach."))
        return redirect("website:staff_hours")
    context = {"nav": "hours", "form": form, "zone_name": zones.name(me.tzinfo, clock.now())}
    return render(request, "website/staff_hours.html", context)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _try(request: MemberRequest, sentence: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except DemoError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, sentence)
    return redirect("website:staff_demo_list")
