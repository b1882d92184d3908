"""What a new run changed: a short list for the top of its review. The whole comparison has a page of its own."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from matching import runs
from matching.models import Run
from matching.querysets import ProposalQuerySet

LISTED = 5


@dataclass(frozen=True, slots=True)
class Changes:
    """Pairs that are new and pairs that are gone since the run ``before``: how many, and the names of a few."""

    before: Run
    new: int
    gone: int
    new_names: list[str]
    gone_names: list[str]


def since_last(run: Run) -> Changes | None:
    """Return what is new and what is gone since the last run with a result, None for the first."""
    before = runs.previous(run)
    if before is None:
        return None
    new, gone = _without(run, before), _without(before, run)
    return Changes(before, new.count(), gone.count(), _few(new), _few(gone))


def _without(run: Run, other: Run) -> ProposalQuerySet:
    """The pairs of one run that the other does not have."""
    same = other.proposals.filter(mentor=OuterRef("mentor"), mentee=OuterRef("mentee"))
    return run.proposals.filter(~Exists(same))


def _few(pairs: ProposalQuerySet) -> list[str]:
    return [
        pair.names for pair in pairs.with_people().defer("detail", "options").order_by("-fit", "pk")[:LISTED]
    ]
