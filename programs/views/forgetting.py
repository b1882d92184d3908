"""HR: forgetting the people of an archived program before its time."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import MemberRequest, Policy, access
from programs import endings, tasks
from programs.access import get_program
from programs.views.attempt import attempt


@access(Policy.OWNER)
@require_http_methods(["GET", "POST"])
def program_forget(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    place: dict[str, Any] = {"organisation": request.organisation.slug, "program": found.public_id}
    if request.method == "POST":
        done = _("Die persönlichen Inhalte werden jetzt gelöscht.")
        if attempt(request, partial(endings.ask, found, by=request.membership), done=done):
            tasks.ring_forgetting()
        return redirect("programs:program_detail", **place)
    context = {"program": found, "back_url": reverse("programs:program_detail", kwargs=place)}
    return render(request, "programs/program_forget.html", context)
