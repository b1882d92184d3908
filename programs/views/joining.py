"""The ways into a program beside HR's list: HR's page, the pages behind the link, and those for people of the house."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import languages, limits
from accounts.access import MemberRequest, Policy, access
from accounts.emails import normalise
from accounts.models import Organisation
from mail.outbox import absolute
from programs import joining, joining_requests, nominations
from programs.access import get_nominated_program, get_offered_program, get_program
from programs.errors import ProgramError
from programs.forms.joining import AskForm, EnterForm, NominationForm, WaysForm
from programs.models import JoiningLink, Program
from programs.views.attempt import attempt, posted
from programs.views.participants import frame

GONE, TOO_MANY = 410, 429


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def joining_ways(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = WaysForm(joining.ways_of(found), posted(request))
    if request.method == "POST" and form.is_valid():
        step = partial(joining.set_ways, found, by=request.membership, **form.cleaned_data)
        attempt(request, step, done=_("Die Wege hinein sind gespeichert."))
        return _to_ways(request, found)
    link = joining.link_of(found)
    context = {
        "form": form,
        "ways": joining.ways_of(found),
        "link": link,
        "url": absolute(reverse("programs:join", kwargs={"token": link.token})) if link else "",
    }
    return render(request, "programs/joining_ways.html", frame(found) | context)


@access(Policy.LEAD)
@require_POST
def joining_link_renew(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    step = partial(joining.renew_link, found, by=request.membership)
    attempt(request, step, done=_("Der Link ist da. Ein früherer gilt nicht mehr."))
    return _to_ways(request, found)


@access(Policy.LEAD)
@require_POST
def joining_link_revoke(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    step = partial(joining.revoke_link, found, by=request.membership)
    attempt(request, step, done=_("Der Link gilt nicht mehr."))
    return _to_ways(request, found)


def _to_ways(request: MemberRequest, program: Program) -> HttpResponse:
    where: dict[str, Any] = {"organisation": request.organisation.slug, "program": program.public_id}
    return redirect("programs:joining_ways", **where)


@access(Policy.TOKEN)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of a program. It answers everybody the same."""
    try:
        link = joining.open_link(token)
    except ProgramError as refusal:
        return _gone(request, refusal)
    _speak(request, link.program.organisation)
    form = AskForm(joining.ways_of(link.program), posted(request))
    status = None
    if form.is_valid():
        if not limits.spend(request, "join_ask", normalise(form.cleaned_data["email"])):
            form.add_error(
                None, _("Das waren viele Versuche in kurzer Zeit. Bitte in einer Stunde noch einmal.")
            )
            status = TOO_MANY
        elif _ask(link, form):
            return redirect("programs:join_asked", token)
    context = {"form": form, "program": link.program, "token": token}
    return render(request, "programs/join.html", context, status=status)


def _ask(link: JoiningLink, form: AskForm) -> bool:
    language = (translation.get_language() or "de")[:2]
    try:
        joining_requests.ask(link, **form.person, language=language)
    except ProgramError as refusal:
        form.add_error("email", str(refusal))
        return False
    return True


@access(Policy.TOKEN)
@require_GET
def join_asked(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = joining.open_link(token)
    except ProgramError as refusal:
        return _gone(request, refusal)
    _speak(request, link.program.organisation)
    return render(request, "programs/join_asked.html", {"program": link.program, "token": token})


@access(Policy.TOKEN)
@require_http_methods(["GET", "HEAD", "POST"])
def join_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the mail: the button proves the address, and leads to the usual invitation."""
    try:
        asked = joining_requests.open(token)
        _speak(request, asked.program.organisation)
        if request.method == "POST":
            return redirect("programs:invitation", joining_requests.confirm(asked))
    except ProgramError as refusal:
        return _gone(request, refusal)
    return render(
        request, "programs/join_confirm.html", {"asked": asked, "program": asked.program, "token": token}
    )


@access(Policy.MEMBER)
@require_http_methods(["GET", "POST"])
def program_enter(request: MemberRequest, program: str) -> HttpResponse:
    """Take part in a program that is open to the house."""
    found = get_offered_program(request, program)
    form = EnterForm(joining.ways_of(found), posted(request))
    if request.method == "POST" and form.is_valid():
        step = partial(joining.enter, found, by=request.membership, **form.cleaned_data)
        where: dict[str, Any] = {"organisation": request.organisation.slug}
        if attempt(request, step, done=""):
            return redirect("programs:questions_start", **where, program=found.public_id)
        return redirect("programs:home", **where)
    context = {"form": form, "program": found, "back_url": _home(request)}
    return render(request, "programs/program_enter.html", context)


@access(Policy.MEMBER)
@require_http_methods(["GET", "POST"])
def nominate(request: MemberRequest, program: str) -> HttpResponse:
    """Suggest a colleague. Whoever it is, the answer is one and the same."""
    found = get_nominated_program(request, program)
    form = NominationForm(posted(request))
    if form.is_valid() and _nominate(request, found, form):
        sentence = _(
            "Danke für den Vorschlag. Wer noch keine Einladung hat, bekommt jetzt eine. Was daraus wird, "
            "erfährt nur die Person selbst."
        )
        messages.success(request, sentence)
        where: dict[str, Any] = {"organisation": request.organisation.slug, "program": found.public_id}
        return redirect("programs:nominate", **where)
    context = {"form": form, "program": found, "ways": joining.ways_of(found), "back_url": _home(request)}
    return render(request, "programs/nominate.html", context)


def _nominate(request: MemberRequest, program: Program, form: NominationForm) -> bool:
    if not limits.spend(request, "nominate", str(request.membership.pk)):
        form.add_error(
            None, _("Das waren viele Vorschläge in kurzer Zeit. Bitte in einer Stunde noch einmal.")
        )
        return False
    try:
        nominations.nominate(program, by=request.membership, **form.cleaned_data)
    except ProgramError as refusal:
        form.add_error("email", str(refusal))
        return False
    return True


def _home(request: MemberRequest) -> str:
    return reverse("programs:home", kwargs={"organisation": request.organisation.slug})


def _gone(request: HttpRequest, refusal: ProgramError) -> HttpResponse:
    return render(request, "410.html", {"text": str(refusal)}, status=GONE)


def _speak(request: HttpRequest, organisation: Organisation) -> None:
    """Speak as the house does to its participants, in the visitor's language."""
    language = languages.for_participant(translation.get_language() or "de", organisation)
    translation.activate(language)
    request.LANGUAGE_CODE = language  # as LocaleMiddleware does
