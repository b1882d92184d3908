"""Mails to many: HR's request notes for whom, a worker writes them a few at a time.

Each few are a transaction of their own, with the round's row locked: where a worker dies the next one goes on, and
nobody gets a mail twice. A few people are written to at once, in the request itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Invitation, Membership
from mail import batches, stops
from mail.models import Batch, Flow, Message, State
from programs import enrolment, own_messages, tasks
from programs.errors import ProgramError
from programs.models import (
    OwnMessage,
    Participant,
    Program,
    ProgramInvitation,
    Round,
    RoundKind,
    Standing,
)
from programs.querysets import ParticipantQuerySet
from tenancy import clock

#: So many are written to in the request that asks for it.
AT_ONCE = 25
#: So many are one transaction of the worker.
PART = 50


@dataclass(frozen=True, slots=True)
class Stopped:
    """A round that waits for HR. The numbers are None where they would tell who said no."""

    round: Round
    bounced: int | None
    held: int | None


def invite(program: Program, people: ParticipantQuerySet | Collection[Participant], *, by: Membership) -> int:
    """Set off invitations to those who have none yet and return their number. Raises ProgramError as for one."""
    enrolment.refuse_closed(program)
    keys = sorted(person.pk for person in people if person.standing == Standing.IMPORTED)
    if keys:
        with transaction.atomic():
            audit.record("participants.invited", by=by, about=program.name, number=len(keys))
            _start(program, RoundKind.INVITE, keys, by=by)
    return len(keys)


def remind(program: Program, *, by: Membership, only: Collection[Participant] | None = None) -> int:
    """Set off reminders, as ``enrolment.remind`` does, and return the number, those included who want no mail."""
    rows = enrolment.to_remind(program).order_by("pk")
    if only is not None:
        rows = rows.filter(pk__in=[person.pk for person in only])
    keys = list(rows.values_list("pk", flat=True)) if program.takes_people(clock.now().date()) else []
    if len(keys) <= AT_ONCE:
        return enrolment.remind(program, by=by, only=only)
    with transaction.atomic():
        audit.record("participants.reminded", by=by, about=program.name)
        _start(program, RoundKind.REMIND, keys, by=by)
    return len(keys)


def send_due(now: datetime) -> int:
    """Set off HR's messages of the organisation in scope whose time has come; return how many messages."""
    due = OwnMessage.objects.filter(send_at__lte=now, sent_at=None, withdrawn_at=None)
    return sum(_begin(key, now) for key in due.values_list("pk", flat=True))


def write_next() -> bool:
    """Write the next few mails in the organisation in scope; return whether there was anything to write.

    The caller's transaction is that of these few. What another worker is at is left to it.
    """
    rows = Round.objects.filter(finished_at=None).order_by("started_at", "pk")
    row = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return False
    _write(row)
    return True


def running(program: Program) -> list[Round]:
    """Return the rounds whose mails are still being written."""
    return list(
        program.rounds.filter(finished_at=None).select_related("message").order_by("started_at", "pk")
    )


def stopped(program: Program) -> list[Stopped]:
    """Return the rounds that wait for HR because too many of their addresses take no mail."""
    names = Batch.objects.filter(flow=Flow.PAUSED).values_list("name", flat=True)
    named = {name.removeprefix("round:") for name in names if name.startswith("round:")}
    rows = program.rounds.filter(public_id__in=named).select_related("message").order_by("started_at", "pk")
    return [_stopped(row) for row in rows]


def release(row: Round, *, by: Membership) -> None:
    """Send the rest of a round that was stopped. Raises ProgramError for one that was not."""
    with transaction.atomic():
        _refuse_unstopped(row)
        batches.release(row.batch, clock.now())
        audit.record("round.released", by=by, about=row.program.name)


def keep(row: Round, *, by: Membership) -> None:
    """Send the rest of a stopped round to nobody; who was to be invited is as before and may be invited anew.

    Raises ProgramError for a round that was not stopped.
    """
    with transaction.atomic():
        locked = Round.objects.select_for_update(of=("self",)).select_related("program").get(pk=row.pk)
        _refuse_unstopped(locked)
        stops.settle(Message.objects.filter(batch=locked.batch, state=State.WAITING, lease_until=None))
        batches.keep(locked.batch)
        _finish(locked)
        if locked.kind == RoundKind.INVITE:
            _take_back(locked)
        audit.record("round.kept", by=by, about=locked.program.name)


def _start(
    program: Program, kind: RoundKind, keys: list[int], *, by: Membership, message: OwnMessage | None = None
) -> None:
    row = Round.objects.create(
        program=program,
        kind=kind,
        message=message,
        started_by=by,
        started_at=clock.now(),
        keys=keys,
        total=len(keys),
    )
    batches.open_batch(row.batch, size=len(keys))
    if len(keys) <= AT_ONCE:
        _write(row)
    else:
        tasks.ring_messages()


def _begin(key: int, now: datetime) -> bool:
    with transaction.atomic():
        begun = own_messages.begin(key, now)
        if begun:
            message, keys = begun
            _start(message.program, RoundKind.MESSAGE, keys, by=message.written_by, message=message)
    return bool(begun)


def _write(row: Round) -> None:
    part = row.keys[row.done : row.done + PART]
    try:
        with transaction.atomic():
            _write_part(row, part)
    except ProgramError:
        # The program was closed meanwhile, or has nobody to write to any more.
        part = row.keys[row.done :]
    row.done += len(part)
    row.save(update_fields=["done"])
    if row.done >= row.total:
        _finish(row)


def _write_part(row: Round, part: list[int]) -> None:
    people = list(Participant.objects.filter(pk__in=part))
    if row.kind == RoundKind.INVITE:
        enrolment.invite(people, by=row.started_by, batch=row.batch)
    elif row.kind == RoundKind.REMIND and enrolment.to_remind(row.program).filter(pk__in=part).exists():
        enrolment.remind(row.program, by=row.started_by, only=people, batch=row.batch)
    elif row.message:
        own_messages.send_to(row.message, part, batch=row.batch)


def _finish(row: Round) -> None:
    row.finished_at, row.keys = row.finished_at or clock.now(), []
    row.save(update_fields=["finished_at", "keys"])


def _stopped(row: Round) -> Stopped:
    if not row.may_be_counted:
        return Stopped(row, None, None)
    unwritten = row.total - row.done if row.finished_at is None else 0
    return Stopped(row, batches.bounced(row.batch), batches.held(row.batch) + unwritten)


def _refuse_unstopped(row: Round) -> None:
    if not Batch.objects.filter(name=row.batch, flow=Flow.PAUSED).exists():
        raise ProgramError(_("Darüber ist schon entschieden."))


def _take_back(row: Round) -> None:
    """Undo the invitations that never left. Their links are known to nobody, and go."""
    unsent = Message.objects.filter(batch=row.batch, state=State.HELD)
    names = [about.removeprefix("participant:") for about in unsent.values_list("about", flat=True)]
    people = row.program.participants.filter(public_id__in=names, standing=Standing.INVITED)
    links = ProgramInvitation.objects.filter(participant__in=people).values_list("invitation", flat=True)
    Invitation.objects.filter(pk__in=list(links), used_at=None).delete()
    people.update(standing=Standing.IMPORTED, invited_at=None)
    unsent.delete()
