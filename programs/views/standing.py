"""Pausing a person and coming back, and the one reminder of one person."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import MemberRequest, Policy, access
from programs import enrolment
from programs.access import get_own_participant, get_participant, get_program
from programs.models import Participant
from programs.views.attempt import attempt


@access(Policy.LEAD)
@require_POST
def participant_remind(request: MemberRequest, program: str, participant: str) -> HttpResponse:
    found = get_program(request, program)
    person = get_participant(found, participant)
    step = partial(enrolment.remind, found, by=request.membership, only=[person])
    sentence = _("Wer offen ist und Nachrichten zum Programm bekommen möchte, bekommt heute eine Erinnerung.")
    attempt(request, step, done=sentence)
    return _to_person(request, person)


@access(Policy.LEAD)
@require_POST
def participant_pause(request: MemberRequest, program: str, participant: str) -> HttpResponse:
    person = get_participant(get_program(request, program), participant)
    step = partial(enrolment.pause, person, by=request.membership)
    attempt(request, step, done=_("{name} pausiert.").format(name=person))
    return _to_person(request, person)


@access(Policy.LEAD)
@require_POST
def participant_resume(request: MemberRequest, program: str, participant: str) -> HttpResponse:
    person = get_participant(get_program(request, program), participant)
    step = partial(enrolment.resume, person, by=request.membership)
    attempt(request, step, done=_("{name} ist wieder dabei.").format(name=person))
    return _to_person(request, person)


def _to_person(request: MemberRequest, person: Participant) -> HttpResponse:
    where: dict[str, Any] = {"organisation": request.organisation.slug, "program": person.program.public_id}
    return redirect("programs:participant_detail", **where, participant=person.public_id)


@access(Policy.MEMBER)
@require_POST
def program_resume(request: MemberRequest, program: str) -> HttpResponse:
    """Come back from a pause oneself."""
    own = get_own_participant(request, program)
    step = partial(enrolment.resume, own, by=request.membership)
    attempt(request, step, done=_("Sie sind wieder dabei."))
    return redirect("programs:home", organisation=request.organisation.slug)
