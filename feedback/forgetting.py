"""Who was asked and what was answered go with their program: what of it may be shown stays in its report."""

from datetime import timedelta

from feedback import letters
from feedback.models import Answer, GoalAnswer, SurveyRequest
from mail.models import Message
from programs.forgetting import Part
from programs.models import Participant, Program
from tenancy import clock

#: A bundle that is older is not written again, so nobody needs its row.
SETTLED = timedelta(days=2)


def of_program(program: Program) -> None:
    """Delete requests, answers, and daily bundles to the people of a program: those name whom one meets."""
    SurveyRequest.objects.filter(session__tandem__program=program).delete()
    Answer.objects.filter(program=program).delete()
    GoalAnswer.objects.filter(program=program).delete()
    addresses = Participant.objects.filter(program=program).values("membership__email_norm")
    bundles = Message.objects.filter(kind=letters.BUNDLE, created_at__lt=clock.now() - SETTLED)
    bundles.filter(recipient_norm__in=addresses).delete()


PART = Part(of_program)
