"""Choosing times for all sessions that are left, in one go."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import MemberRequest, Policy, access
from programs.models import Tandem, TandemState
from sessions import series
from sessions.access import get_tandem
from sessions.errors import BookingError, SeriesLost
from sessions.forms.series import SeriesForm
from sessions.keys import Done
from sessions.times import zones
from sessions.times.remaining import Remaining
from sessions.views.once import once
from sessions.views.pages import tandem_context
from tenancy import clock

TAKEN, OTHER_VALUES = 409, 422


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def series_book(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_tandem(request, tandem)
    if found.state != TandemState.ACTIVE:
        return redirect("sessions:tandem_detail", request.organisation.slug, tandem)
    if request.method == "POST":
        return once(
            request,
            write=lambda: _book(request, found),
            reused=lambda sentence: _reused(request, found, sentence),
        )
    return _page(request, _form(request, found))


def _book(request: MemberRequest, tandem: Tandem) -> Done | HttpResponse:
    form = _form(request, tandem, request.POST)
    if form.is_valid() and not form.lost:
        values = form.cleaned_data
        try:
            sessions = series.book_all(
                tandem,
                times=values["times"],
                by=request.membership,
                form=values["form"],
                place=values["place"],
            )
        except SeriesLost as error:
            return _lost(request, tandem, error.lost)
        except BookingError as error:
            form.add_error(None, str(error))
        else:
            kwargs = {"organisation": request.organisation.slug, "tandem": tandem.public_id}
            return Done(reverse("sessions:tandem_detail", kwargs=kwargs), _booked(len(sessions)))
    if form.lost:
        return _lost(request, tandem, form.lost)
    return _page(request, form)


def _reused(request: MemberRequest, tandem: Tandem, sentence: str) -> HttpResponse:
    form = _form(request, tandem, request.POST)
    form.add_error(None, sentence)
    return _page(request, form, status=OTHER_VALUES)


def _lost(request: MemberRequest, tandem: Tandem, lost: Mapping[int, str]) -> HttpResponse:
    """Show fresh times for what was lost; the other sessions keep what was chosen."""
    return _page(request, _form(request, tandem, lost=lost, typed=request.POST), status=TAKEN)


def _form(request: MemberRequest, tandem: Tandem, data: Any = None, **kept: Any) -> SeriesForm:
    return SeriesForm(data, remaining=Remaining(tandem, request.membership, clock.now()), **kept)


def _page(request: MemberRequest, form: SeriesForm, *, status: int | None = None) -> HttpResponse:
    remaining = form.remaining
    context = tandem_context(
        request, remaining.tandem, form=form, remaining=remaining, city=zones.city(remaining.zone)
    )
    return render(request, "sessions/series_book.html", context, status=status)


def _booked(count: int) -> str:
    sentence = ngettext(
        "Eine Sitzung ist verabredet. Beide bekommen eine Mail mit der Kalenderdatei.",
        "{count} Sitzungen sind verabredet. Beide bekommen zu jeder eine Mail mit der Kalenderdatei.",
        count,
    )
    return sentence.format(count=count)
