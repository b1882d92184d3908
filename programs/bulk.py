"""One step for many people of a program at once: whom it suits, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs import enrolment, participants
from programs.errors import ProgramError
from programs.models import Participant, Program, Standing
from programs.querysets import ParticipantQuerySet
from tenancy import clock

#: So many at once: every invitation is a mail with a link of its own, and a click must be answered in seconds.
MOST = 500


@dataclass(frozen=True, slots=True)
class Step:
    """``suits`` returns those for whom it is possible; ``do`` does it for them and returns how many there were."""

    suits: Callable[[ParticipantQuerySet], ParticipantQuerySet]
    do: Callable[[Program, list[Participant], Membership], int]


def suited(name: str, rows: ParticipantQuerySet) -> ParticipantQuerySet:
    """Return those of ``rows`` for whom a step is possible, by name. A no and silence suit alike."""
    return STEPS[name].suits(rows).with_people().by_name()


def do(name: str, program: Program, rows: ParticipantQuerySet, *, by: Membership) -> int:
    """Do a step for those of ``rows`` whom it suits, at most MOST, and return their number.

    Raises ProgramError as the step does for one person, and when it suits nobody.
    """
    people = list(suited(name, rows)[:MOST])
    if not people:
        raise ProgramError(_("Für diese Auswahl ist nichts mehr zu tun. Bitte sehen Sie in die Liste."))
    return STEPS[name].do(program, people, by)


def _not_invited(rows: ParticipantQuerySet) -> ParticipantQuerySet:
    return rows.filter(standing=Standing.IMPORTED)


def _to_remind(rows: ParticipantQuerySet) -> ParticipantQuerySet:
    return rows.to_remind(clock.now() - enrolment.REMINDER_PAUSE)


STEPS = {
    "invite": Step(_not_invited, lambda program, people, by: enrolment.invite(people, by=by)),
    "remind": Step(_to_remind, lambda program, people, by: enrolment.remind(program, by=by, only=people)),
    "remove": Step(_not_invited, lambda program, people, by: participants.remove_all(people, by=by)),
}
