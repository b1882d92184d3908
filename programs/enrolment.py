"""How people come into a program: invited by HR, joining or not, and leaving, as they like.

A no sets ``quiet`` and nothing else. Whatever HR can see or do is the same for a no and for silence.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts import audit, invitations
from accounts.models import Invitation, Membership, User
from mail.outbox import enqueue
from programs import letters, tandems
from programs.errors import ProgramError
from programs.models import Participant, Phase, Program, ProgramInvitation, Standing
from tenancy import clock

REMINDER_PAUSE = timedelta(days=3)


def invite(participants: Iterable[Participant], *, by: Membership) -> int:
    """Mail an invitation to everybody who has none yet and return their number. All are of one program.

    Raises ProgramError while the program is a draft or after it closed.
    """
    with transaction.atomic():
        chosen = _locked(participants, Standing.IMPORTED)
        now = clock.now()
        for participant in chosen:
            _refuse_closed(participant.program)
            participant.standing, participant.invited_at = Standing.INVITED, now
            participant.save(update_fields=["standing", "invited_at"])
            token, until = _link(participant, by)
            enqueue(letters.invitation(participant, token=token, expires_at=until))
        if chosen:
            audit.record("participants.invited", by=by, about=chosen[0].program.name, number=len(chosen))
    return len(chosen)


def may_remind(program: Program) -> bool:
    """Return whether anybody's last mail is long enough ago."""
    return program.participants.to_remind(clock.now() - REMINDER_PAUSE).exists()


def remind(program: Program, *, by: Membership) -> int:
    """Remind everybody whose last mail is three days old, and return how many are noted as reminded.

    The number counts those who get no more mail too: it must not tell a no from silence. Raises ProgramError when
    it is too early for all.
    """
    with transaction.atomic():
        _refuse_closed(program)
        now = clock.now()
        rows = program.participants.to_remind(now - REMINDER_PAUSE).order_by("pk").for_letters()
        due = list(rows.select_for_update(of=("self",)))
        if not due:
            raise ProgramError(_("Zwischen zwei Nachrichten an dieselbe Person liegen mindestens drei Tage."))
        for participant in due:
            participant.reminded_at = now
            participant.save(update_fields=["reminded_at"])
            if not participant.quiet:
                token, until = _link(participant, by)
                enqueue(letters.reminder(participant, token=token, expires_at=until, now=now))
        audit.record("participants.reminded", by=by, about=program.name)
    return len(due)


def open(token: str) -> tuple[Invitation, Participant]:  # noqa: A001 - what one does with an invitation
    """Return a usable invitation and whom, in which program, it is for.

    Raises Http404 for an unknown token, AccountError for a used or expired one, ProgramError for somebody who is in.
    """
    invitation = invitations.open(token)
    participant = participant_of(invitation)
    if participant.standing == Standing.JOINED:
        raise ProgramError(_("Diese Einladung ist schon angenommen. Der Weg hinein ist jetzt die Anmeldung."))
    if participant.standing != Standing.INVITED:
        raise ProgramError(_("Diese Einladung gilt nicht mehr."))
    return invitation, participant


def participant_of(invitation: Invitation) -> Participant:
    """Return whom, in which program, an invitation is for; raise Http404 when it is for no program."""
    found = Participant.objects.for_letters().filter(invitations__invitation=invitation).first()
    if found is None:
        raise Http404
    return found


def accept(invitation: Invitation, *, user: Any, password: str = "") -> User:
    """Use a link from a mail to take part and return the person; arguments and AccountError as ``invitations.accept``.

    Raises ProgramError, with the link still good, when the program takes nobody any more.
    """
    with transaction.atomic():
        person = invitations.accept(invitation, user=user, password=password)
        join(participant_of(invitation))
    return person


def join(participant: Participant) -> None:
    """Take part, also after an earlier no. Raises ProgramError for somebody who left, or when enrolment is over."""
    with transaction.atomic():
        row = _fresh(participant)
        if row.standing == Standing.JOINED:
            return
        if row.standing != Standing.INVITED:
            raise ProgramError(_("Diese Einladung gilt nicht mehr."))
        _refuse_closed(row.program)
        _save(participant, standing=Standing.JOINED, quiet=False, joined_at=clock.now())


def decline(participant: Participant) -> None:
    """Say no: no more mail about this program. Leaves no other trace."""
    with transaction.atomic():
        if _fresh(participant).standing == Standing.INVITED:
            _save(participant, quiet=True)


def leave(participant: Participant, *, by: Membership) -> None:
    """Leave the program without a reason: tandems end, nothing more is sent. Raises ProgramError for non-members."""
    with transaction.atomic():
        if _fresh(participant).standing not in {Standing.JOINED, Standing.PAUSED}:
            raise ProgramError(_("Zu diesem Programm gehören Sie nicht."))
        _save(participant, standing=Standing.LEFT, quiet=True)
        tandems.drop_all(participant, by=by)


def leave_all(membership: Membership) -> None:
    """Leave every program because the access ends: whoever is left behind reads the same as after any other end."""
    rows = membership.participations.exclude(standing=Standing.LEFT).order_by("pk")
    for participant in rows.select_for_update(of=("self",)).with_people():
        _save(participant, standing=Standing.LEFT, quiet=True)
        tandems.drop_all(participant, by=membership)


def _locked(participants: Iterable[Participant], standing: Standing) -> list[Participant]:
    keys = [participant.pk for participant in participants]
    rows = Participant.objects.filter(pk__in=keys, standing=standing).order_by("pk")
    return list(rows.select_for_update(of=("self",)).for_letters())


def _fresh(participant: Participant) -> Participant:
    return (
        Participant.objects.select_for_update(of=("self",)).select_related("program").get(pk=participant.pk)
    )


def _refuse_closed(program: Program) -> None:
    if program.phase == Phase.DRAFT:
        raise ProgramError(
            _("Das Programm ist noch ein Entwurf. Einladungen gehen erst nach dem Öffnen hinaus.")
        )
    if not program.takes_people(clock.now().date()):
        raise ProgramError(_("Das Programm nimmt niemanden mehr auf."))


def _link(participant: Participant, by: Membership) -> tuple[str, datetime]:
    """Issue a token for this person and program."""
    token = invitations.issue(participant.membership, by=by)
    invitation = invitations.find(token)
    ProgramInvitation.objects.create(invitation=invitation, participant=participant)
    return token, invitation.expires_at


def _save(participant: Participant, **changed: object) -> None:
    for name, value in changed.items():
        setattr(participant, name, value)
    participant.save(update_fields=changed)
