"""Going live: each proposal becomes a tandem whose mentor is asked first."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from matching.errors import MatchingError
from matching.models import PairPin, Pin, Proposal, Run, RunState
from programs import tandems
from programs.errors import ProgramError
from tenancy import clock


@dataclass(frozen=True, slots=True)
class Published:
    """How many tandems were proposed, and for which pairs it was no longer possible (names and sentence)."""

    count: int
    refused: list[tuple[str, str]]


def to_publish(run: Run) -> list[Proposal]:
    """Return the proposals of a run that HR has not excluded, with their people."""
    excluded = PairPin.objects.filter(program=run.program, pin=Pin.EXCLUDED).values_list("mentor", "mentee")
    pairs = set(excluded)
    rows = run.proposals.select_related("mentor__membership", "mentee__membership").order_by("pk")
    return [row for row in rows if (row.mentor_id, row.mentee_id) not in pairs]


@transaction.atomic
def publish(run: Run, *, by: Membership) -> Published:
    """Propose every tandem of a draft run and ask the mentors. Raises MatchingError unless it is a draft.

    Somebody may have left since the run: such a pair is refused and reported, the others go out.
    """
    locked = Run.objects.select_for_update(of=["self"]).select_related("program").get(pk=run.pk)
    if locked.state != RunState.DRAFT:
        raise MatchingError(_("Dieser Lauf ist schon veröffentlicht oder durch einen neueren ersetzt."))
    refused = []
    proposals = to_publish(locked)
    for proposal in proposals:
        try:
            _propose(proposal, by)
        except ProgramError as error:
            refused.append(
                (
                    _("{mentor} und {mentee}").format(mentor=proposal.mentor, mentee=proposal.mentee),
                    str(error),
                )
            )
    locked.state, locked.published_at = RunState.PUBLISHED, clock.now()
    locked.save(update_fields=["state", "published_at"])
    count = len(proposals) - len(refused)
    audit.record("matching.published", by=by, about=locked.program.name, run=locked.number, count=count)
    return Published(count, refused)


def _propose(proposal: Proposal, by: Membership) -> None:
    facts = [line["fact"] for line in proposal.detail["lines"] if line["points"] > 0]
    tandems.propose(
        proposal.run.program, mentor=proposal.mentor, mentee=proposal.mentee, reasons=facts, by=by
    )
