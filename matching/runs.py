"""Calculating: a run freezes its inputs when it starts; a worker computes it, once, however often it is asked."""

import logging

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from matching import adapter
from matching.engine import Explanation, Problem, ProblemError, Result, solve
from matching.engine.model import plain
from matching.engine.result import Nearest
from matching.errors import MatchingError
from matching.models import Leftover, Proposal, Run, RunState
from matching.tasks import ring
from programs import setup
from programs.errors import ProgramError
from programs.models import Participant, Program, Side
from tenancy import clock, scope

logger = logging.getLogger(__name__)

#: Fewer on one side cannot be matched in a way worth reviewing.
ENOUGH_PER_SIDE = 3


def ready(program: Program) -> dict[str, int]:
    """Return how many people per side could be matched now."""
    people = adapter.problem_of(program).people
    return {side: sum(person.side == side for person in people) for side in Side.values}


def start(program: Program, *, by: Membership) -> Run:
    """Begin a run over everybody who is ready, and let a worker compute it.

    Raises MatchingError when a side has too few people or a run is being computed already.
    """
    problem = adapter.problem_of(program)
    if any(len(problem.on(side)) < ENOUGH_PER_SIDE for side in Side.values):
        raise MatchingError(
            _(
                "Das Matching braucht auf jeder Seite mindestens {n} Personen, die alle Fragen beantwortet haben."
            ).format(n=ENOUGH_PER_SIDE)
        )
    try:
        with transaction.atomic():
            setup.start_matching(program, by=by)
            run = _create(program, problem, by)
    except ProgramError as error:
        raise MatchingError(str(error)) from error
    except IntegrityError:
        raise MatchingError(_("Für dieses Programm läuft schon eine Berechnung.")) from None
    audit.record("matching.started", by=by, about=program.name, run=run.number)
    transaction.on_commit(ring)
    return run


def _create(program: Program, problem: Problem, by: Membership) -> Run:
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    last = Run.objects.filter(program=program).order_by("-number").first()
    return Run.objects.create(
        program=program,
        number=last.number + 1 if last else 1,
        inputs=problem.to_json(),
        digest=problem.digest(),
        started_by=by,
        started_at=clock.now(),
    )


def compute_waiting() -> int:
    """Compute every run that waits, in all organisations; return how many. Needs the worker's database role.

    A run is locked while it is computed, so that two workers never compute it twice; a worker that dies leaves it
    waiting.
    """
    with scope.system():
        waiting = list(Run.objects.filter(state=RunState.COMPUTING).values_list("organisation_id", "pk"))
    done = 0
    for organisation_id, key in waiting:
        with scope.scope(organisation_id):
            run = Run.objects.select_for_update(skip_locked=True, of=["self"]).filter(pk=key).first()
            if run and run.state == RunState.COMPUTING:
                compute(run)
                done += 1
    return done


def compute(run: Run) -> None:
    """Solve a run's frozen problem and store proposals and people left over. An earlier draft is replaced."""
    try:
        result = solve(Problem.from_json(run.inputs))
    except ProblemError as error:
        logger.warning("Run %s of program %s cannot be solved: %s", run.number, run.program_id, error)
        _finish(run, RunState.FAILED, failure=_failure(error))
        return
    _store(run, result)
    Run.objects.filter(program=run.program, state=RunState.DRAFT).update(state=RunState.REPLACED)
    _finish(run, RunState.DRAFT, summary=_summary(result))


def _failure(error: ProblemError) -> str:
    if error.code == "lock_forbidden":
        return _("Ein fixiertes Paar ist nach den Regeln nicht mehr möglich. Bitte lösen Sie die Fixierung.")
    return _("Die Angaben dieses Laufs widersprechen sich. Der vorige Lauf gilt weiter.")


def _finish(
    run: Run, state: RunState, *, failure: str = "", summary: dict[str, object] | None = None
) -> None:
    run.state, run.failure, run.summary, run.finished_at = state, failure, summary or {}, clock.now()
    run.save(update_fields=["state", "failure", "summary", "finished_at"])


def _summary(result: Result) -> dict[str, object]:
    return {
        "tandems": result.tandems,
        "mean_fit": result.mean_fit,
        "left_over": len(result.left_over),
        "left_out": list(result.left_out),
        "unchecked": list(result.unchecked),
    }


def _store(run: Run, result: Result) -> None:
    people = adapter.by_key(run.program)
    before = _pairs_before(run)
    Proposal.objects.bulk_create(_proposal(run, pair, people, before) for pair in result.pairs)
    Leftover.objects.bulk_create(
        Leftover(
            run=run,
            participant=people[one.side, one.key],
            reason=one.reason.code,
            detail={
                "reason": dict(one.reason.params),
                "nearest": _nearest(one.nearest),
                "missing": list(one.missing),
            },
        )
        for one in result.left_over
    )


def _nearest(nearest: Nearest | None) -> dict[str, object] | None:
    return {"partner": nearest.partner, "fit": nearest.fit} if nearest else None


def _pairs_before(run: Run) -> set[tuple[int, int]] | None:
    """The pairs of the run before, or None for the first run, in which nothing is new."""
    earlier = Run.objects.filter(program=run.program, number__lt=run.number, finished_at__isnull=False)
    last = earlier.exclude(state=RunState.FAILED).order_by("-number").first()
    return set(last.proposals.values_list("mentor", "mentee")) if last else None


def _proposal(
    run: Run,
    pair: Explanation,
    people: dict[tuple[str, str], Participant],
    before: set[tuple[int, int]] | None,
) -> Proposal:
    mentor, mentee = people[Side.MENTOR, pair.mentor], people[Side.MENTEE, pair.mentee]
    return Proposal(
        run=run,
        mentor=mentor,
        mentee=mentee,
        fit=pair.fit,
        points=pair.points,
        detail=plain(pair),
        flags=[flag.code for flag in pair.flags],
        is_new=before is not None and (mentor.pk, mentee.pk) not in before,
    )
