"""One step for many people of a program at once: whom it suits, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Membership
from programs import enrolment, participants, rounds
from programs.errors import ProgramError
from programs.models import Participant, Program, Standing, TandemState
from programs.querysets import ParticipantQuerySet
from tenancy import clock

#: So many at once: every invitation is a mail with a link of its own, and a click must be answered in seconds.
MOST = 500
TOGETHER = [TandemState.ACTIVE, TandemState.PAUSED]


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


def in_tandems(people: ParticipantQuerySet) -> int:
    """Return how many of these people are in a tandem that runs or pauses."""
    both = Q(tandems_as_mentor__state__in=TOGETHER) | Q(tandems_as_mentee__state__in=TOGETHER)
    return people.order_by().filter(both).distinct().count()


def _not_invited(rows: ParticipantQuerySet) -> ParticipantQuerySet:
    return rows.filter(standing=Standing.IMPORTED)


def _to_remind(rows: ParticipantQuerySet) -> ParticipantQuerySet:
    return rows.to_remind(clock.now() - enrolment.REMINDER_PAUSE)


def _taking_part(rows: ParticipantQuerySet) -> ParticipantQuerySet:
    return rows.joined()


def _paused(rows: ParticipantQuerySet) -> ParticipantQuerySet:
    return rows.filter(standing=Standing.PAUSED)


STEPS = {
    "invite": Step(_not_invited, lambda program, people, by: rounds.invite(program, people, by=by)),
    "remind": Step(_to_remind, lambda program, people, by: rounds.remind(program, by=by, only=people)),
    "pause": Step(_taking_part, lambda program, people, by: enrolment.pause_all(people, by=by)),
    "resume": Step(_paused, lambda program, people, by: enrolment.resume_all(people, by=by)),
    "remove": Step(_not_invited, lambda program, people, by: participants.remove_all(people, by=by)),
}
