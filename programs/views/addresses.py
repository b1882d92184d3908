"""HR: an address that takes no mail, or is wrong."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import addresses
from programs.access import get_participant, get_program
from programs.errors import ProgramError
from programs.forms.mails import AddressForm
from programs.models import Participant
from programs.views.attempt import attempt, posted
from programs.views.participants import frame


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def participant_address(request: MemberRequest, program: str, participant: str) -> HttpResponse:
    found = get_program(request, program)
    person = get_participant(found, participant)
    form = AddressForm(posted(request), person=person.membership)
    if request.method == "POST" and form.is_valid() and _correct(request, person, form):
        return redirect(_page(request, person))
    context = {
        "participant": person,
        "form": form,
        "since": addresses.since(person),
        "back": _page(request, person),
    }
    return render(request, "programs/participant_address.html", frame(found) | context)


@access(Policy.LEAD)
@require_POST
def participant_address_retry(request: MemberRequest, program: str, participant: str) -> HttpResponse:
    person = get_participant(get_program(request, program), participant)
    done = _("Ab jetzt gehen wieder Mails an diese Adresse. Kommt eine zurück, steht es hier.")
    attempt(request, partial(addresses.retry, person, by=request.membership), done=done)
    return redirect(_page(request, person))


def _correct(request: MemberRequest, person: Participant, form: AddressForm) -> bool:
    try:
        addresses.correct(person, form.cleaned_data["email"], by=request.membership)
    except ProgramError as refusal:
        form.add_error("email", str(refusal))
        return False
    # The same words whether an invitation went out or, after a no, did not.
    messages.success(
        request, _("Die Adresse ist geändert. Wenn noch eine Einladung offen ist, geht sie jetzt dorthin.")
    )
    return True


def _page(request: MemberRequest, person: Participant) -> str:
    where = (request.organisation.slug, person.program.public_id, person.public_id)
    return reverse("programs:participant_detail", args=where)
