"""HR: who runs a program."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import leads
from programs.access import get_program
from programs.forms.leads import LeadForm
from programs.views.attempt import attempt, posted
from programs.views.participants import frame


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def lead_list(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = LeadForm(found, posted(request))
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        step = partial(leads.add, found, person=person, by=request.membership)
        attempt(request, step, done=_("{name} leitet das Programm jetzt auch.").format(name=person))
        return redirect("programs:lead_list", organisation=request.organisation.slug, program=found.public_id)
    context = {"form": form, "leads": leads.of(found)}
    return render(request, "programs/lead_list.html", frame(found, "overview") | context)


@access(Policy.LEAD)
@require_POST
def lead_remove(request: MemberRequest, program: str, member: str) -> HttpResponse:
    found = get_program(request, program)
    person = next((lead for lead in leads.of(found) if lead.public_id == member), None)
    if person is None:
        raise Http404
    step = partial(leads.remove, found, person=person, by=request.membership)
    went = attempt(request, step, done=_("{name} leitet das Programm nicht mehr.").format(name=person))
    if went and person == request.membership and not person.is_owner:
        return redirect("programs:program_list", organisation=request.organisation.slug)
    return redirect("programs:lead_list", organisation=request.organisation.slug, program=found.public_id)
