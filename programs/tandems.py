"""The life of a tandem. The only module that assigns ``Tandem.state``.

The mentor is asked first; the mentee learns of the tandem by the mentor's yes. A no and silence end alike, on the one
day that was fixed when the tandem was proposed, so that neither the pages nor their timing tell them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from programs import letters
from programs.errors import ProgramError
from programs.models import Participant, Program, Side, Standing, Tandem, TandemEvent, TandemState
from programs.signals import tandem_moved
from tenancy import clock

#: Days both have together; the mentor has the first half of them.
ANSWER_DAYS = 10

ASKED_MENTOR, ASKED_MENTEE = TandemState.ASKED_MENTOR, TandemState.ASKED_MENTEE
DECLINED, NOT_FORMED = TandemState.DECLINED, TandemState.NOT_FORMED
ACTIVE, PAUSED, ENDED = TandemState.ACTIVE, TandemState.PAUSED, TandemState.ENDED


class Actor(StrEnum):
    MENTOR = "mentor"
    MENTEE = "mentee"
    #: Whoever runs the program.
    LEAD = "lead"
    #: Nobody: the daily batch.
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed change; ``stamps`` are the columns that note its time."""

    after: TandemState
    actors: frozenset[Actor]
    stamps: tuple[str, ...] = field(default=())


MENTOR, MENTEE = frozenset({Actor.MENTOR}), frozenset({Actor.MENTEE})
TWO = MENTOR | MENTEE
LEAD = frozenset({Actor.LEAD})
ANYBODY = TWO | LEAD
BATCH = frozenset({Actor.BATCH})

#: All that may happen: (verb, state before) → move. ``drop`` is somebody leaving the program.
MOVES: dict[tuple[str, TandemState], Move] = {
    ("accept", ASKED_MENTOR): Move(ASKED_MENTEE, MENTOR, ("mentor_accepted_at",)),
    ("accept", ASKED_MENTEE): Move(ACTIVE, MENTEE, ("mentee_accepted_at", "started_at")),
    ("decline", ASKED_MENTOR): Move(DECLINED, MENTOR),
    ("decline", ASKED_MENTEE): Move(DECLINED, TWO),
    # The mentor who takes back a yes must not find out that the mentee was faster.
    ("decline", DECLINED): Move(DECLINED, TWO),
    ("close", ASKED_MENTOR): Move(NOT_FORMED, BATCH),
    ("close", ASKED_MENTEE): Move(NOT_FORMED, BATCH),
    ("close", DECLINED): Move(NOT_FORMED, BATCH),
    # All three alike: HR must not learn from what it may do how far the two have come.
    ("withdraw", ASKED_MENTOR): Move(DECLINED, LEAD, ("withdrawn_at",)),
    ("withdraw", ASKED_MENTEE): Move(DECLINED, LEAD, ("withdrawn_at",)),
    ("withdraw", DECLINED): Move(DECLINED, LEAD, ("withdrawn_at",)),
    ("pause", ACTIVE): Move(PAUSED, ANYBODY),
    ("resume", PAUSED): Move(ACTIVE, ANYBODY),
    ("end", ACTIVE): Move(ENDED, ANYBODY, ("ended_at",)),
    ("end", PAUSED): Move(ENDED, ANYBODY, ("ended_at",)),
    ("hand_over", ACTIVE): Move(ENDED, LEAD, ("ended_at",)),
    ("hand_over", PAUSED): Move(ENDED, LEAD, ("ended_at",)),
    ("drop", ASKED_MENTOR): Move(DECLINED, TWO),
    ("drop", ASKED_MENTEE): Move(DECLINED, TWO),
    ("drop", ACTIVE): Move(ENDED, TWO, ("ended_at",)),
    ("drop", PAUSED): Move(ENDED, TWO, ("ended_at",)),
}


def propose(
    program: Program,
    *,
    mentor: Participant,
    mentee: Participant,
    reasons: Sequence[dict[str, Any]],
    by: Membership,
) -> Tandem:
    """Make a tandem and ask the mentor, whose mail is the only one that goes out.

    ``reasons`` are facts as ``{"code": …, "params": {…}}``. Raises ProgramError when the two cannot form a tandem.
    """
    with transaction.atomic():
        mentor, mentee = _locked(mentor, mentee)
        _refuse_unfit(program, mentor, mentee)
        now = clock.now()
        tandem = _create(
            program=program,
            mentor=mentor,
            mentee=mentee,
            reasons=list(reasons),
            created_at=now,
            answer_until=_end_of_day(now + timedelta(days=ANSWER_DAYS), program.organisation.zone),
        )
        _announce(tandem, before="", by=by, at=now)
        letters.proposal_to_mentor(tandem, until=deadline(tandem, Side.MENTOR))
    return tandem


def accept(tandem: Tandem, *, by: Membership) -> None:
    """Say yes. The mentor's yes asks the mentee, the mentee's yes starts the tandem and tells both.

    Raises ProgramError when this person is not the one asked or the time to answer is over.
    """
    with transaction.atomic():
        _move(tandem, "accept", by=by)
        if tandem.state == ACTIVE:
            letters.confirmed(tandem)
        else:
            letters.proposal_to_mentee(tandem, until=deadline(tandem, Side.MENTEE))


def decline(tandem: Tandem, *, by: Membership) -> None:
    """Say no, without a reason. Nobody is told before the day the time to answer is over; raises ProgramError."""
    _move(tandem, "decline", by=by)


def pause(tandem: Tandem, *, by: Membership) -> None:
    """Halt a running tandem; raises ProgramError when it does not run."""
    _move(tandem, "pause", by=by)


def resume(tandem: Tandem, *, by: Membership) -> None:
    """Let a paused tandem run on; raises ProgramError when it is not paused."""
    _move(tandem, "resume", by=by)


def end(tandem: Tandem, *, by: Membership) -> None:
    """End a tandem without a reason; both get the same neutral mail. Raises ProgramError when nothing is to end."""
    with transaction.atomic():
        _move(tandem, "end", by=by)
        letters.ended(tandem)


def withdraw(tandem: Tandem, *, by: Membership) -> None:
    """Take a proposal back for HR: it ends with the next daily batch, in the words of every other end.

    Until then the pages of the two stay as they are. Raises ProgramError when both have agreed or it is over.
    """
    _move(tandem, "withdraw", by=by)


def hand_over(tandem: Tandem, *, by: Membership) -> None:
    """End a tandem for HR so that both are free for the next run; they read the same as after any other end.

    Raises ProgramError when nothing is to end.
    """
    with transaction.atomic():
        _move(tandem, "hand_over", by=by)
        letters.ended(tandem)


def drop_all(participant: Participant, *, by: Membership) -> None:
    """Somebody leaves the program: what was asked counts as declined, what runs ends."""
    rows = Tandem.objects.filter(**{participant.side: participant})
    for tandem in rows.open().exclude(state=DECLINED).with_people():
        with transaction.atomic():
            _move(tandem, "drop", by=by)
            if tandem.state == ENDED:
                letters.ended(tandem)


def close_unanswered(now: datetime) -> int:
    """Close what did not come about by ``now``, with the same mail to whoever had been asked; return how many."""
    with transaction.atomic():
        tandems = list(Tandem.objects.to_close(now).with_people().select_for_update(of=("self",)))
        for tandem in tandems:
            _move(tandem, "close", by=None)
            letters.not_formed(tandem)
    return len(tandems)


def deadline(tandem: Tandem, side: Side) -> datetime:
    """Return until when this side may answer: the mentor has half of the time, the mentee the rest."""
    if side == Side.MENTEE:
        return tandem.answer_until
    middle = tandem.created_at + (tandem.answer_until - tandem.created_at) / 2
    return min(_end_of_day(middle, tandem.organisation.zone), tandem.answer_until)


def last_day(tandem: Tandem, side: Side) -> date:
    """Return the day until the end of which this side may answer."""
    return deadline(tandem, side).astimezone(ZoneInfo(tandem.organisation.zone)).date()


def _end_of_day(moment: datetime, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date(), time(23, 59), tzinfo=local.tzinfo)


def _locked(*participants: Participant) -> list[Participant]:
    keys = sorted(participant.pk for participant in participants)
    rows = (
        Participant.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)).with_people()
    )
    found = {row.pk: row for row in rows}
    return [found[participant.pk] for participant in participants]


def _refuse_unfit(program: Program, mentor: Participant, mentee: Participant) -> None:
    if (mentor.side, mentee.side) != (Side.MENTOR, Side.MENTEE) or {mentor.program_id, mentee.program_id} != {
        program.pk
    }:
        raise ProgramError(_("Ein Tandem braucht je eine Person von beiden Seiten desselben Programms."))
    for person in (mentor, mentee):
        if person.standing != Standing.JOINED or not person.membership.is_active:
            raise ProgramError(_("{name} nimmt gerade nicht teil.").format(name=person))
        if Tandem.objects.filter(**{person.side: person}).open().count() >= person.capacity:
            raise ProgramError(_("{name} hat keinen Platz für ein weiteres Tandem.").format(name=person))
    if Tandem.objects.filter(mentor=mentor, mentee=mentee).over().exists():
        raise ProgramError(_("Diese beiden waren schon einmal füreinander vorgesehen."))


def _create(**fields: Any) -> Tandem:
    try:
        with transaction.atomic():
            return Tandem.objects.create(state=ASKED_MENTOR, **fields)
    except IntegrityError as error:
        raise ProgramError(_("Diese beiden sind schon ein Tandem.")) from error


def _move(tandem: Tandem, verb: str, *, by: Membership | None) -> None:
    """Change the state by a move of the table, or refuse. Brings ``tandem`` up to date."""
    with transaction.atomic():
        row = Tandem.objects.select_for_update().get(pk=tandem.pk)
        actor, now, before = _actor(tandem, by), clock.now(), TandemState(row.state)
        move = MOVES.get((verb, before))
        if move is None or actor not in move.actors:
            raise ProgramError(_refusal(verb, row, actor))
        if verb == "accept" and now > deadline(row, Side(actor)):
            raise ProgramError(_("Die Zeit zum Antworten ist vorbei."))
        if verb == "withdraw" and row.withdrawn_at:
            raise ProgramError(_("Dieser Vorschlag ist schon zurückgezogen."))
        changed = {"state": move.after} | dict.fromkeys(move.stamps, now)
        for name, value in changed.items():
            setattr(tandem, name, value)
        tandem.save(update_fields=changed)
        _announce(tandem, before=before, by=by, at=now)
        if actor == Actor.LEAD:
            audit.record(f"tandem.{verb}", by=by, about=str(tandem))


def _actor(tandem: Tandem, by: Membership | None) -> Actor | None:
    if by is None:
        return Actor.BATCH
    if side := tandem.side_of(by):
        return Actor(side)
    leads = Program.objects.visible_to(by).filter(pk=tandem.program_id).exists()
    return Actor.LEAD if leads else None


def _refusal(verb: str, tandem: Tandem, actor: Actor | None) -> str:
    """Say what stands against it. Nobody may learn from the sentence which of the asked states it is."""
    state = TandemState(tandem.state)
    answered = actor == Actor.MENTOR and tandem.mentor_accepted_at
    if tandem.public_state == "asked" and verb != "accept":
        return _("Dieses Tandem ist noch angefragt.")
    if state in {ASKED_MENTOR, ASKED_MENTEE} or (state == DECLINED and answered):
        return _("Diese Antwort ist schon gespeichert.")
    sentences = {
        ACTIVE: _("Dieses Tandem läuft schon."),
        PAUSED: _("Dieses Tandem ist pausiert."),
        ENDED: _("Dieses Tandem ist beendet."),
    }
    return sentences.get(state, _("Dieses Tandem kommt nicht zustande. Wir suchen weiter."))


def _announce(tandem: Tandem, *, before: str, by: Membership | None, at: datetime) -> None:
    TandemEvent.objects.create(tandem=tandem, at=at, before=before, after=tandem.state, by=by)
    tandem_moved.send(sender=Tandem, tandem=tandem, before=before, after=tandem.state, at=at)
