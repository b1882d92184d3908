"""Nominating a colleague. Nobody keeps who nominated whom, and the nominator never learns what came of it."""

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.emails import normalise
from accounts.models import Membership
from mail.outbox import enqueue
from programs import arrivals, enrolment, joining, letters
from programs.errors import ProgramError
from programs.joining_requests import not_of_the_house
from programs.models import Program, Side, Standing, WaysIn


def open_to(membership: Membership) -> list[Program]:
    """Return the programs for which this person may nominate: those they take part in, or run, that are open to it."""
    takes_part = Q(
        participants__membership=membership,
        participants__standing__in=[Standing.JOINED, Standing.PAUSED],
    )
    mine = Program.objects.filter(takes_part | Q(leads__membership=membership))
    rows = Program.objects.filter(ways_in__nominating=True, pk__in=mine.values("pk")).order_by("pk")
    day = joining.today()
    return [program for program in rows if program.takes_people(day)]


def nominate(program: Program, *, by: Membership, name: str, email: str, side: Side, line: str = "") -> None:
    """Invite a colleague in the name of ``by``, once; whoever was invited, is in or said no gets nothing.

    Says and does the same in each case. ``line`` stands in the mail and nowhere else. Raises ProgramError where
    nominations are not open, for the nominator's own address and for one that is not of the house.
    """
    ways = joining.ways_of(program)
    if program not in open_to(by):
        raise ProgramError(_("In diesem Programm lässt sich gerade niemand vorschlagen."))
    if not ways.lets_in(email):
        raise ProgramError(not_of_the_house(ways.domains))
    if normalise(email) == by.email_norm:
        raise ProgramError(_("Das ist Ihre eigene Adresse."))
    with transaction.atomic():
        WaysIn.objects.filter(pk=ways.pk).update(nominations=F("nominations") + 1)
        if _is_uninvited(program, email) and arrivals.has_room_for(program, email):
            participant = arrivals.arrive(program, name=name, email=email, side=side)
            token, until = enrolment.issue_link(participant, by=None)
            letter = letters.invitation(
                participant, token=token, expires_at=until, nominated_by=by.name, line=line
            )
            enqueue(letter)


def _is_uninvited(program: Program, email: str) -> bool:
    known = program.participants.filter(membership__email_norm=normalise(email))
    return not known.exclude(standing=Standing.IMPORTED).exists()
