"""The page behind the link of an invitation. A GET changes nothing."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_GET, require_POST

from accounts import invitations, languages
from accounts.access import Policy, access
from accounts.errors import AccountError
from accounts.invitations import Door
from accounts.models import Invitation
from programs import enrolment
from programs.errors import ProgramError
from programs.forms.enrolment import JoinForm
from programs.models import Participant


@access(Policy.TOKEN)
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found, participant = enrolment.open(token)
    except (AccountError, ProgramError) as refusal:
        return _gone(request, refusal)
    return _page(request, token, found, participant, JoinForm(found.membership))


@access(Policy.TOKEN)
@require_POST
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found, participant = enrolment.open(token)
        form = JoinForm(found.membership, request.POST)
        is_new = invitations.door(found, request.user) is Door.NEW
        if is_new and not form.is_valid():
            return _page(request, token, found, participant, form)
        password = form.cleaned_data["password"] if is_new else ""
        person = enrolment.accept(found, user=request.user, password=password)
    except (AccountError, ProgramError) as refusal:
        return _gone(request, refusal)
    if is_new:
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    program = participant.program
    return redirect(
        "programs:questions_start",
        organisation=program.organisation.slug,
        program=program.public_id,
    )


@access(Policy.TOKEN)
@require_POST
def invitation_decline(request: HttpRequest, token: str) -> HttpResponse:
    try:
        _found, participant = enrolment.open(token)
    except (AccountError, ProgramError) as refusal:
        return _gone(request, refusal)
    enrolment.decline(participant)
    return redirect("programs:invitation_declined", token=token)


@access(Policy.TOKEN)
@require_GET
def invitation_declined(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found, participant = enrolment.open(token)
    except (AccountError, ProgramError) as refusal:
        return _gone(request, refusal)
    _speak(request, found)
    context = {
        "token": token,
        "invitation": found,
        "participant": participant,
        "program": participant.program,
    }
    return render(request, "programs/invitation_declined.html", context)


def _page(
    request: HttpRequest, token: str, found: Invitation, participant: Participant, form: JoinForm
) -> HttpResponse:
    _speak(request, found)
    context = {
        "form": form,
        "token": token,
        "invitation": found,
        "participant": participant,
        "program": participant.program,
        "door": invitations.door(found, request.user).value,
    }
    return render(request, "programs/invitation.html", context)


def _gone(request: HttpRequest, refusal: Exception) -> HttpResponse:
    return render(request, "410.html", {"text": str(refusal)}, status=410)


def _speak(request: HttpRequest, found: Invitation) -> None:
    """Speak as the house does to its participants, in the visitor's language."""
    language = languages.for_participant(translation.get_language() or "de", found.membership.organisation)
    translation.activate(language)
    request.LANGUAGE_CODE = language  # as LocaleMiddleware does
