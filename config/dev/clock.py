"""Moves the demo's time forward, so that tomorrow's reminders can be seen today."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import Policy, access
from config import demo_clock
from tenancy.clock import now


class ClockForm(forms.Form):
    hours = forms.IntegerField(
        label=gettext_lazy("Um wie viele Stunden?"), min_value=1, max_value=24 * 366, initial=24
    )


# Without the CSRF check: scripts post here too, and the page exists in the demo alone.
@csrf_exempt
@access(Policy.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    form = ClockForm(request.POST if request.method == "POST" else None)
    valid = form.is_valid()
    if valid:
        demo_clock.move_forward(timedelta(hours=form.cleaned_data["hours"]))
    if "application/json" in request.headers.get("Accept", ""):
        return _as_json(form, 400 if form.is_bound and not valid else 200)
    if valid:
        messages.success(request, _("Die Uhr ist vorgestellt."))
        return redirect("dev:clock")
    return render(request, "dev/clock.html", {"form": form, "now": now(), "offset": demo_clock.offset()})


def _as_json(form: ClockForm, status: int) -> JsonResponse:
    seconds = int(demo_clock.offset().total_seconds())
    body = {"now": now().isoformat(), "offset_seconds": seconds, "errors": form.errors.get("hours", [])}
    return JsonResponse(body, status=status)
