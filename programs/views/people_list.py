"""HR's list of the people of a program, and one step for many of them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import MemberRequest, Policy, access
from programs import addresses, bulk, bulk_words, enrolment, letters, participants, people_list
from programs.access import get_program
from programs.errors import ProgramError
from programs.forms.people_list import PeopleFilter
from programs.models import Program, Standing
from programs.querysets import ParticipantQuerySet
from programs.views.participants import frame
from tenancy import clock


@access(Policy.LEAD)
@require_GET
def participant_list(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = _filter(found, request.GET)
    counts = people_list.counts(found, form.wanted)
    form.count(counts)
    everybody = participants.counts(found) if form.wanted.narrows else counts
    number = counts[form.wanted.status] if form.wanted.status else sum(counts.values())
    page = people_list.page(found, form.wanted, count=number, number=request.GET.get("page"))
    context = {
        "filter": form,
        "found": number,
        "people_count": sum(everybody.values()),
        "to_invite": everybody[Standing.IMPORTED],
        "taking_part": everybody["questions"] + everybody["ready"],
        "paused": everybody[Standing.PAUSED],
        "unanswered": everybody[Standing.INVITED],
        "unreachable": addresses.unreachable(found).exists(),
        "may_remind": enrolment.may_remind(found),
        "page": page,
        "without_mail": people_list.without_mail(found, page),
    }
    return render(request, "programs/participant_list.html", frame(found) | context)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def several_invite(request: MemberRequest, program: str) -> HttpResponse:
    return _several(request, program, "invite")


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def several_remind(request: MemberRequest, program: str) -> HttpResponse:
    return _several(request, program, "remind")


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def several_pause(request: MemberRequest, program: str) -> HttpResponse:
    return _several(request, program, "pause")


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def several_resume(request: MemberRequest, program: str) -> HttpResponse:
    return _several(request, program, "resume")


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def several_remove(request: MemberRequest, program: str) -> HttpResponse:
    return _several(request, program, "remove")


def _several(request: MemberRequest, program: str, step: str) -> HttpResponse:
    """Show for how many of the chosen a step is possible; a POST does it and returns to the same list."""
    found = get_program(request, program)
    given = request.POST if request.method == "POST" else request.GET
    form = _filter(found, given)
    rows = _chosen(found, form, given)
    back = _list_address(request, found, form)
    if request.method == "POST":
        return _done(request, found, step, rows, back)
    chosen = rows.count()
    if not chosen:
        messages.warning(request, _("Bitte kreuzen Sie zuerst an, um wen es geht."))
        return redirect(back)
    suited = bulk.suited(step, rows)
    number = suited.count()
    now = min(number, bulk.MOST)
    together = bulk.in_tandems(suited) if step == "pause" else 0
    context: dict[str, Any] = {
        "step": step,
        "said": bulk_words.of(step, now=now, left_alone=chosen - number, together=together),
        "filter": form,
        "everybody": given.get("everybody"),
        "people": given.getlist("person"),
        "chosen": chosen,
        "now": now,
        "later": max(number - bulk.MOST, 0),
        "most": bulk.MOST,
        "names": suited[:5],
        "back": back,
        "preview": _preview(suited) if step == "invite" else None,
    }
    return render(request, "programs/participants_several.html", frame(found) | context)


def _done(
    request: MemberRequest, program: Program, step: str, rows: ParticipantQuerySet, back: str
) -> HttpResponse:
    undo = _undo_pause(request, program, rows) if step == "pause" else ""
    try:
        number = bulk.do(step, program, rows, by=request.membership)
    except ProgramError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, format_html("{} {}", bulk_words.done(step, number), undo))
    return redirect(back)


def _undo_pause(request: MemberRequest, program: Program, rows: ParticipantQuerySet) -> str:
    """Return a link to the page before the same people take part again, or to all who pause for more than a page."""
    where = {"organisation": request.organisation.slug, "program": program.public_id}
    names = list(bulk.suited("pause", rows).values_list("public_id", flat=True)[: people_list.PAGE + 1])
    if len(names) <= people_list.PAGE:
        address = reverse("programs:several_resume", kwargs=where)
        query = urlencode([("person", name) for name in names])
    else:
        address = reverse("programs:participant_list", kwargs=where)
        query = urlencode({"status": Standing.PAUSED})
    return format_html('<a href="{}?{}">{}</a>', address, query, _("Zurücknehmen …"))


def _filter(program: Program, given: QueryDict) -> PeopleFilter:
    departments, places = people_list.values(program)
    return PeopleFilter(given, departments=departments, places=places)


def _chosen(program: Program, form: PeopleFilter, given: QueryDict) -> ParticipantQuerySet:
    """Return all that the filter finds when that was asked for, otherwise those who are ticked."""
    if given.get("everybody"):
        return people_list.found(program, form.wanted)
    names = [name for name in given.getlist("person") if name.isalnum()]
    return program.participants.filter(public_id__in=names[: people_list.PAGE])


def _list_address(request: MemberRequest, program: Program, form: PeopleFilter) -> str:
    where = {"organisation": request.organisation.slug, "program": program.public_id}
    address = reverse("programs:participant_list", kwargs=where)
    return f"{address}?{form.query}" if form.query else address


def _preview(suited: ParticipantQuerySet) -> tuple[str, str] | None:
    sample = suited.for_letters().first()
    return letters.preview_invitation(sample, clock.now()) if sample else None
