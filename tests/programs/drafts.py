"""A draft with all that opening asks for."""

from accounts.models import Membership
from programs import goals, phases, readiness
from programs.models import GoalKind, Program, Promise

CONTRACT = goals.TEMPLATES[GoalKind.DIGITAL].contract() | {"sponsor": "Dr. Heinz Brenner"}
PROMISES = [promise for promise in Promise if promise not in readiness.OPTIONAL]


def opened(program: Program, by: Membership) -> Program:
    """Say "Sie" in the house, give every promise that is needed, and open the program."""
    program.organisation.address = "sie"
    program.organisation.save()
    readiness.promise(program, PROMISES, by=by)
    phases.open_program(program, by=by)
    return program
