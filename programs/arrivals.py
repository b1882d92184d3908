"""Whoever comes into a program by an address of their own, and not from HR's list."""

from django.db.models import Q

from accounts.emails import normalise
from accounts.models import Membership
from mail.outbox import Letter, enqueue, render
from programs.models import Participant, Program, Side, Standing
from tenancy import clock


def has_room_for(program: Program, email: str) -> bool:
    """Return whether mail about the program may go to this address: not to who is in, left, or wants no more."""
    settled = Q(quiet=True) | Q(standing__in=[Standing.JOINED, Standing.PAUSED, Standing.LEFT])
    norm = normalise(email)
    if program.participants.filter(settled, membership__email_norm=norm).exists():
        return False
    known = Membership.objects.filter(email_norm=norm).first()
    return known is None or known.is_active


def arrive(program: Program, *, name: str, email: str, side: Side, language: str = "") -> Participant:
    """Return the participant with this address, invited now unless they were or are more than that.

    What the house already knows of the person stays, their side included.
    """
    house = program.organisation
    person, _is_new = Membership.objects.get_or_create(
        email_norm=normalise(email),
        defaults={"name": name, "email": email, "language": language or house.language, "zone": house.zone},
    )
    return arrive_as(program, person, side=side)


def arrive_as(program: Program, person: Membership, *, side: Side) -> Participant:
    """As ``arrive``, for somebody of the house."""
    invited = {"side": side, "standing": Standing.INVITED, "invited_at": clock.now()}
    participant, is_new = Participant.objects.get_or_create(
        program=program, membership=person, defaults=invited
    )
    if not is_new and participant.standing == Standing.IMPORTED:
        participant.standing, participant.invited_at = Standing.INVITED, clock.now()
        participant.save(update_fields=["standing", "invited_at"])
    return participant


def write(letter: Letter, *, wanted: bool) -> None:
    """Mail a letter, or spend the same work on none: how long a page takes must not tell who is in or said no."""
    if wanted:
        enqueue(letter)
    else:
        render(letter)
