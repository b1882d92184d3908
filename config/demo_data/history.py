"""How a program of the demo came to its phase, as if somebody had opened and moved it."""

from datetime import datetime, timedelta

from accounts.models import Membership
from programs.models import Phase, PhaseChange, Program, Promise, PromiseGiven

#: The way of a program; a demo program has gone as far as its phase.
WAY = (Phase.DRAFT, Phase.ENROLMENT, Phase.MATCHING, Phase.RUNNING)


def write(program: Program, hr: Membership, moments: list[datetime]) -> None:
    """Write the moves of a program up to its phase, one per moment, and the promises."""
    way = WAY[: WAY.index(Phase(program.phase)) + 1]
    before = ""
    for phase, at in zip(way, moments, strict=True):
        by = None if phase == Phase.RUNNING else hr
        PhaseChange.objects.create(program=program, at=at, before=before, after=phase, by=by)
        before = phase
    opened = moments[1] - timedelta(minutes=1)
    PromiseGiven.objects.bulk_create(
        PromiseGiven(program=program, promise=promise, at=opened, by=hr) for promise in Promise
    )
