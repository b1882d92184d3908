"""A time outside the list: one asks, the other answers, and only a yes books or moves.

Meanwhile the time is held for both. Whatever is booked is booked by ``sessions.booking``, in the same transaction.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Tandem
from sessions import booking, holds, request_letters
from sessions.errors import BookingError, RequestChanged
from sessions.models import RequestState, Session, TimeRequest, Way
from sessions.refusals import refuse_begun, refuse_changed, refuse_number, refuse_tandem, refuse_time
from sessions.times import objections
from tenancy import clock
from tenancy.scope import scope, system

ANSWER_TIME = timedelta(hours=48)
#: So long before a session that is to be moved it is settled whether it is.
BEFORE_OLD = timedelta(hours=24)
#: A request that leaves less than this may be answered until the old time itself.
SHORTEST = timedelta(hours=2)


def answer_until(starts_at: datetime, *, now: datetime, session: Session | None = None) -> datetime:
    """Return until when the other one may say yes to ``starts_at``, for a new session or instead of an old time."""
    ends = [now + ANSWER_TIME, starts_at]
    if session:
        settled = session.starts_at - BEFORE_OLD
        ends.append(settled if settled >= now + SHORTEST else session.starts_at)
    return min(ends)


def ask(
    tandem: Tandem,
    *,
    starts_at: datetime,
    by: Membership,
    form: str = Way.ONLINE,
    place: str = "",
    note: str = "",
    number: int | None = None,
    session: Session | None = None,
    revision: int | None = None,
    replaces: str = "",
) -> TimeRequest:
    """Ask the other one for a time, hold it for both, and write to them. Asking for the same again changes nothing.

    For the next session, which this person saw as ``number``, or for ``session`` to be moved, seen with ``revision``.
    ``replaces`` is the name of the open request they saw: their own is taken back, the other one's declined. Raises
    RequestChanged when another one is open, SlotTaken, SessionChanged, or BookingError for everything else.
    """

    def write() -> TimeRequest:
        before = tandem.time_requests.open().with_people().first()
        if before and _is_same(before, starts_at, by, session):
            return before
        if before:
            _make_room(before, by, replaces)
        refuse_tandem(tandem)
        row = _to_move(session, revision) if session else None
        if not row:
            refuse_number(tandem, number)
        refuse_time(tandem, starts_at, by, besides=row)
        _refuse_absence(tandem, starts_at, of=by, viewer=by, moving=row)
        request = TimeRequest(tandem=tandem, session=row, starts_at=starts_at, asked_by=by, note=note)
        request.form, request.place = (row.form, row.place) if row else (form, place)
        request.number = row.number if row else number or tandem.sessions.next_number()
        request.revision = row.revision if row else None
        _save(request)
        request_letters.asked(request, instead_of=before)
        return request

    return booking.first_come(tandem, write)


def accept(request: TimeRequest, *, by: Membership) -> Session:
    """Say yes: book or move, and tell both. Return the session; saying yes again returns it again.

    Raises RequestChanged when it is no longer open, SlotTaken, or BookingError for everything else.
    """

    def write(row: TimeRequest) -> TimeRequest:
        if row.is_over(clock.now()):
            raise RequestChanged(_("Die Zeit für eine Antwort ist vorbei."))
        holds.close(row, RequestState.ACCEPTED, at=clock.now())
        refuse_time(row.tandem, row.starts_at, by, besides=row.session)
        _refuse_absence(row.tandem, row.starts_at, of=row.asked_by, viewer=by, moving=row.session)
        row.session = _moved(row, row.session) if row.session else _booked(row)
        row.save(update_fields=["session"])
        return row

    _refuse_asker(request, by)
    answered = _answer(request, RequestState.ACCEPTED, write)
    return cast(Session, answered.session)


def decline(request: TimeRequest, *, by: Membership) -> TimeRequest:
    """Say that the time does not suit, and tell the asker with other times. Raises RequestChanged, BookingError."""

    def write(row: TimeRequest) -> TimeRequest:
        holds.close(row, RequestState.DECLINED, at=clock.now())
        request_letters.declined(row)
        return row

    _refuse_asker(request, by)
    return _answer(request, RequestState.DECLINED, write)


def withdraw(request: TimeRequest, *, by: Membership) -> TimeRequest:
    """Take back what one has asked, and tell the other one. Raises RequestChanged, BookingError."""

    def write(row: TimeRequest) -> TimeRequest:
        holds.close(row, RequestState.WITHDRAWN, at=clock.now())
        request_letters.withdrawn(row)
        return row

    if by.pk != request.asked_by_id:
        raise BookingError(_("Zurücknehmen kann eine Anfrage nur, wer gefragt hat."))
    return _answer(request, RequestState.WITHDRAWN, write)


def expire_due(now: datetime) -> int:
    """Close everything that nobody answered in time, in all organisations; return how many. Needs the worker's role."""
    with system():
        due = list(TimeRequest.objects.due(now).order_by("answer_until").values_list("organisation_id", "pk"))
    return sum(_expire_one(organisation, key, now) for organisation, key in due)


def _expire_one(organisation: int, key: int, now: datetime) -> bool:
    with scope(organisation):
        request = TimeRequest.objects.with_people().get(pk=key)
        return booking.first_come(request.tandem, lambda: _expire(_current(request), now))


def _expire(row: TimeRequest, now: datetime) -> bool:
    if not row.is_open or not row.is_over(now):
        return False
    holds.close(row, RequestState.EXPIRED, at=now)
    request_letters.expired(row)
    return True


def _answer(
    request: TimeRequest, state: RequestState, write: Callable[[TimeRequest], TimeRequest]
) -> TimeRequest:
    """Run ``write`` on an open request; the same answer again changes nothing."""

    def locked() -> TimeRequest:
        row = _current(request)
        if row.state == state:
            return row
        if not row.is_open:
            raise RequestChanged(_("Diese Anfrage ist nicht mehr offen."))
        return write(row)

    return booking.first_come(request.tandem, locked)


def _current(request: TimeRequest) -> TimeRequest:
    """Read it again; the lock on the tandem keeps it as it is."""
    return TimeRequest.objects.with_people().get(pk=request.pk)


def _is_same(request: TimeRequest, starts_at: datetime, by: Membership, session: Session | None) -> bool:
    return (request.asked_by_id, request.session_id, request.starts_at) == (
        by.pk,
        session and session.pk,
        starts_at,
    )


def _make_room(request: TimeRequest, by: Membership, replaces: str) -> None:
    """Close the open request that this person saw, or whose time is over; refuse when there is another one."""
    if request.is_over(clock.now()):
        _expire(request, clock.now())
    elif request.public_id == replaces:
        is_own = request.asked_by_id == by.pk
        holds.close(request, RequestState.WITHDRAWN if is_own else RequestState.DECLINED, at=clock.now())
    elif request.asked_by_id == by.pk:
        raise RequestChanged(_("Sie haben schon eine Zeit angefragt, die Antwort steht noch aus."))
    else:
        raise RequestChanged(
            _("{name} hat inzwischen eine Zeit angefragt.").format(name=request.asked_by.first_name)
        )


def _to_move(session: Session, revision: int | None) -> Session:
    row = Session.objects.with_people().get(pk=session.pk)
    refuse_changed(row, revision)
    refuse_begun(row)
    return row


def _refuse_absence(
    tandem: Tandem, starts_at: datetime, *, of: Membership, viewer: Membership, moving: Session | None
) -> None:
    """Refuse when the asker is away. The other one decides with their answer whether to come all the same."""
    sentence = objections.find(
        tandem,
        starts_at,
        viewer=viewer,
        now=clock.now(),
        counting=objections.FIRM,
        moving=moving,
        of=[of],
    )
    if sentence:
        raise BookingError(sentence)


def _refuse_asker(request: TimeRequest, by: Membership) -> None:
    if by.pk == request.asked_by_id or request.tandem.side_of(by) is None:
        raise BookingError(_("Antworten kann nur die andere Person."))


def _save(request: TimeRequest) -> None:
    now, minutes = clock.now(), request.tandem.program.session_minutes
    request.ends_at = request.starts_at + timedelta(minutes=minutes)
    request.zone, request.asked_at = request.asked_by.zone, now
    request.answer_until = answer_until(request.starts_at, now=now, session=request.session)
    request.save()
    holds.hold(request)


def _booked(request: TimeRequest) -> Session:
    return booking.book(
        request.tandem,
        starts_at=request.starts_at,
        by=request.asked_by,
        form=request.form,
        place=request.place,
        note=request.note,
        number=request.number,
        exactly=True,
        agreed=True,
    )


def _moved(request: TimeRequest, session: Session) -> Session:
    """Move. No revision is needed: whoever moves or cancels the session closes what is asked for it."""
    return booking.move(session, starts_at=request.starts_at, by=request.asked_by, agreed=True)
