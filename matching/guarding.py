"""The guard where HR decides about single pairs: things may have changed since the run that proposed them."""

from django.utils.translation import gettext as _

from programs import guard
from programs.chart import Chart
from programs.models import Participant, Program


def objection(program: Program, mentor: Participant, mentee: Participant, house: Chart[str]) -> str:
    """Return why the rules as they are now forbid this pair, as a sentence, or ""."""
    names = {"mentor": mentor, "mentee": mentee}
    if guard.broken(program, mentor.membership, mentee.membership, house):
        return _("{mentor} und {mentee} passen nicht mehr zu den Regeln.").format(**names)
    for person in (mentor, mentee):
        if set(guard.lacking(program, person, house)) - set(program.allow_unchecked):
            sentence = _(
                "Für {mentor} und {mentee} lässt sich eine Regel nicht mehr prüfen, weil eine Angabe fehlt."
            )
            return sentence.format(**names)
    return ""
