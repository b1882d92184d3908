"""The questions before matching, and the weekly times on a page of their own."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import MemberRequest, Policy, access
from accounts.models import Membership
from accounts.name_order import in_order
from programs import answers, setup, skills, starter_topics
from programs import times as weekly
from programs.access import get_own_participant
from programs.forms.answers import LanguagesForm, MeetingForm, OfferForm, RoomForm, WishForm
from programs.forms.times import TimesForm
from programs.models import Participant, Program, Standing
from programs.views.attempt import attempt, posted

MINUTES = 4
MOST_SUGGESTIONS = 300


class Question(NamedTuple):
    """One page: how its form is made, and what its answer does."""

    label: Any
    form: Callable[[Participant, Any], Any]
    save: Callable[[Participant, Any], None]


def _topics(participant: Participant, data: Any) -> OfferForm | WishForm:
    return (OfferForm if participant.is_mentor else WishForm)(participant, data)


def _save_topics(participant: Participant, form: Any) -> None:
    if participant.is_mentor:
        answers.offer(participant, form.levels())
    else:
        answers.wish(participant, form.ranked())


QUESTIONS = {
    "topics": Question(gettext_lazy("Themen"), _topics, _save_topics),
    "languages": Question(
        gettext_lazy("Sprachen"),
        LanguagesForm,
        lambda participant, form: answers.speak(participant, form.cleaned_data["languages"]),
    ),
    "meeting": Question(
        gettext_lazy("Treffen"),
        MeetingForm,
        lambda participant, form: answers.meet(participant, **form.cleaned_data),
    ),
    "times": Question(
        gettext_lazy("Zeiten"),
        lambda participant, data: TimesForm(weekly.of(participant.membership), data),
        lambda participant, form: weekly.replace(participant.membership, form.windows()),
    ),
    "capacity": Question(
        gettext_lazy("Platz"),
        RoomForm,
        lambda participant, form: answers.make_room(participant, form.cleaned_data["number"]),
    ),
}


@access(Policy.MEMBER)
@require_GET
def questions_start(request: MemberRequest, program: str) -> HttpResponse:
    """What HR sees and what not, before the first answer."""
    participant = _answering(request, program)
    context = _context(request, participant, answers.steps_of(participant)[0], None) | {"step": 0}
    return render(request, "programs/questions_start.html", context)


@access(Policy.MEMBER)
@require_http_methods(["GET", "POST"])
def questions(request: MemberRequest, program: str, step: str) -> HttpResponse:
    participant = _answering(request, program)
    if step not in answers.steps_of(participant):
        raise Http404
    question = QUESTIONS[step]
    form = question.form(participant, posted(request))
    if request.method == "POST" and form.is_valid():
        question.save(participant, form)
        return _next(request, participant, step)
    return render(request, f"programs/questions_{step}.html", _context(request, participant, step, form))


def _answering(request: MemberRequest, program: str) -> Participant:
    participant = get_own_participant(request, program)
    if participant.standing not in {Standing.JOINED, Standing.PAUSED}:
        raise Http404
    return participant


def _next(request: MemberRequest, participant: Participant, step: str) -> HttpResponse:
    """Go to the next question, or home after the last; back to the profile when only one was to be changed."""
    house = request.organisation.slug
    if participant.answered_at:
        messages.success(request, _("Gespeichert."))
        return redirect("programs:profile", organisation=house)
    steps = answers.steps_of(participant)
    last = step == steps[-1]
    if last and answers.complete(participant):
        messages.success(request, _("Alles da, danke. Jetzt entsteht Ihr Tandem."))
        return redirect("programs:home", organisation=house)
    following = answers.missing(participant)[0] if last else steps[steps.index(step) + 1]
    return redirect(_url(request, participant, following))


def _context(request: MemberRequest, participant: Participant, step: str, form: Any) -> dict[str, Any]:
    steps = answers.steps_of(participant)
    number = steps.index(step) + 1
    home, profile = (
        reverse(f"programs:{page}", args=[request.organisation.slug]) for page in ("home", "profile")
    )
    before = _url(request, participant, steps[number - 2] if number > 1 else "start")
    return {
        "form": form,
        "participant": participant,
        "program": participant.program,
        "steps": [{"label": QUESTIONS[key].label, "url": _url(request, participant, key)} for key in steps],
        "step": number,
        "label": QUESTIONS[step].label,
        "minutes": None if participant.answered_at else max(1, MINUTES + 1 - number),
        # Who has answered everything came from the profile, to change this one.
        "close_url": profile if participant.answered_at else home,
        "back_url": profile if participant.answered_at else before,
        "suggestions": _suggestions(step),
        "examples": _examples(participant.program) if step == "topics" else [],
        "zone": weekly.city(request.membership.zone),
    }


def _examples(program: Program) -> list[str]:
    """Return a few topics of the program's goal, for those to whom an empty field says nothing."""
    return starter_topics.examples(setup.goal_of(program).kind)


def _suggestions(step: str) -> list[Any]:
    """Return what a field may offer while typing: known topics or places."""
    if step == "topics":
        return skills.offered("")
    if step == "meeting":
        places = (
            Membership.objects.exclude(place="").order_by(in_order("place")).values_list("place", flat=True)
        )
        return list(places.distinct()[:MOST_SUGGESTIONS])
    return []


def _url(request: MemberRequest, participant: Participant, step: str) -> str:
    where = {"organisation": request.organisation.slug, "program": participant.program.public_id}
    return reverse("programs:questions", kwargs=where | {"step": step})


@access(Policy.MEMBER)
@require_http_methods(["GET", "POST"])
def times(request: MemberRequest) -> HttpResponse:
    form = TimesForm(weekly.of(request.membership), posted(request))
    house: dict[str, Any] = {"organisation": request.organisation.slug}
    if request.method == "POST" and form.is_valid():
        step = partial(weekly.replace, request.membership, form.windows())
        attempt(request, step, done=_("Die Zeiten sind gespeichert."))
        return redirect("programs:profile", **house)
    back = reverse("programs:profile", kwargs=house)
    context = {"form": form, "back_url": back, "zone": weekly.city(request.membership.zone)}
    return render(request, "programs/times.html", context)
