"""HR: which mails a program sends, and messages of its own."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import deliveries, message_texts, own_messages, placeholders, tasks
from programs import message_log as log
from programs.access import get_message, get_program
from programs.deliveries import Delivery
from programs.errors import ProgramError
from programs.forms.messages import LogFilter, OwnMessageForm
from programs.messages import GROUPS, Purpose
from programs.models import Group, OwnMessage, Program, TextForm
from programs.views.attempt import attempt, posted
from programs.views.participants import frame
from programs.wording import EDITABLE, forms_of

WORKING_HOURS = (time(8), time(18))
FRIDAY = 4


@access(Policy.LEAD)
@require_GET
def message_list(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    written = list(found.own_messages.all())
    numbers = deliveries.of_messages(written)
    context = {
        "groups": _rows(found),
        "text_form": forms_of(found)[0].value,
        "unreachable": deliveries.unreachable(found),
        "own_messages": [(message, numbers.get(message.public_id)) for message in written],
        "may_write": found.phase not in own_messages.CLOSED,
    }
    return render(request, "programs/message_list.html", frame(found, "messages") | context)


@access(Policy.LEAD)
@require_GET
def message_log(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = LogFilter(request.GET)
    context = {"filter": form, "page": log.page(found, form.wanted, request.GET.get("page"))}
    return render(request, "programs/message_log.html", frame(found, "messages") | context)


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def message_write(request: MemberRequest, program: str) -> HttpResponse:
    found = get_program(request, program)
    form = OwnMessageForm(found, own_messages.sizes(found), posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            written = own_messages.write(found, form.draft(), by=request.membership)
        except ProgramError as refusal:
            form.add_error(None, str(refusal))
        else:
            tasks.ring_messages()
            return redirect(
                "programs:message_detail", request.organisation.slug, found.public_id, written.public_id
            )
    names = [(item.german, item.english, item.about) for item in placeholders.allowed(placeholders.COMMON)]
    context = {"form": form, "placeholders": names}
    return render(request, "programs/message_write.html", frame(found, "messages") | context)


@access(Policy.LEAD)
@require_GET
def message_detail(request: MemberRequest, program: str, message: str) -> HttpResponse:
    found = get_program(request, program)
    written = get_message(found, message)
    context = {
        "message": written,
        "group": written.get_group_display(),
        "size": own_messages.members(found, Group(written.group)).count(),
        "delivery": deliveries.of_messages([written]).get(written.public_id),
        "is_late": written.is_waiting and _outside_working_hours(written, found),
    }
    return render(request, "programs/message_detail.html", frame(found, "messages") | context)


@access(Policy.LEAD)
@require_POST
def message_withdraw(request: MemberRequest, program: str, message: str) -> HttpResponse:
    found = get_program(request, program)
    written = get_message(found, message)
    attempt(
        request,
        lambda: own_messages.withdraw(written, by=request.membership),
        done=_("Die Nachricht ist zurückgenommen, niemand bekommt sie."),
    )
    return redirect("programs:message_detail", request.organisation.slug, found.public_id, written.public_id)


def _rows(
    program: Program,
) -> dict[Any, list[tuple[Purpose, bool, list[str], Delivery | None, datetime | None]]]:
    """Return per group of mails: each with whether it can be changed, its forms with own words, its numbers, and when
    the last one left.
    """
    adapted, counted = message_texts.adapted(program), deliveries.by_kind(program)
    last = log.last_sent(program)
    return {
        group: [
            (
                purpose,
                purpose.kind in EDITABLE,
                [str(TextForm(form).label) for form in adapted.get(purpose.kind, [])],
                counted.get(purpose.kind),
                last.get(purpose.kind),
            )
            for purpose in purposes
        ]
        for group, purposes in GROUPS.items()
    }


def _outside_working_hours(message: OwnMessage, program: Program) -> bool:
    local = message.send_at.astimezone(ZoneInfo(program.organisation.zone))
    begin, end = WORKING_HOURS
    return local.weekday() > FRIDAY or not begin <= local.time() < end
