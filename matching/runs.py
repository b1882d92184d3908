"""The life of a run: inputs are frozen when it starts; a worker computes it, once, however often it is asked.

A worker claims a run by a conditional update and holds it by a lease that its progress extends. It computes outside of
any transaction and keeps the result only while the lease is still its own. When a worker dies the lease runs out and
the next sweep begins anew, three times at most.
"""

import logging
import secrets
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from matching import adapter, calculation, letters
from matching.engine import Pair, Problem, ProblemError
from matching.errors import MatchingError
from matching.models import Run, RunState
from matching.tasks import ring
from programs import phases
from programs.errors import ProgramError
from programs.models import Program, Side
from tenancy import clock, scope

logger = logging.getLogger(__name__)

#: In these states there are no pairs to show.
WITHOUT_RESULT = frozenset({RunState.COMPUTING, RunState.FAILED, RunState.CANCELLED})
#: Fewer on one side cannot be matched in a way worth reviewing.
ENOUGH_PER_SIDE = 3
#: A lease lasts this long, and longer with the pairs: some of the engine's steps give no sign before they end.
LEAST_LEASE = timedelta(minutes=1)
PAIRS_PER_SECOND = 500_000
#: Seconds between two signs of progress.
BEAT = 1.0
#: So many workers may die over a run before it counts as failed.
ATTEMPTS = 3


class Stopped(Exception):
    """The run is no longer this worker's: somebody cancelled it, or the lease ran out and another one has it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to one run, as long as the token in the database is this one."""

    organisation_id: int
    run_id: int
    token: str
    lease: timedelta

    def rows(self) -> "QuerySet[Run]":
        """Return the run, or nothing when it is not ours any more. Needs the organisation's scope."""
        return Run.objects.filter(pk=self.run_id, state=RunState.COMPUTING, lease_token=self.token)


class Beat:
    """The engine's progress, at most once a second: extends the lease. Raises Stopped when the run is not ours."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.due = 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + BEAT
        with scope.scope(self.claim.organisation_id):
            ours = self.claim.rows().filter(cancel_asked_at=None)
            if not ours.update(lease_until=Now() + self.claim.lease, phase=phase, pairs_looked_at=int(done)):
                raise Stopped


def start(program: Program, *, by: Membership) -> Run:
    """Begin a run over everybody who is ready, and let a worker compute it.

    Raises MatchingError when a side has too few people, locks contradict each other or a run is being computed already.
    """
    problem = _problem(program)
    try:
        with transaction.atomic():
            phases.start_matching(program, by=by)
            run = _create(program, problem, by)
    except ProgramError as error:
        raise MatchingError(str(error)) from error
    except IntegrityError:
        raise MatchingError(_("Für dieses Programm läuft schon eine Berechnung.")) from None
    audit.record("matching.started", by=by, about=program.name, run=run.number)
    transaction.on_commit(ring)
    return run


def _problem(program: Program) -> Problem:
    try:
        problem = adapter.problem_of(program)
    except ProblemError as error:
        logger.warning("Program %s cannot be matched: %s", program.pk, error)
        raise MatchingError(
            _("Jemand ist in mehr Tandems fixiert, als Platz da ist. Bitte lösen Sie eine Fixierung.")
        ) from error
    if any(len(problem.on(side)) < ENOUGH_PER_SIDE for side in Side.values):
        raise MatchingError(
            _(
                "Das Matching braucht auf jeder Seite mindestens {n} Personen, die alle Fragen beantwortet haben."
            ).format(n=ENOUGH_PER_SIDE)
        )
    return problem


def _create(program: Program, problem: Problem, by: Membership) -> Run:
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if Run.objects.filter(program=program, state__in=[RunState.RELEASED, RunState.PUBLISHING]).exists():
        raise MatchingError(
            _("Die Tandems eines Laufs gehen gleich hinaus. Holen Sie ihn zurück, oder warten Sie das ab.")
        )
    last = Run.objects.filter(program=program).order_by("-number").values_list("number", flat=True).first()
    return Run.objects.create(
        program=program,
        number=(last or 0) + 1,
        inputs=problem.to_json(),
        digest=problem.digest(),
        people=len(problem.people),
        pairs_in_all=len(problem.on(Side.MENTOR)) * len(problem.on(Side.MENTEE)),
        started_by=by,
        started_at=clock.now(),
    )


@transaction.atomic
def cancel(run: Run, *, by: Membership) -> None:
    """Stop a run: at once while no worker has it, else at the worker's next sign of progress. Drafts stay as they are.

    Raises MatchingError when it is not being computed any more.
    """
    now = clock.now()
    computing = Run.objects.filter(pk=run.pk, state=RunState.COMPUTING)
    waiting, taken = computing.filter(_unleased()), computing.filter(cancel_asked_at=None)
    stopped = waiting.update(state=RunState.CANCELLED, cancel_asked_at=now, finished_at=now)
    if not stopped and not taken.update(cancel_asked_at=now):
        raise MatchingError(_("Dieser Lauf rechnet nicht mehr."))
    audit.record("matching.cancelled", by=by, about=run.program.name, run=run.number)


def compute_waiting() -> int:
    """Compute every run that waits, in all organisations; return how many. Needs the worker's database role."""
    with scope.system():
        _close_abandoned()
        waiting = Run.objects.filter(state=RunState.COMPUTING).filter(_unleased()).order_by("pk")
        found = list(waiting.values_list("organisation_id", "pk"))
    return sum(_work(organisation_id, key) for organisation_id, key in found)


def compute(run: Run) -> None:
    """Compute one run that waits, and read it anew."""
    _work(scope.organisation_id(), run.pk)
    run.refresh_from_db()


def _unleased() -> Q:
    # Leases count by the database's clock: workers' clocks may differ.
    return Q(lease_until=None) | Q(lease_until__lt=Now())


def _close_abandoned() -> None:
    """Close runs whose worker died after a cancel, and those over which too many died."""
    left = Run.objects.filter(_unleased(), state=RunState.COMPUTING)
    now = clock.now()
    left.filter(cancel_asked_at__isnull=False).update(state=RunState.CANCELLED, finished_at=now)
    left.filter(attempts__gte=ATTEMPTS).update(state=RunState.FAILED, failure="given_up", finished_at=now)


def _work(organisation_id: int, key: int) -> bool:
    claim = _claim(organisation_id, key)
    if claim is None:
        return False
    _carry_out(claim)
    return True


def _carry_out(claim: Claim) -> None:
    try:
        _compute(claim)
    except Stopped:
        _note_stop(claim)
    except ProblemError as error:
        logger.warning("Run %s cannot be solved: %s", claim.run_id, error)
        _fail(claim, error)
    except Exception:
        # Whatever it was, other organisations' runs go on, and this one gets its next attempt.
        logger.exception("Run %s broke off", claim.run_id)
        _let_go(claim)


def _claim(organisation_id: int, key: int) -> Claim | None:
    """Take a waiting run. Of two workers at once the database lets one succeed."""
    with scope.scope(organisation_id):
        free = Run.objects.filter(_unleased(), pk=key, state=RunState.COMPUTING, attempts__lt=ATTEMPTS)
        pairs = free.values_list("pairs_in_all", flat=True).first()
        if pairs is None:
            return None
        lease = LEAST_LEASE + timedelta(seconds=pairs // PAIRS_PER_SECOND)
        claim = Claim(organisation_id, key, secrets.token_hex(16), lease)
        taken = free.update(
            lease_token=claim.token,
            lease_until=Now() + lease,
            attempts=F("attempts") + 1,
            phase="reading",
            pairs_looked_at=0,
        )
    return claim if taken else None


def _compute(claim: Claim) -> None:
    with scope.scope(claim.organisation_id):
        found = claim.rows().values_list("inputs", "organisation__smallest_group").first()
    if found is None:
        raise Stopped
    inputs, smallest_group = found
    solution = calculation.solution_of(inputs, Beat(claim), smallest_group=smallest_group)
    with scope.scope(claim.organisation_id):
        _finish(claim, solution)


def _finish(claim: Claim, solution: calculation.Solution) -> None:
    """Keep the result, in one transaction, if the run is still ours. An earlier draft is replaced."""
    ours = claim.rows().filter(cancel_asked_at=None).select_related("program", "started_by")
    run = ours.select_for_update(of=["self"]).defer("inputs").first()
    if run is None:
        raise Stopped
    before = previous(run)
    calculation.store(run, solution, pairs_of(before) if before else None)
    Run.objects.filter(program=run.program, state=RunState.DRAFT).update(state=RunState.REPLACED)
    run.state, run.finished_at, run.lease_until = RunState.DRAFT, clock.now(), None
    run.summary, run.report = calculation.summary(solution.result), calculation.report(solution)
    run.save(update_fields=["state", "finished_at", "lease_until", "summary", "report"])
    letters.run_finished(run)


def _note_stop(claim: Claim) -> None:
    """Close a cancelled run; one that another worker has by now is none of our business."""
    with scope.scope(claim.organisation_id):
        cancelled = claim.rows().filter(cancel_asked_at__isnull=False)
        cancelled.update(state=RunState.CANCELLED, finished_at=clock.now(), lease_until=None)


def _fail(claim: Claim, error: ProblemError) -> None:
    failure = error.code if error.code == "lock_forbidden" else "contradiction"
    changes = {"failure": failure, "report": {"failure": dict(error.params)}, "lease_until": None}
    with scope.scope(claim.organisation_id):
        claim.rows().update(state=RunState.FAILED, finished_at=clock.now(), **changes)


def _let_go(claim: Claim) -> None:
    with scope.scope(claim.organisation_id):
        claim.rows().update(lease_until=None)


def previous(run: Run) -> Run | None:
    """Return the last run before this one that has a result."""
    earlier = Run.objects.filter(program=run.program, number__lt=run.number).exclude(state__in=WITHOUT_RESULT)
    return earlier.defer("inputs").order_by("-number").first()


def pairs_of(run: Run) -> set[Pair]:
    """Return a run's pairs by the engine's keys."""
    pairs = run.proposals.values_list("mentor__membership__public_id", "mentee__membership__public_id")
    return {(mentor, mentee) for mentor, mentee in pairs}
