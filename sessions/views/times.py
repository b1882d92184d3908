"""What belongs to "Meine Zeiten" beyond the week: absences, rules, and calendars to read."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from sessions.access import get_absence, get_feed
from sessions.calendars import feeds
from sessions.errors import TimesError
from sessions.forms.times import AbsenceForm, FeedForm, RulesForm
from sessions.times import absences
from sessions.views.pages import to_times
from tenancy import clock


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def absence_add(request: MemberRequest) -> HttpResponse:
    today = clock.now().astimezone(request.membership.tzinfo).date()
    form = AbsenceForm(_posted(request), today=today)
    if form.is_valid() and _done(form, lambda: absences.add(request.membership, **form.absence)):
        return to_times(request, _("Die Abwesenheit ist eingetragen."), "absences")
    return render(request, "sessions/absence_add.html", {"form": form})


@access(Policy.MEMBER)
@require_POST
def absence_remove(request: MemberRequest, absence: str) -> HttpResponse:
    get_absence(request, absence).delete()
    return to_times(request, _("Die Abwesenheit ist gelöscht."), "absences")


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def time_rules(request: MemberRequest) -> HttpResponse:
    person = request.membership
    form = RulesForm(_posted(request), person=person, rules=absences.rules([person])[person.pk])
    if form.is_valid():
        absences.set_rules(person, **form.cleaned_data)
        return to_times(request, _("Die Regeln sind gespeichert."), "rules")
    return render(request, "sessions/time_rules.html", {"form": form})


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def feed_add(request: MemberRequest) -> HttpResponse:
    form = FeedForm(_posted(request))
    if form.is_valid() and _done(form, lambda: feeds.add(request.membership, form.cleaned_data["url"])):
        return to_times(request, _("Der Kalender wird eingelesen."), "calendars")
    return render(request, "sessions/feed_add.html", {"form": form})


@access(Policy.MEMBER)
@require_POST
def feed_remove(request: MemberRequest, feed: str) -> HttpResponse:
    feeds.remove(get_feed(request, feed))
    return to_times(
        request, _("Der Kalender ist getrennt. Adresse und belegte Zeiten sind gelöscht."), "calendars"
    )


@access(Policy.MEMBER)
@require_POST
def feed_read(request: MemberRequest, feed: str) -> HttpResponse:
    feeds.ask(get_feed(request, feed))
    return to_times(request, _("Der Kalender wird neu eingelesen."), "calendars")


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(form: Any, step: Callable[[], object]) -> bool:
    """Do ``step``; its refusal becomes the form's."""
    try:
        step()
    except TimesError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
