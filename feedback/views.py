"""The pages behind the links in the mail. Looking at one changes nothing: mail scanners look at everything."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Policy, access
from accounts.languages import of_participant
from feedback import goal_items, surveys
from feedback.errors import FeedbackError
from feedback.forms import OutcomeForm, SurveyForm
from feedback.models import Fit, Outcome, SurveyRequest
from sessions.overview import Overview
from tenancy import clock

View = Callable[[HttpRequest, SurveyRequest, str], HttpResponse]


def _asked(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Hand the view the request for feedback that the token belongs to, in the language of whom it asks."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        asked = surveys.find(token)
        if asked is None:
            raise Http404
        with translation.override(of_participant(asked.membership)):
            return view(request, asked, token)

    return found


@access(Policy.TOKEN)
@require_http_methods(["GET", "HEAD", "POST"])
@_asked
def survey(request: HttpRequest, asked: SurveyRequest, token: str) -> HttpResponse:
    """Ask what became of the session; then, if it took place, how it was, and take these answers."""
    if asked.answered_on:
        return _to("done", token)
    if not asked.outcome:
        return _ask_for_outcome(request, asked, token)
    item = goal_items.item_of(asked) if goal_items.moment_of(asked.session) else ""
    form = SurveyForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            surveys.answer(asked, **form.cleaned_data)
        except FeedbackError:
            return _to("done", token)
        return _to("done", token, "?talk=1" if form.cleaned_data["fit"] == Fit.NO else "")
    return render(request, "feedback/survey.html", _context(asked, token) | {"form": form})


@access(Policy.TOKEN)
@require_POST
@_asked
def outcome(request: HttpRequest, asked: SurveyRequest, token: str) -> HttpResponse:
    """Take the one press that says what became of the session."""
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            surveys.record(asked, outcome=form.cleaned_data["outcome"])
        except FeedbackError as error:
            messages.info(request, str(error))
    return _to("survey", token)


@access(Policy.TOKEN)
@require_safe
@_asked
def done(request: HttpRequest, asked: SurveyRequest, token: str) -> HttpResponse:
    """Say thank you, and offer times for the next session."""
    if not asked.outcome and not asked.answered_on:
        return _to("survey", token)
    context = _context(asked, token) | {
        "is_answered": asked.answered_on and asked.outcome in {"", Outcome.HELD},
        "talk": "talk" in request.GET,
        "contact": asked.session.tandem.program.contact,
        "page": Overview(asked.session.tandem, asked.membership, clock.now()),
    }
    return render(request, "feedback/survey_done.html", context)


def _ask_for_outcome(request: HttpRequest, asked: SurveyRequest, token: str) -> HttpResponse:
    wanted = request.GET.get("outcome", "")
    context = {"outcomes": Outcome.choices, "wanted": wanted if wanted in Outcome.values else ""}
    return render(request, "feedback/survey_outcome.html", _context(asked, token) | context)


def _to(name: str, token: str, query: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse(f"feedback:{name}", args=[token]) + query)


def _context(asked: SurveyRequest, token: str) -> dict[str, object]:
    return {
        "asked": asked,
        "token": token,
        "session": asked.session,
        "tandem": asked.session.tandem,
        "partner": asked.session.tandem.partner_of(asked.membership),
        "zone": asked.membership.tzinfo,
    }
