"""Computed drafts for tests of the review, with the swaps that the real engine offers."""

from matching import runs
from matching.engine import Problem, options, solve
from matching.engine.model import plain
from matching.models import Proposal, Run
from programs.models import Participant, Program
from tests.matching.cohorts import person, three_and_three


def four_and_three(lead) -> Program:
    """Three tandems that fit, and a mentor for whom nobody is left: she can show what two of the mentees want."""
    program = three_and_three(lead)
    person(program, "Hanna Okafor", "mentor", years=3, skills={"Chats": 3, "Daten": 3}, place="Oldenburg")
    return program


def computed(program: Program, lead) -> Run:
    """A draft of everybody, with the best swaps of every pair stored."""
    run = runs.start(program, by=lead)
    runs.compute(run)
    run.program = program
    problem = Problem.from_json(run.inputs)
    swaps = options(problem, solve(problem))
    for proposal in run.proposals.with_people():
        pair = (proposal.mentor.membership.public_id, proposal.mentee.membership.public_id)
        proposal.options = [plain(change) for change in swaps[pair]]
        proposal.save(update_fields=["options"])
    return run


def pair(run: Run, mentor: str) -> Proposal:
    """The draft's pair of this mentor, as a view finds it."""
    found = run.proposals.with_pins().with_people().get(mentor__membership__name=mentor)
    found.run = run
    return found


def pairs(run: Run) -> set[tuple[str, str]]:
    rows = run.proposals.with_people()
    return {(row.mentor.membership.name, row.mentee.membership.name) for row in rows}


def waiting(run: Run) -> set[str]:
    return set(run.leftovers.values_list("participant__membership__name", flat=True))


def named(name: str) -> Participant:
    return Participant.objects.get(membership__name=name)


def state(run: Run) -> tuple[object, ...]:
    """Everything that a step may change, to compare before and after."""
    program = run.program
    pins = program.pins.order_by("mentor", "mentee").values_list("mentor", "mentee", "pin", "by", "at")
    fields = ("mentor", "mentee", "fit", "points", "detail", "flags", "is_new", "options")
    proposals = run.proposals.order_by("mentor", "mentee").values_list(*fields)
    left = run.leftovers.order_by("participant").values_list("participant", "reason", "detail")
    return list(pins), list(proposals), list(left)
