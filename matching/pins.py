"""What HR decides about pairs: locking and excluding. Decisions hold for this and all later runs."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Membership
from matching import guarding, steps
from matching.errors import Conflict, MatchingError
from matching.models import PairPin, Pin, Proposal, Run, StepKind
from programs import guard
from tenancy import clock

VERY_GOOD = 85
NOT_DONE = {
    StepKind.LOCK: gettext_lazy("Ihr Fixieren wurde nicht ausgeführt."),
    StepKind.EXCLUDE: gettext_lazy("Ihr Ausschließen wurde nicht ausgeführt."),
    StepKind.RELEASE: gettext_lazy("Ihre Rücknahme wurde nicht ausgeführt."),
}
VERBS = {
    StepKind.LOCK: "matching.locked",
    StepKind.EXCLUDE: "matching.excluded",
    StepKind.RELEASE: "matching.released",
}


@transaction.atomic
def lock(proposal: Proposal, *, by: Membership, seen: str | None = None) -> None:
    """Keep this pair in every later run.

    ``seen``: the decision the person saw ("", locked or excluded). Raises Conflict when somebody else has changed it
    since, MatchingError unless the run is a draft and the pair keeps to the rules as they are now.
    """
    steps.hold(proposal.run)
    _refuse_against_rules(proposal)
    _decide(proposal, StepKind.LOCK, Pin.LOCKED, by, seen)


def exclude(proposal: Proposal, *, by: Membership, seen: str | None = None) -> None:
    """Never propose this pair again; both become free for the next run. Raises as ``lock``."""
    _decide(proposal, StepKind.EXCLUDE, Pin.EXCLUDED, by, seen)


def release(proposal: Proposal, *, by: Membership, seen: str | None = None) -> None:
    """Take a decision about this pair back. Raises as ``lock``."""
    _decide(proposal, StepKind.RELEASE, None, by, seen)


@transaction.atomic
def lock_very_good(run: Run, *, by: Membership) -> int:
    """Lock every pair of a draft whose fit is 85 or more; return how many were not locked before.

    Those that no longer keep to the rules are passed over.
    """
    steps.hold(run)
    open_ones = run.proposals.with_pins().with_people().defer("options").filter(fit__gte=VERY_GOOD, pin="")
    house = guard.chart_of_house()
    good = [
        (pair.mentor_id, pair.mentee_id)
        for pair in open_ones
        if not guarding.objection(run.program, pair.mentor, pair.mentee, house)
    ]
    now = clock.now()
    PairPin.objects.bulk_create(
        PairPin(program_id=run.program_id, mentor_id=mentor, mentee_id=mentee, pin=Pin.LOCKED, by=by, at=now)
        for mentor, mentee in good
    )
    if good:
        before = {"pins": [steps.pin_of(mentor, mentee, None) for mentor, mentee in good]}
        steps.record(run, StepKind.LOCK_ALL, by=by, about=str(len(good)), before=before)
    audit.record("matching.locked_very_good", by=by, about=run.program.name, count=len(good))
    return len(good)


@transaction.atomic
def _decide(proposal: Proposal, kind: StepKind, pin: Pin | None, by: Membership, seen: str | None) -> None:
    """Put the pin in place of what is there; nothing happens when it is there already."""
    steps.hold(proposal.run)
    there = (
        PairPin.objects.filter(mentor=proposal.mentor, mentee=proposal.mentee).select_related("by").first()
    )
    _refuse_if_changed(proposal, kind, there, by, seen)
    if (there.pin if there else None) == pin:
        return
    before = {"pins": [steps.pin_of(proposal.mentor_id, proposal.mentee_id, there)]}
    _put(proposal, pin, by)
    steps.record(proposal.run, kind, by=by, about=proposal.names, pairs=[proposal.name], before=before)
    audit.record(VERBS[kind], by=by, about=proposal.names)


def _refuse_against_rules(proposal: Proposal) -> None:
    house = guard.chart_of_house()
    found = guarding.objection(proposal.run.program, proposal.mentor, proposal.mentee, house)
    if found:
        raise MatchingError(f"{found} {NOT_DONE[StepKind.LOCK]}")


def _put(proposal: Proposal, pin: Pin | None, by: Membership) -> None:
    pair: dict[str, Any] = {"mentor": proposal.mentor, "mentee": proposal.mentee}
    PairPin.objects.filter(**pair).delete()
    if pin:
        PairPin.objects.create(program_id=proposal.run.program_id, **pair, pin=pin, by=by, at=clock.now())


def _refuse_if_changed(
    proposal: Proposal, kind: StepKind, there: PairPin | None, by: Membership, seen: str | None
) -> None:
    run = proposal.run
    gone = not run.proposals.filter(pk=proposal.pk).exists()
    if not gone and seen in {None, there.pin if there else ""}:
        return
    step = steps.latest_about(run, proposal.name)
    if not gone and (step is None or (step.undone_by or step.by) == by):
        return
    what = steps.told(step) if step else _("Dieses Paar gehört nicht mehr zum Entwurf.")
    raise Conflict(f"{what} {NOT_DONE[kind]}")
