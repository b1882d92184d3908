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
from mail.outbox import Letter, enqueue, enqueue_all
from programs import letters, tandems
from programs.errors import ProgramError
from programs.models import Participant, Phase, Program, ProgramInvitation, Standing
from programs.querysets import ParticipantQuerySet
from tenancy import clock

REMINDER_PAUSE = timedelta(days=3)


def invite(participants: Iterable[Participant], *, by: Membership, batch: str = "") -> int:
    """Mail an invitation to everybody who has none yet and return their number. All are of one program.

    Raises ProgramError while the program is a draft or after it closed. ``batch`` as in ``Letter``: whoever gives one
    has written into the audit trail who is invited.
    """
    with transaction.atomic():
        chosen = _locked(participants, Standing.IMPORTED)
        if chosen:
            refuse_closed(chosen[0].program)
        rows = Participant.objects.filter(pk__in=[participant.pk for participant in chosen])
        rows.update(standing=Standing.INVITED, invited_at=clock.now())
        enqueue_all([_invitation(participant, by, batch) for participant in chosen])
        if chosen and not batch:
            audit.record("participants.invited", by=by, about=chosen[0].program.name, number=len(chosen))
    return len(chosen)


def invite_again(participant: Participant, *, by: Membership, revision: int, told: bool) -> None:
    """Mail the invitation once more, to the address that counts now. ``told`` as in ``Letter``."""
    token, until = issue_link(participant, by=by)
    letter = letters.invitation(participant, token=token, expires_at=until, revision=revision, told=told)
    enqueue(letter)


def may_remind(program: Program) -> bool:
    """Return whether anybody was invited long enough ago and not reminded yet."""
    return to_remind(program).exists()


def may_remind_one(participant: Participant) -> bool:
    """Return whether the one reminder of this person is still to come and may come now."""
    return to_remind(participant.program).filter(pk=participant.pk).exists()


def remind_from(participant: Participant) -> datetime | None:
    """Return from when somebody may be reminded of an open invitation; None when they were, or nothing is open."""
    if participant.standing != Standing.INVITED or participant.reminded_at or not participant.invited_at:
        return None
    return participant.invited_at + REMINDER_PAUSE


def remind(
    program: Program, *, by: Membership, only: Iterable[Participant] | None = None, batch: str = ""
) -> int:
    """Remind whoever was invited three days ago, once in the program's life; return how many are noted as reminded.

    The number counts those who get no more mail too: it must not tell a no from silence. ``only`` leaves out
    everybody else; ``batch`` as for ``invite``. Raises ProgramError when there is nobody to remind.
    """
    with transaction.atomic():
        refuse_closed(program)
        now = clock.now()
        rows = to_remind(program).order_by("pk").for_letters()
        if only is not None:
            rows = rows.filter(pk__in=[participant.pk for participant in only])
        due = list(rows.select_for_update(of=("self",)))
        if not due:
            raise ProgramError(
                _("Jede Person wird höchstens einmal erinnert, frühestens drei Tage nach der Einladung.")
            )
        for participant in due:
            participant.reminded_at = now
            participant.save(update_fields=["reminded_at"])
            if not participant.quiet:
                token, until = issue_link(participant, by=by)
                letter = letters.reminder(participant, token=token, expires_at=until, batch=batch)
                enqueue(letter)
        if not batch:
            audit.record("participants.reminded", by=by, about=program.name)
    return len(due)


def issue_link(participant: Participant, *, by: Membership | None) -> tuple[str, datetime]:
    """Return the token of a new invitation for this person and program, and until when it is good."""
    token = invitations.issue(participant.membership, by=by)
    invitation = invitations.find(token)
    ProgramInvitation.objects.create(invitation=invitation, participant=participant)
    return token, invitation.expires_at


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
        refuse_closed(row.program)
        _save(participant, standing=Standing.JOINED, quiet=False, joined_at=clock.now())


def decline(participant: Participant) -> None:
    """Say no: no more mail about this program. Leaves no other trace."""
    with transaction.atomic():
        if _fresh(participant).standing == Standing.INVITED:
            _save(participant, quiet=True)


def pause(participant: Participant, *, by: Membership) -> None:
    """Let somebody rest, as they wished: no new tandem until they come back; tandems there are go on.

    Raises ProgramError for anybody who does not take part.
    """
    with transaction.atomic():
        if _fresh(participant).standing != Standing.JOINED:
            raise ProgramError(_("Pausieren lässt sich nur, wer mitmacht."))
        _save(participant, standing=Standing.PAUSED)
        audit.record("participant.paused", by=by, about=participant.program.name, name=str(participant))


def resume(participant: Participant, *, by: Membership) -> None:
    """Let somebody take part again after a pause. Raises ProgramError when there is none."""
    with transaction.atomic():
        if _fresh(participant).standing != Standing.PAUSED:
            raise ProgramError(_("Diese Teilnahme ist nicht pausiert."))
        _save(participant, standing=Standing.JOINED)
        audit.record("participant.resumed", by=by, about=participant.program.name, name=str(participant))


def pause_all(people: Iterable[Participant], *, by: Membership) -> int:
    """Let those of them rest who take part, leave the others, and return the number; all of one program."""
    return _move_all(people, Standing.JOINED, Standing.PAUSED, verb="participants.paused", by=by)


def resume_all(people: Iterable[Participant], *, by: Membership) -> int:
    """Let those of them take part again who pause, leave the others, and return the number; all of one program."""
    return _move_all(people, Standing.PAUSED, Standing.JOINED, verb="participants.resumed", by=by)


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


def to_remind(program: Program) -> ParticipantQuerySet:
    """Return whom a reminder is still possible for, those included who said no."""
    return program.participants.to_remind(clock.now() - REMINDER_PAUSE)


def _invitation(participant: Participant, by: Membership, batch: str) -> Letter:
    token, until = issue_link(participant, by=by)
    return letters.invitation(participant, token=token, expires_at=until, batch=batch, told=True)


def _locked(participants: Iterable[Participant], standing: Standing) -> list[Participant]:
    keys = [participant.pk for participant in participants]
    rows = Participant.objects.filter(pk__in=keys, standing=standing).order_by("pk")
    return list(rows.select_for_update(of=("self",)).for_letters())


def _move_all(
    people: Iterable[Participant], before: Standing, after: Standing, *, verb: str, by: Membership
) -> int:
    with transaction.atomic():
        chosen = _locked(people, before)
        if chosen:
            Participant.objects.filter(pk__in=[row.pk for row in chosen]).update(standing=after)
            audit.record(verb, by=by, about=chosen[0].program.name, number=len(chosen))
    return len(chosen)


def _fresh(participant: Participant) -> Participant:
    return (
        Participant.objects.select_for_update(of=("self",)).select_related("program").get(pk=participant.pk)
    )


def refuse_closed(program: Program) -> None:
    """Raise ProgramError while the program is a draft or after it closed."""
    if program.phase == Phase.DRAFT:
        raise ProgramError(
            _("Das Programm ist noch ein Entwurf. Einladungen gehen erst nach dem Öffnen hinaus.")
        )
    if not program.takes_people(clock.now().date()):
        raise ProgramError(_("Das Programm nimmt niemanden mehr auf."))


def _save(participant: Participant, **changed: object) -> None:
    for name, value in changed.items():
        setattr(participant, name, value)
    participant.save(update_fields=changed)
