"""The ways into a program beside HR's list: which are open, the link, and the house's own people."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from accounts import audit, tokens
from accounts.models import Membership
from programs import arrivals, enrolment
from programs.errors import ProgramError
from programs.models import JoiningLink, Participant, Program, Side, Standing, WaysIn
from tenancy import clock


def ways_of(program: Program) -> WaysIn:
    """Return which ways are open; an unsaved row while nobody has chosen."""
    return WaysIn.objects.filter(program=program).first() or WaysIn(program=program)


def set_ways(
    program: Program,
    *,
    by: Membership,
    domains: Sequence[str],
    sides: str,
    open_to_house: bool,
    nominating: bool,
) -> None:
    """Choose which ways are open, and for whom. Raises ProgramError for nominating without a mail domain."""
    if nominating and not domains:
        raise ProgramError(_("Vorschläge brauchen mindestens eine Mail-Domain des Hauses."))
    chosen = {
        "domains": list(domains),
        "sides": sides,
        "open_to_house": open_to_house,
        "nominating": nominating,
    }
    with transaction.atomic():
        WaysIn.objects.update_or_create(program=program, defaults=chosen)
        audit.record("joining.changed", by=by, about=program.name)


def link_of(program: Program) -> JoiningLink | None:
    """Return the good link of a program, or None."""
    return JoiningLink.objects.filter(program=program, revoked_at=None).first()


def renew_link(program: Program, *, by: Membership) -> JoiningLink:
    """Make a link; an earlier one stops working. Raises ProgramError while no mail domain is known."""
    with transaction.atomic():
        Program.objects.select_for_update().get(pk=program.pk)
        if not ways_of(program).domains:
            raise ProgramError(_("Zuerst bitte die Mail-Domains des Hauses eintragen und speichern."))
        now = clock.now()
        JoiningLink.objects.filter(program=program, revoked_at=None).update(revoked_at=now)
        link = JoiningLink(program=program, created_at=now)
        link.digest = tokens.digest(link.token)
        link.save()
        audit.record("joining.link_renewed", by=by, about=program.name)
    return link


def revoke_link(program: Program, *, by: Membership) -> None:
    """Let the link stop working; without one do nothing."""
    with transaction.atomic():
        if JoiningLink.objects.filter(program=program, revoked_at=None).update(revoked_at=clock.now()):
            audit.record("joining.link_revoked", by=by, about=program.name)


def open_link(token: str) -> JoiningLink:
    """Return a good link. Raises Http404 for an unknown token, ProgramError for one that is over."""
    rows = JoiningLink.objects.select_related("program__organisation", "program__contact")
    link = rows.filter(digest=tokens.digest(token)).first()
    if link is None:
        raise Http404
    if link.revoked_at is not None:
        raise ProgramError(_("Dieser Link gilt nicht mehr. Einen neuen hat die Programmleitung."))
    if not link.program.takes_people(today()):
        raise ProgramError(_("Das Programm nimmt gerade niemanden auf."))
    return link


def offered_to(membership: Membership) -> list[Program]:
    """Return the programs that are open to the house and that this person is not in and has not left."""
    elsewhere = Q(participants__membership=membership, participants__standing__in=[*SETTLED])
    rows = Program.objects.filter(ways_in__open_to_house=True).exclude(
        pk__in=Program.objects.filter(elsewhere).values("pk")
    )
    day = today()
    return [program for program in rows.order_by("pk") if program.takes_people(day)]


def enter(program: Program, *, by: Membership, side: Side) -> Participant:
    """Take part in a program that is open to the house.

    Raises ProgramError when it is not, is not open to this side or takes nobody, and for somebody who left.
    """
    ways = ways_of(program)
    if not ways.open_to_house:
        raise ProgramError(_("Dieses Programm steht nicht allen im Haus offen."))
    with transaction.atomic():
        participant = arrivals.arrive_as(program, by, side=_open_side(ways, side))
        enrolment.join(participant)
    return participant


def today() -> date:
    return clock.now().date()


#: Where a person stands who needs no way in.
SETTLED = frozenset({Standing.JOINED, Standing.PAUSED, Standing.LEFT})


def _open_side(ways: WaysIn, side: Side) -> Side:
    if side not in ways.open_sides:
        raise ProgramError(_("Diese Seite ist in diesem Programm gerade nicht offen."))
    return side
