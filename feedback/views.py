"""The page behind the link in the mail. Looking at it changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from accounts.access import Policy, access
from accounts.languages import of_participant
from feedback import surveys
from feedback.errors import FeedbackError
from feedback.forms import SurveyForm
from feedback.models import Fit, SurveyRequest
from feedback.surveys import Outcome


@access(Policy.TOKEN)
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Show the survey, or take its answers."""
    asked = surveys.find(token)
    if asked is None:
        raise Http404
    with translation.override(of_participant(asked.membership)):
        if asked.answered_on:
            return _thanks(request, asked)
        form = SurveyForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return _take(asked, token, form)
        return render(request, "feedback/survey.html", _context(asked) | {"form": form})


def _take(asked: SurveyRequest, token: str, form: SurveyForm) -> HttpResponse:
    values = form.cleaned_data
    outcome = Outcome(values["outcome"])
    try:
        surveys.answer(asked, outcome=outcome, helpful=values["helpful"], fit=values["fit"])
    except FeedbackError:
        return HttpResponseRedirect(reverse("feedback:survey", args=[token]))
    wants_talk = outcome is Outcome.HELD and values["fit"] == Fit.NO
    suffix = "?talk=1" if wants_talk else ""
    return HttpResponseRedirect(reverse("feedback:survey", args=[token]) + suffix)


def _thanks(request: HttpRequest, asked: SurveyRequest) -> HttpResponse:
    context = _context(asked) | {
        "talk": "talk" in request.GET,
        "contact": asked.session.tandem.program.contact,
    }
    return render(request, "feedback/survey_done.html", context)


def _context(asked: SurveyRequest) -> dict[str, object]:
    return {
        "session": asked.session,
        "tandem": asked.session.tandem,
        "partner": asked.session.tandem.partner_of(asked.membership),
        "zone": asked.membership.tzinfo,
    }
