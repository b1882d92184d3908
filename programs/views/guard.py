"""HR: the organisation chart of a program, and tandems that no longer keep to its rules."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import chart_pages, guard, guard_words
from programs.access import get_program, get_tandem
from programs.people_list import PAGE
from programs.views.attempt import attempt
from programs.views.participants import frame


@access(Policy.LEAD)
@require_GET
def people_chart(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    shown = chart_pages.page(found, request.GET.get("branch", ""))
    if shown is None:
        raise Http404
    page = Paginator(shown.below, PAGE).get_page(request.GET.get("page"))
    context = {
        "chart": shown,
        "page": page,
        "nodes": chart_pages.nodes(shown, list(page)),
        "way": chart_pages.way(shown),
        "also": chart_pages.also(shown),
        "problems": [] if shown.head else chart_pages.problems(shown),
        "rules": guard_words.rules(found),
    }
    return render(request, "programs/people_chart.html", frame(found) | context)


@access(Policy.LEAD)
@require_GET
def guard_findings(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    page = Paginator(guard.to_decide(found), PAGE).get_page(request.GET.get("page"))
    rows = [
        (tandem, [guard_words.sentence(finding, tandem) for finding in findings])
        for tandem, findings in guard.undecided(page)
    ]
    return render(
        request, "programs/guard_findings.html", frame(found, "tandems") | {"page": page, "rows": rows}
    )


@access(Policy.LEAD)
@require_POST
def hr_tandem_keep(request: MemberRequest, program: str, tandem: str) -> HttpResponse:
    found = get_program(request, program)
    chosen = get_tandem(found, tandem)
    note = request.POST.get("note", "")
    done = _("Das Tandem bleibt. Ihre Notiz steht bei der Entscheidung.")
    attempt(request, partial(guard.keep, chosen, note=note, by=request.membership), done=done)
    return redirect(
        "programs:hr_tandem_detail",
        organisation=request.organisation.slug,
        program=found.public_id,
        tandem=chosen.public_id,
    )
