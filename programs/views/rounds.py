"""HR: rounds of mails that were stopped because too many addresses take none."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import MemberRequest, Policy, access
from programs import rounds
from programs.access import get_program
from programs.models import Round
from programs.views.attempt import attempt


@access(Policy.LEAD)
@require_POST
def round_release(request: MemberRequest, program: str, batch: str) -> HttpResponse:
    row = _round(request, program, batch)
    done = _("Die übrigen Mails gehen jetzt hinaus.")
    attempt(request, partial(rounds.release, row, by=request.membership), done=done)
    return _back(request, row)


@access(Policy.LEAD)
@require_POST
def round_keep(request: MemberRequest, program: str, batch: str) -> HttpResponse:
    row = _round(request, program, batch)
    done = _("Die übrigen Mails bleiben hier. Wer keine bekam, kann später eingeladen werden.")
    attempt(request, partial(rounds.keep, row, by=request.membership), done=done)
    return _back(request, row)


def _round(request: MemberRequest, program: str, batch: str) -> Round:
    found = get_program(request, program)
    rows = found.rounds.select_related("program", "message")
    return get_object_or_404(rows, public_id=batch)


def _back(request: MemberRequest, row: Round) -> HttpResponse:
    return redirect("programs:program_detail", request.organisation.slug, row.program.public_id)
