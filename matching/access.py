"""The only way in which a view comes to a run or a pair. What is unknown or foreign raises the same Http404."""

from django.http import Http404

from accounts.access import MemberRequest
from matching.models import Proposal, Run
from programs.access import get_program
from programs.models import Program


def get_run(request: MemberRequest, program: str, number: int) -> tuple[Program, Run]:
    """Return a program this person runs, and its run of this number."""
    found = get_program(request, program)
    run = Run.objects.filter(program=found, number=number).first()
    if run is None:
        raise Http404
    run.program = found
    return found, run


def get_proposal(run: Run, pair: str) -> Proposal:
    """Return the proposal that ``pair`` names: the two people's public ids with a dot between."""
    mentor, _, mentee = pair.partition(".")
    people = run.proposals.select_related("mentor__membership", "mentee__membership")
    found = people.filter(mentor__membership__public_id=mentor, mentee__membership__public_id=mentee).first()
    if found is None:
        raise Http404
    found.run = run
    return found
