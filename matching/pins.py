"""What HR decides about pairs: locking and excluding. Decisions hold for this and all later runs."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from matching.errors import MatchingError
from matching.models import PairPin, Pin, Proposal, Run, RunState
from tenancy import clock

VERY_GOOD = 85


def lock(proposal: Proposal, *, by: Membership) -> None:
    """Keep this pair in every later run."""
    _pin(proposal, Pin.LOCKED, by)
    audit.record("matching.locked", by=by, about=_names(proposal))


def exclude(proposal: Proposal, *, by: Membership) -> None:
    """Never propose this pair again; both become free for the next run."""
    _pin(proposal, Pin.EXCLUDED, by)
    audit.record("matching.excluded", by=by, about=_names(proposal))


def release(proposal: Proposal, *, by: Membership) -> None:
    """Take a decision about this pair back. Without one nothing happens."""
    _refuse_unless_draft(proposal.run)
    deleted, _rows = PairPin.objects.filter(mentor=proposal.mentor, mentee=proposal.mentee).delete()
    if deleted:
        audit.record("matching.released", by=by, about=_names(proposal))


@transaction.atomic
def lock_very_good(run: Run, *, by: Membership) -> int:
    """Lock every pair of a draft whose fit is 85 or more; return how many were not locked before."""
    _refuse_unless_draft(run)
    pinned = set(PairPin.objects.filter(program=run.program).values_list("mentor", "mentee"))
    good = [p for p in run.proposals.filter(fit__gte=VERY_GOOD) if (p.mentor_id, p.mentee_id) not in pinned]
    PairPin.objects.bulk_create(
        PairPin(
            program=run.program,
            mentor_id=p.mentor_id,
            mentee_id=p.mentee_id,
            pin=Pin.LOCKED,
            by=by,
            at=clock.now(),
        )
        for p in good
    )
    audit.record("matching.locked_very_good", by=by, about=run.program.name, count=len(good))
    return len(good)


@transaction.atomic
def _pin(proposal: Proposal, pin: Pin, by: Membership) -> None:
    _refuse_unless_draft(proposal.run)
    PairPin.objects.update_or_create(
        program=proposal.run.program,
        mentor=proposal.mentor,
        mentee=proposal.mentee,
        defaults={"pin": pin, "by": by, "at": clock.now()},
    )


def _refuse_unless_draft(run: Run) -> None:
    state = Run.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=run.pk)
    if state != RunState.DRAFT:
        raise MatchingError(_("Dieser Lauf ist kein Entwurf mehr. Änderungen gehen nur am neuesten Entwurf."))


def _names(proposal: Proposal) -> str:
    return _("{mentor} und {mentee}").format(mentor=proposal.mentor, mentee=proposal.mentee)
