"""HR: the words of a program's mails."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts import limits
from accounts.access import MemberRequest, Policy, access
from programs import message_previews, message_texts, placeholders, wording
from programs.access import get_program
from programs.forms.messages import MessageTextForm
from programs.messages import PURPOSES
from programs.models import Program, Side, TextForm
from programs.views.attempt import attempt
from programs.views.participants import frame

#: Mails that only one of the two gets.
SIDES = {
    "tandem.proposal_mentor": (Side.MENTOR,),
    "tandem.proposal_mentee": (Side.MENTEE,),
}
HINTS = {
    "tandem.nudge": gettext_lazy("Ein eigener Text gilt auch für die zweite Nachricht."),
}


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def message_text(request: MemberRequest, program: str, kind: str, form: str) -> HttpResponse:
    found = _program(request, program, kind, form)
    typed = _form(request, found, kind, form)
    if request.method == "POST" and typed.is_valid():
        try:
            message_texts.save(
                found, kind, form, text=typed.text, seen_as=typed.cleaned_data["seen"], by=request.membership
            )
        except message_texts.SavedMeanwhile as refusal:
            return _page(request, found, kind, typed, refusal=str(refusal))
        messages.success(
            request, _("Gespeichert. Dieser Text gilt für alle Mails, die ab jetzt geschrieben werden.")
        )
        return redirect(_at(request, "message_text", found, kind, form))
    return _page(request, found, kind, typed)


@access(Policy.LEAD)
@require_POST
def message_text_preview(request: MemberRequest, program: str, kind: str, form: str) -> HttpResponse:
    found = _program(request, program, kind, form)
    typed = _form(request, found, kind, form)
    typed.is_valid()
    if request.headers.get("HX-Request"):
        return render(request, "programs/_message_previews.html", _previews(found, kind, typed))
    return _page(request, found, kind, typed)


@access(Policy.LEAD)
@require_POST
def message_text_test(request: MemberRequest, program: str, kind: str, form: str) -> HttpResponse:
    """Mail what was typed, saved or not; the page keeps it."""
    found = _program(request, program, kind, form)
    typed = _form(request, found, kind, form)
    if typed.is_valid():
        if limits.spend(request, "message_test", str(request.membership.pk)):
            message_previews.send_test(found, kind, form, text=typed.text, to=request.membership)
            done = _("Die Testmail ist unterwegs an {address}.").format(address=request.membership.email)
            messages.success(request, done)
        else:
            messages.warning(request, _("Das waren viele Testmails. In ein paar Minuten geht es weiter."))
    return _page(request, found, kind, typed)


@access(Policy.LEAD)
@require_POST
def message_text_reset(request: MemberRequest, program: str, kind: str, form: str) -> HttpResponse:
    found = _program(request, program, kind, form)
    step = partial(message_texts.reset, found, kind, form, by=request.membership)
    attempt(request, step, done=_("Der vorgeschlagene Text gilt wieder."))
    return redirect(_at(request, "message_text", found, kind, form))


def _program(request: MemberRequest, program: str, kind: str, form: str) -> Program:
    found = get_program(request, program)
    if kind not in wording.EDITABLE or form not in TextForm.values:
        raise Http404
    return found


def _form(request: MemberRequest, program: Program, kind: str, form: str) -> MessageTextForm:
    if request.method == "POST":
        return MessageTextForm(kind, form, request.POST)
    own = message_texts.current(program, kind, form)
    text = message_texts.in_force(program, kind, form)
    return MessageTextForm(
        kind, form, initial={"subject": text.subject, "body": text.body, "seen": message_texts.seen(own)}
    )


def _page(
    request: MemberRequest, program: Program, kind: str, typed: MessageTextForm, *, refusal: str = ""
) -> HttpResponse:
    form = typed.language
    own = message_texts.current(program, kind, form)
    if refusal:
        # The next save is on purpose: both texts are on the page.
        typed.data = {**request.POST.dict(), "seen": message_texts.seen(own)}
    context = {
        "form": typed,
        "text_form": TextForm(form),
        "kind": kind,
        "purpose": PURPOSES[kind],
        "hint": HINTS.get(kind, ""),
        "own": own,
        "refusal": refusal,
        "other": message_texts.in_force(program, kind, form) if refusal else None,
        "tabs": _tabs(request, program, kind),
        "unused": TextForm(form) not in wording.forms_of(program),
        "placeholders": [
            {"mark": placeholder.mark(form), "about": placeholder.about}
            for placeholder in placeholders.allowed(wording.EDITABLE[kind])
        ],
    }
    return render(
        request,
        "programs/message_text.html",
        frame(program, "messages") | context | _previews(program, kind, typed),
    )


def _previews(program: Program, kind: str, typed: MessageTextForm) -> dict[str, Any]:
    """Return the mail per side; none while what was typed cannot be saved."""
    if typed.is_bound and typed.errors:
        return {"previews": [], "form": typed}
    text = typed.text if typed.is_bound else message_texts.in_force(program, kind, typed.language)
    return {
        "form": typed,
        "previews": [
            (side.label, message_previews.preview(program, kind, typed.language, side, text=text))
            for side in SIDES.get(kind, tuple(Side))
        ],
    }


def _tabs(request: MemberRequest, program: Program, kind: str) -> list[dict[str, Any]]:
    return [
        {
            "key": form.value,
            "label": form.label,
            "url": _at(request, "message_text", program, kind, form.value),
        }
        for form in TextForm
    ]


def _at(request: MemberRequest, page: str, program: Program, kind: str, form: str) -> str:
    place = {"organisation": request.organisation.slug, "program": program.public_id}
    return reverse(f"programs:{page}", kwargs=place | {"kind": kind, "form": form})
