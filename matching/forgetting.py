"""Runs with their frozen inputs, proposals and decisions go with their program."""

from accounts import departures
from matching.models import PairPin, Run, Step, StepKind
from programs.forgetting import Part
from programs.models import Program


def of_program(program: Program) -> None:
    """Delete all runs of a program and what was decided about pairs; the audit trail no longer names the pairs."""
    steps = Step.objects.filter(run__program=program).exclude(kind=StepKind.LOCK_ALL)
    departures.forget_names(set(steps.values_list("about", flat=True)), departures.NOTHING)
    PairPin.objects.filter(program=program).delete()
    Run.objects.filter(program=program).delete()


PART = Part(of_program)
