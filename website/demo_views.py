"""Booking a demo, and the page behind the link in the mail. A GET changes nothing."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Policy, access
from accounts.forms import zones
from accounts.organisations import house
from sessions.times.zones import name as zone_name
from tenancy import clock
from tenancy.scope import scope
from website import demos, ics, letters, limits, pages, times
from website.access import get_demo
from website.addresses import in_address_language
from website.errors import DemoError, SlotGone, TooMany
from website.forms import CancelForm, DemoForm, MoveForm, PersonForm
from website.models import DemoBooking
from website.pickers import Picker

ZONES = frozenset(available_timezones())
#: Faces on the booking page.
HOSTS = 3
TAKEN, EXPIRED, TOO_MANY = 409, 410, 429


@access(Policy.PUBLIC)
@in_address_language
@require_http_methods(["GET", "HEAD", "POST"])
def demo_book(request: HttpRequest) -> HttpResponse:
    with scope(house()):
        form = DemoForm(_posted(request), picker=_picker(request))
        if not form.is_bound and not form.picker.times:
            return redirect("website:demo_ask")
        if not form.is_valid():
            return _booking(request, form)
        try:
            limits.spend(request, form.cleaned_data["email"])
            demo = demos.book(**form.booking, language=_language(request))
        except SlotGone as gone:
            return _booking(request, form.again(), gone=gone, status=TAKEN)
        except DemoError as error:
            form.add_error(None, str(error))
            return _booking(request, form, status=TOO_MANY if isinstance(error, TooMany) else None)
        sentence = _("Der Termin ist gebucht. Eine Mail mit der Kalenderdatei ist unterwegs an {email}.")
        messages.success(request, sentence.format(email=demo.email))
        return redirect("website:demo_detail", demo.token)


@access(Policy.PUBLIC)
@in_address_language
@require_http_methods(["GET", "HEAD", "POST"])
def demo_ask(request: HttpRequest) -> HttpResponse:
    """Where nothing on offer suits: ask for another time."""
    form = PersonForm(_posted(request))
    status = None
    if form.is_valid():
        try:
            limits.spend(request, form.cleaned_data["email"])
        except TooMany as error:
            form.add_error(None, str(error))
            status = TOO_MANY
        else:
            with scope(house()):
                letters.asked(**form.person)
            sentence = _(
                "Die Anfrage ist angekommen. Wir schlagen innerhalb von zwei Arbeitstagen Zeiten vor."
            )
            messages.success(request, sentence)
            return redirect("website:start")
    context = {"page": pages.of("demo_ask", _language(request)), "form": form}
    return render(request, "website/demo_ask.html", context, status=status)


@access(Policy.TOKEN)
@in_address_language
@require_safe
def demo_detail(request: HttpRequest, token: str) -> HttpResponse:
    demo, now = get_demo(token), clock.now()
    if demo.is_expired(now):
        return render(request, "website/demo_expired.html", status=EXPIRED)
    context = {
        "can_change": demo.can_change(now),
        "is_over": demo.is_over(now),
    }
    return _about(request, demo, "website/demo_detail.html", **context)


@access(Policy.TOKEN)
@in_address_language
@require_http_methods(["GET", "HEAD", "POST"])
def demo_move(request: HttpRequest, token: str) -> HttpResponse:
    demo = get_demo(token)
    if not demo.can_change(clock.now()):
        return redirect("website:demo_detail", token)
    form = MoveForm(_posted(request), picker=_picker(request, demo), initial={"revision": demo.revision})
    if not form.is_valid():
        return _about(request, demo, "website/demo_move.html", form=form, picker=form.picker)
    try:
        demos.move(demo, starts_at=form.cleaned_data["slot"], revision=form.cleaned_data["revision"])
    except SlotGone as gone:
        form = form.again()
        context = {"form": form, "picker": form.picker, "gone": gone}
        return _about(request, demo, "website/demo_move.html", status=TAKEN, **context)
    except DemoError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Der Termin ist verschoben. Eine Mail mit der neuen Zeit ist unterwegs."))
    return redirect("website:demo_detail", token)


@access(Policy.TOKEN)
@in_address_language
@require_http_methods(["GET", "HEAD", "POST"])
def demo_cancel(request: HttpRequest, token: str) -> HttpResponse:
    demo = get_demo(token)
    form = CancelForm(_posted(request), initial={"revision": demo.revision})
    if form.is_valid():
        try:
            demos.cancel(demo, revision=form.cleaned_data["revision"])
        except DemoError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Der Termin ist abgesagt. Danke für die Nachricht."))
        return redirect("website:demo_detail", token)
    if not demo.can_change(clock.now()):
        return redirect("website:demo_detail", token)
    return _about(request, demo, "website/demo_cancel.html", form=form)


@access(Policy.TOKEN)
@in_address_language
@require_safe
def demo_ics(request: HttpRequest, token: str) -> HttpResponse:
    demo = get_demo(token)
    if not demo.is_booked:
        return redirect("website:demo_detail", token)
    return HttpResponse(
        ics.file(demo),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="umento-demo.ics"'},
    )


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _booking(
    request: HttpRequest, form: DemoForm, *, status: int | None = None, **context: Any
) -> HttpResponse:
    """Show the page to book on. Without any times it still takes a request for one."""
    picker = form.picker
    context |= {
        "page": pages.of("demo_book", _language(request)),
        "form": form,
        "picker": picker,
        "hosts": times.hosts()[:HOSTS],
        "zones": zones() if "zones" in request.GET else [],
        "zones_url": picker.address(picker.week, zones="1"),
    }
    return render(request, "website/demo_book.html", context, status=status)


def _about(
    request: HttpRequest, demo: DemoBooking, template: str, *, status: int | None = None, **context: Any
) -> HttpResponse:
    """Show a page about a demo, in the prospect's zone."""
    context |= {"demo": demo, "zone": demo.zone, "zone_name": zone_name(demo.tzinfo, demo.starts_at)}
    return render(request, template, context, status=status)


def _language(request: HttpRequest) -> str:
    return request.LANGUAGE_CODE


def _picker(request: HttpRequest, moving: DemoBooking | None = None) -> Picker:
    """Return the times to show: ?week= is the first day, ?zone= whose clocks, ?time= or what was sent the choice."""
    asked = request.GET.get("zone", "")
    zone = ZoneInfo(asked) if asked in ZONES else times.ZONE
    every = "every" in request.GET
    return Picker(
        clock.now(), moving.tzinfo if moving else zone, _day(request), _moment(request), moving, every
    )


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return None


def _moment(request: HttpRequest) -> datetime | None:
    try:
        moment = datetime.fromisoformat(request.POST.get("slot") or request.GET.get("time", ""))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo and 2000 <= moment.year < 2200 else None
