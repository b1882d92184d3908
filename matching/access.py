"""The only way in which a view comes to a run or a pair. What is unknown or foreign raises the same Http404."""

from django.db.models import Q
from django.http import Http404

from accounts.access import MemberRequest
from matching import review, steps
from matching.errors import Conflict
from matching.models import Proposal, Run
from programs.access import get_program
from programs.models import Participant, Program


def get_run(request: MemberRequest, program: str, number: int) -> tuple[Program, Run]:
    """Return a program this person runs, and its run of this number, without its inputs, which may be large."""
    found = get_program(request, program)
    run = Run.objects.filter(program=found, number=number).defer("inputs", "report").first()
    if run is None:
        raise Http404
    run.program = found
    return found, run


def get_proposal(run: Run, pair: str) -> Proposal:
    """Return the proposal that ``pair`` names: the two people's public ids with a dot between.

    Raises Conflict when somebody has taken the pair out of the draft.
    """
    found = review.find(run, pair)
    if found:
        return found
    step = steps.latest_about(run, pair)
    if step is None:
        raise Http404
    raise Conflict(steps.told(step))


def get_person(run: Run, participant: str) -> Participant:
    """Return somebody of the run: in one of its pairs or on its waiting list."""
    people = Participant.objects.filter(program=run.program_id, public_id=participant)
    person = people.select_related("membership__organisation").first()
    if person is None:
        raise Http404
    paired = run.proposals.filter(Q(mentor=person) | Q(mentee=person))
    if not (paired.exists() or run.leftovers.filter(participant=person).exists()):
        raise Http404
    return person
