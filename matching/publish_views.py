"""The last look at a run before its tandems go out, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from matching import letters, publishing, review
from matching.access import get_run
from matching.errors import MatchingError
from matching.figures import Figures
from matching.models import Run, RunState
from matching.pages import tab, url
from matching.publish_forms import PublishForm
from programs import message_previews, message_texts, wording
from programs.models import Program, Side
from programs.views.attempt import posted
from tenancy import clock

#: Pairs listed by name where they stand beside the matter.
BESIDE = 20


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def run_publish(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Show who gets what and when, then let the tandems go out at that time."""
    found, run = get_run(request, program, number)
    form = PublishForm(found.organisation, clock.now(), posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            publishing.release(
                run, at=form.at, tell_waiting=form.cleaned_data["tell_waiting"], by=request.membership
            )
        except MatchingError as error:
            form.add_error(None, str(error))
        else:
            return _released(request, found, run)
    return render(request, "matching/run_publish.html", tab(found) | _shown(found, run) | {"form": form})


def _shown(program: Program, run: Run) -> dict[str, Any]:
    doubtful = run.proposals.with_pins().doubtful().problems_first()
    text_form = wording.forms_of(program)[0].value
    return {
        "run": run,
        "figures": Figures.of(run),
        "doubtful": review.rows(doubtful[:BESIDE]),
        "left": run.leftovers.count(),
        "is_draft": run.state == RunState.DRAFT,
        "text_form": text_form,
        "mails": _mails(program, text_form),
        "waiting_mail": letters.preview_waiting(program, text_form),
    }


def _mails(program: Program, text_form: str) -> list[tuple[str, message_previews.Preview]]:
    """Return what the mentor is asked, and later the mentee, as they will look."""
    kinds = {Side.MENTOR: "tandem.proposal_mentor", Side.MENTEE: "tandem.proposal_mentee"}
    return [
        (
            kind,
            message_previews.preview(
                program, kind, text_form, side, text=message_texts.in_force(program, kind, text_form)
            ),
        )
        for side, kind in kinds.items()
    ]


def _released(request: MemberRequest, program: Program, run: Run) -> HttpResponse:
    count = Figures.of(run).tandems
    done = ngettext("{n} Tandem ist freigegeben.", "{n} Tandems sind freigegeben.", count)
    messages.success(request, done.format(n=count))
    kwargs = {"organisation": request.organisation.slug, "program": program.public_id}
    return HttpResponseRedirect(reverse("programs:tandem_list", kwargs=kwargs))


@access(Policy.LEAD)
@require_POST
def run_recall(request: MemberRequest, program: str, number: int) -> HttpResponse:
    """Call a run back before its mails go out."""
    found, run = get_run(request, program, number)
    try:
        publishing.recall(run, by=request.membership)
    except MatchingError as error:
        messages.warning(request, str(error))
    else:
        messages.success(
            request, _("Zurückgeholt. Niemand hat eine Nachricht bekommen, alles ist wieder Entwurf.")
        )
    return HttpResponseRedirect(url(request, "run_detail", found, number=run.number))
