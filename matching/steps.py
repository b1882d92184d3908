"""Decisions about a draft as steps that can be taken back, the newest first."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from matching.errors import Conflict, MatchingError
from matching.models import Leftover, PairPin, Proposal, Run, RunState, Step, StepKind
from tenancy import clock

#: How many steps may be taken back.
UNDOABLE = 10
PROPOSAL = ("mentor_id", "mentee_id", "fit", "points", "detail", "flags", "is_new", "options")
LEFTOVER = ("participant_id", "reason", "detail")


def hold(run: Run) -> None:
    """Keep others from changing the draft until this transaction ends. Raises MatchingError unless it is a draft."""
    state = Run.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=run.pk)
    if state != RunState.DRAFT:
        raise MatchingError(_("Dieser Lauf ist kein Entwurf mehr. Änderungen gehen nur am neuesten Entwurf."))


def record(
    run: Run,
    kind: StepKind,
    *,
    by: Membership,
    about: str,
    before: dict[str, Any],
    pairs: list[str] | None = None,
) -> Step:
    """Note a step of a draft that is held. ``before`` is read by ``undo``:

    ``pins`` (``pin_of`` before), ``proposals`` and ``leftovers`` to bring back (``kept``), ``added`` (mentor, mentee)
    and ``waiting`` (participants) to take away.
    """
    return Step.objects.create(
        run=run, kind=kind, about=about[:200], pairs=pairs or [], before=before, by=by, at=clock.now()
    )


def undoable(run: Run) -> list[Step]:
    """Return the steps that may be taken back, newest first."""
    return list(run.steps.filter(undone_at=None).select_related("by").order_by("-pk")[:UNDOABLE])


@transaction.atomic
def undo(run: Run, *, seen: int, by: Membership) -> Step:
    """Take the newest step of a draft back and return it.

    ``seen`` is the step the person means. Raises Conflict when somebody has done or undone something since, and
    MatchingError when the run is no draft.
    """
    hold(run)
    newest = run.steps.filter(undone_at=None).select_related("by").order_by("-pk").first()
    if newest is None or newest.pk != seen:
        raise Conflict(_changed_since(run, newest, seen))
    _restore(run, newest.before)
    newest.undone_by, newest.undone_at = by, clock.now()
    newest.save(update_fields=["undone_by", "undone_at"])
    audit.record("matching.undone", by=by, about=newest.about, step=newest.kind)
    return newest


def _changed_since(run: Run, newest: Step | None, seen: int) -> str:
    step = newest if newest and newest.pk > seen else run.steps.filter(pk=seen).first()
    if step is None:
        return _("Es gibt nichts mehr, was sich zurücknehmen ließe.")
    return _("{what} Nichts wurde zurückgenommen.").format(what=told(step))


def told(step: Step) -> str:
    """Return who did what and when, or who took it back."""
    if step.undone_at:
        return _("{who} hat um {time} Uhr zurückgenommen: {kind}, {about}.").format(
            who=step.undone_by, time=_time(step.undone_at), kind=step.get_kind_display(), about=step.about
        )
    return _("{who} hat um {time} Uhr geändert: {kind}, {about}.").format(
        who=step.by, time=_time(step.at), kind=step.get_kind_display(), about=step.about
    )


def _time(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def latest_about(run: Run, pair: str) -> Step | None:
    """Return the last step that touched the pair of this name, done or undone."""
    steps = run.steps.filter(pairs__contains=[pair]).select_related("by", "undone_by")
    return max(steps, key=lambda step: step.undone_at or step.at, default=None)


def pin_of(mentor: int, mentee: int, pin: PairPin | None) -> dict[str, Any]:
    """Return a decision as it stands, for ``before``: ``pin`` is None where there is none."""
    kept: dict[str, Any] = {"mentor_id": mentor, "mentee_id": mentee, "pin": None}
    return kept if pin is None else kept | {"pin": pin.pin, "by_id": pin.by_id, "at": pin.at.isoformat()}


def kept(row: Proposal | Leftover) -> dict[str, Any]:
    """Return a row for ``before``."""
    return {name: getattr(row, name) for name in (PROPOSAL if isinstance(row, Proposal) else LEFTOVER)}


def _restore(run: Run, before: dict[str, Any]) -> None:
    for pin in before.get("pins", []):
        PairPin.objects.filter(mentor=pin["mentor_id"], mentee=pin["mentee_id"]).delete()
    earlier = [pin for pin in before.get("pins", []) if pin["pin"]]
    PairPin.objects.bulk_create(PairPin(program_id=run.program_id, **pin) for pin in earlier)
    for mentor, mentee in before.get("added", []):
        run.proposals.filter(mentor=mentor, mentee=mentee).delete()
    Proposal.objects.bulk_create(Proposal(run=run, **row) for row in before.get("proposals", []))
    run.leftovers.filter(participant__in=before.get("waiting", [])).delete()
    Leftover.objects.bulk_create(Leftover(run=run, **row) for row in before.get("leftovers", []))
