"""Going live: each proposal becomes a tandem whose mentor is asked first."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from matching import guarding
from matching.errors import MatchingError
from matching.models import Proposal, Run, RunState
from matching.querysets import ProposalQuerySet
from programs import guard, tandems
from programs.chart import Chart
from programs.errors import ProgramError
from programs.models import Program
from tenancy import clock


@dataclass(frozen=True, slots=True)
class Published:
    """How many tandems were proposed, and for which pairs it was no longer possible (names and sentence)."""

    count: int
    refused: list[tuple[str, str]]


def to_publish(run: Run) -> ProposalQuerySet:
    """Return the proposals of a run that HR has not excluded, with their people."""
    kept: ProposalQuerySet = run.proposals.with_pins().kept().with_people()
    return kept.defer("options").order_by("pk")


@transaction.atomic
def publish(run: Run, *, by: Membership) -> Published:
    """Propose every tandem of a draft run and ask the mentors. Raises MatchingError unless it is a draft.

    Somebody may have left since the run, or the chart may have changed: such a pair is refused and reported, the
    others go out.
    """
    rows = Run.objects.select_for_update(of=["self"]).select_related("program").defer("inputs", "report")
    locked = rows.get(pk=run.pk)
    if locked.state != RunState.DRAFT:
        raise MatchingError(_("Dieser Lauf ist schon veröffentlicht oder durch einen neueren ersetzt."))
    refused, proposals, house = [], list(to_publish(locked)), guard.chart_of_house()
    for proposal in proposals:
        try:
            _propose(locked.program, proposal, house, by)
        except ProgramError as error:
            refused.append((proposal.names, str(error)))
    locked.state, locked.published_at = RunState.PUBLISHED, clock.now()
    locked.save(update_fields=["state", "published_at"])
    count = len(proposals) - len(refused)
    audit.record("matching.published", by=by, about=locked.program.name, run=locked.number, count=count)
    return Published(count, refused)


def _propose(program: Program, proposal: Proposal, house: Chart[str], by: Membership) -> None:
    found = guarding.objection(program, proposal.mentor, proposal.mentee, house)
    if found:
        raise ProgramError(found)
    facts = [line["fact"] for line in proposal.detail["lines"] if line["points"] > 0]
    tandems.propose(program, mentor=proposal.mentor, mentee=proposal.mentee, reasons=facts, by=by)
