"""Addresses that take no mail: whom HR is told of."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from mail.models import Suppression
from programs.models import Participant, Program, Tandem, TandemState
from programs.querysets import ParticipantQuerySet


def unreachable(program: Program) -> ParticipantQuerySet:
    """Return the people of a program whose address takes no mail, as far as HR may know.

    HR may know of it from a mail that it set off itself, or of somebody in a running tandem, who gets mails of many
    kinds. A bounce of anything else would tell that the mail went out, and so who did not say no.
    """
    dead = Suppression.objects.filter(address_norm=OuterRef("membership__email_norm"))
    mine = Q(mentor=OuterRef("pk")) | Q(mentee=OuterRef("pk"))
    running = Tandem.objects.filter(mine, state__in=[TandemState.ACTIVE, TandemState.PAUSED])
    told = Exists(dead.filter(told=True)) | (Exists(dead) & Exists(running))
    return program.participants.exclude(standing="left").filter(told)


def since(participant: Participant) -> datetime | None:
    """Return since when this person's address takes no mail, or None as long as HR may not know, or it does."""
    if not unreachable(participant.program).filter(pk=participant.pk).exists():
        return None
    found = Suppression.objects.filter(address_norm=participant.membership.email_norm)
    return found.values_list("since", flat=True).first()
