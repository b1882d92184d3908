"""What the two agreed upon goes with their program."""

from agreements.models import Agreement
from programs.forgetting import Part
from programs.models import Program


def of_program(program: Program) -> None:
    """Delete all agreements of a program with what each of the two said."""
    Agreement.objects.filter(tandem__program=program).delete()


PART = Part(of_program)
