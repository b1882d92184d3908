"""Asking the program lead for help, HR's list of what was asked, and the note that it was answered."""

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import help_requests
from programs.access import get_help_request, get_own_tandem, get_program, get_tandem
from programs.forms.tandems import HelpForm
from programs.models import Tandem
from programs.people_list import PAGE
from programs.views.attempt import attempt, posted
from programs.views.participants import frame
from tenancy import clock


@access(Policy.MEMBER)
@require_http_methods(["GET", "POST"])
def tandem_help(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_own_tandem(request, tandem)
    where: dict[str, Any] = {"organisation": request.organisation.slug, "tandem": found.public_id}
    if found.state not in help_requests.OPEN_TO:
        return redirect("sessions:tandem_detail", **where)
    form = HelpForm(posted(request))
    if request.method == "POST" and form.is_valid():
        step = partial(help_requests.ask, found, by=request.membership, **form.cleaned_data)
        attempt(request, step, done=_("Ihre Bitte ist da. Die Programmleitung meldet sich bei Ihnen."))
        return redirect("programs:tandem_help", **where)
    return render(request, "programs/tandem_help.html", _context(request, found) | {"form": form})


def _context(request: MemberRequest, tandem: Tandem) -> dict[str, Any]:
    me = request.membership
    asked = help_requests.open_of(tandem, by=me)
    where: dict[str, Any] = {"organisation": request.organisation.slug, "tandem": tandem.public_id}
    return {
        "nav": "tandem",
        "role": tandem.side_of(me),
        "tandem": tandem,
        "other": tandem.partner_of(me),
        "readers": help_requests.readers(tandem),
        "asked": asked,
        "until": help_requests.answer_until(asked) if asked else None,
        "back_url": reverse("sessions:tandem_detail", kwargs=where),
    }


@access(Policy.LEAD)
@require_GET
def help_list(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    rows = help_requests.listed(found, by=request.membership)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    today = clock.now().astimezone(ZoneInfo(request.organisation.zone)).date()
    lines = [(asked, until, until < today) for asked in page for until in [help_requests.answer_until(asked)]]
    context = {"page": page, "lines": lines, "answer_days": help_requests.ANSWER_DAYS}
    return render(request, "programs/help_list.html", frame(found, "tandems") | context)


@access(Policy.LEAD)
@require_POST
def help_answered(request: MemberRequest, program: str, tandem: str, help_request: str) -> HttpResponse:
    found = get_program(request, program)
    chosen = get_tandem(found, tandem)
    asked = get_help_request(request, chosen, help_request)
    attempt(
        request,
        partial(help_requests.answer, asked, by=request.membership),
        done=_("Als beantwortet vermerkt."),
    )
    return redirect(
        "programs:hr_tandem_detail",
        organisation=request.organisation.slug,
        program=found.public_id,
        tandem=chosen.public_id,
    )
