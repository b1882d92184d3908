"""What belongs to one person: home, profile and privacy."""

from functools import partial
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import languages
from accounts.access import MemberRequest, Policy, access
from programs import cards, enrolment, joining, nominations, profiles, second_lines, times
from programs import own_data as kept
from programs.access import get_own_participant
from programs.forms.profile import ProfileForm
from programs.models import Standing
from programs.views.attempt import attempt, posted


@access(Policy.MEMBER)
@require_GET
def home(request: MemberRequest) -> HttpResponse:
    context = {
        "nav": "home",
        "cards": cards.of(request.membership),
        "role": cards.role_of(request.membership),
        "offered": joining.offered_to(request.membership),
        "nominating": nominations.open_to(request.membership),
    }
    return render(request, "programs/home.html", context)


@access(Policy.MEMBER)
@require_http_methods(["GET", "POST"])
def profile(request: MemberRequest) -> HttpResponse:
    word = profiles.asked_role_word(request.membership)
    form = ProfileForm(request.membership, word, posted(request))
    if request.method == "POST" and form.is_valid():
        step = partial(profiles.describe, request.membership, **form.cleaned_data)
        translation.activate(languages.of_participant(request.membership))
        attempt(request, step, done=_("Das Profil ist gespeichert."))
        return redirect("programs:profile", organisation=request.organisation.slug)
    context = {"form": form, "nav": "profile", "participations": _participations(request)}
    return render(request, "programs/profile.html", _frame(request) | context)


@access(Policy.MEMBER)
@require_GET
def privacy(request: MemberRequest) -> HttpResponse:
    context = {
        "nav": "profile",
        "participations": _participations(request),
        "days": times.in_words(times.of(request.membership)),
        "further_managers": second_lines.names(request.membership),
        "parts": [part for part in kept.parts(request.membership) if part.words],
    }
    return render(request, "programs/privacy.html", _frame(request) | context)


@access(Policy.MEMBER)
@require_GET
def own_data(request: MemberRequest) -> JsonResponse:
    response = JsonResponse(kept.file(request.membership), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="umento.json"'
    return response


@access(Policy.MEMBER)
@require_http_methods(["GET", "POST"])
def program_leave(request: MemberRequest, program: str) -> HttpResponse:
    participant = get_own_participant(request, program)
    if request.method == "POST":
        step = partial(enrolment.leave, participant, by=request.membership)
        attempt(
            request,
            step,
            done=_("Die Teilnahme an „{program}“ ist beendet.").format(program=participant.program),
        )
        return redirect("programs:home", organisation=request.organisation.slug)
    back = reverse("programs:privacy", kwargs={"organisation": request.organisation.slug})
    context = {"participant": participant, "program": participant.program, "back_url": back}
    return render(request, "programs/program_leave.html", context)


def _participations(request: MemberRequest) -> list[Any]:
    own = request.membership.participations.select_related("program").exclude(standing=Standing.IMPORTED)
    return list(own.prefetch_related("skills__skill").order_by("-pk"))


def _frame(request: MemberRequest) -> dict[str, Any]:
    return {"role": cards.role_of(request.membership)}
