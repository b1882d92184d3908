"""HR: the people of a program."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import answers, enrolment, letters, participants, people_edit, second_lines
from programs.access import get_participant, get_program
from programs.errors import ProgramError
from programs.forms.enrolment import InviteForm
from programs.forms.participants import CapacityForm, FactsForm, ParticipantForm
from programs.models import Program, Standing
from programs.reasons import language_name
from programs.rounds import invite, remind
from programs.views.attempt import attempt, posted
from tenancy import clock

#: More names to untick than this are no choice but a chore: then it is all of them, or those ticked in the list.
MOST_SHOWN = 200


def frame(program: Program, tab: str = "people") -> dict[str, Any]:
    """Return what the layout of a program needs."""
    return {"nav": "programs", "program": program, "tab": tab}


@access(Policy.LEAD)
@require_GET
def participant_detail(request: MemberRequest, program: str, participant: str) -> HttpResponse:
    found = get_program(request, program)
    person = get_participant(found, participant)
    context = {
        "participant": person,
        "topics": answers.skills_of(person),
        "further_managers": second_lines.names(person.membership),
        "languages": [language_name(code) for code in person.languages],
        "has_times": answers.has_times(person),
        "may_remind": enrolment.may_remind_one(person),
        "remind_from": enrolment.remind_from(person),
        "manager_address": people_edit.manager_address(person.membership),
        "capacity": CapacityForm(initial={"number": person.capacity}),
    }
    return render(request, "programs/participant_detail.html", frame(found) | context)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def participant_add(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = ParticipantForm(request.organisation, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = participants.add(found, by=request.membership, **form.cleaned_data)
        except ProgramError as refusal:
            form.add_error("email", str(refusal))
        else:
            return _added(request, found, str(person))
    return render(request, "programs/participant_add.html", frame(found) | {"form": form})


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def participant_edit(request: MemberRequest, program: str, participant: str) -> HttpResponse:
    found = get_program(request, program)
    person = get_participant(found, participant)
    form = FactsForm(person.membership, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            changed = people_edit.correct(person, by=request.membership, **form.facts)
        except people_edit.ManagerError as refusal:
            form.add_error("further" if refusal.further else "manager_email", str(refusal))
        else:
            messages.success(
                request,
                _("Die Angaben sind gespeichert.") if changed else _("Es ist alles geblieben, wie es war."),
            )
            place = (request.organisation.slug, found.public_id, person.public_id)
            return redirect("programs:participant_detail", *place)
    context = {"participant": person, "form": form}
    return render(request, "programs/participant_edit.html", frame(found) | context)


def _added(request: MemberRequest, program: Program, name: str) -> HttpResponse:
    text = _("{name} steht auf der Liste. Angeschrieben wurde niemand.").format(name=name)
    messages.success(request, text)
    again = "another" in request.POST
    page = "programs:participant_add" if again else "programs:participant_list"
    return redirect(page, organisation=request.organisation.slug, program=program.public_id)


@access(Policy.LEAD)
@require_POST
def participant_capacity(request: MemberRequest, program: str, participant: str) -> HttpResponse:
    found = get_program(request, program)
    person = get_participant(found, participant)
    form = CapacityForm(request.POST)
    if form.is_valid():
        step = partial(participants.set_capacity, person, by=request.membership, **form.cleaned_data)
        attempt(request, step, done=_("Die Zahl der Tandems ist gespeichert."))
    place = (request.organisation.slug, found.public_id, person.public_id)
    return redirect("programs:participant_detail", *place)


@access(Policy.LEAD)
@require_POST
def participant_remove(request: MemberRequest, program: str, participant: str) -> HttpResponse:
    found = get_program(request, program)
    person = get_participant(found, participant)
    text = _("{name} steht nicht mehr auf der Liste.").format(name=person)
    attempt(request, partial(participants.remove, person, by=request.membership), done=text)
    return _back(request, found)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def participants_invite(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    if request.method == "GET" and found.participants.at(Standing.IMPORTED).count() > MOST_SHOWN:
        return _invite_all(request, found)
    form = InviteForm(found, posted(request))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["participants"]
        if attempt(
            request,
            partial(invite, found, chosen, by=request.membership),
            done=_(
                "Die Einladungen sind unterwegs. Wer mitmacht, erscheint hier mit dem Stand „Fragen offen“."
            ),
        ):
            return _back(request, found)
    sample = form.first_person
    context = {"form": form, "preview": letters.preview_invitation(sample, clock.now()) if sample else None}
    return render(request, "programs/participants_invite.html", frame(found) | context)


def _invite_all(request: MemberRequest, program: Program) -> HttpResponse:
    where = {"organisation": request.organisation.slug, "program": program.public_id}
    query = urlencode({"everybody": 1, "status": Standing.IMPORTED})
    return redirect(f"{reverse('programs:several_invite', kwargs=where)}?{query}")


@access(Policy.LEAD)
@require_POST
def participants_remind(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    attempt(
        request,
        partial(remind, found, by=request.membership),
        done=_("Wer offen ist und Nachrichten zum Programm bekommen möchte, bekommt heute eine Erinnerung."),
    )
    return _back(request, found)


def _back(request: MemberRequest, program: Program) -> HttpResponse:
    return redirect(
        "programs:participant_list", organisation=request.organisation.slug, program=program.public_id
    )
