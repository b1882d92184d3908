"""Booking, moving and cancelling sessions: the only module that writes ``Session`` and ``Busy`` for them.

First come, first served: cheap refusals, then a lock on the tandem and on both people in the order of their keys, the
same questions again, and the rows. The exclusion constraint on ``Busy`` is the net below.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Side, Tandem
from sessions import busy, changes, holds, letters
from sessions.calendars import rooms
from sessions.errors import BookingError
from sessions.models import ChangeKind, Delegate, Session, SessionChange, SessionState, Way
from sessions.refusals import refuse_begun, refuse_changed, refuse_number, refuse_tandem, refuse_time
from tenancy import clock

Result = TypeVar("Result")


def book(
    tandem: Tandem,
    *,
    starts_at: datetime,
    by: Membership,
    form: str = Way.ONLINE,
    place: str = "",
    note: str = "",
    number: int | None = None,
    exactly: bool = False,
    agreed: bool = False,
) -> Session:
    """Book the tandem's next session and tell both.

    ``number`` is the session this person saw as the next one; ``exactly``: that one, even when an earlier one is open.
    ``agreed``: ``by`` asked for this time, and the other one said yes. Raises SlotTaken when one of the two is no
    longer free or that session was booked meanwhile, BookingError for everything else.
    """
    refuse_tandem(tandem)
    refuse_time(tandem, starts_at, by)

    def write() -> Session:
        refuse_tandem(tandem)
        refuse_number(tandem, number)
        refuse_time(tandem, starts_at, by)
        session = Session(tandem=tandem, form=form, place=place, note=note)
        session.number = number if exactly and number else tandem.sessions.next_number()
        session.place = place or rooms.room_for(tandem, by=by, form=form, name=session.public_id)
        session.booked_by, session.booked_at = by, clock.now()
        _put(session, starts_at, by)
        holds.overtake(session, by=by)
        letters.booked(session, agreed=agreed)
        return session

    return first_come(tandem, write)


def move(
    session: Session,
    *,
    starts_at: datetime,
    by: Membership,
    revision: int | None = None,
    agreed: bool = False,
    delegate: Delegate | None = None,
) -> Session:
    """Move a session that has not begun, and tell both.

    ``revision`` is the one this person saw. ``agreed``: the other one said yes before, so that no limit holds.
    ``delegate`` acts for ``by``. Raises SlotTaken, SessionChanged, or BookingError for everything else.
    """

    by_delegate = delegate is not None

    def record(row: Session) -> SessionChange:
        if not agreed:
            changes.refuse_limit(row, by=by, is_delegated=by_delegate)
        return changes.record(
            row,
            by=by,
            kind=ChangeKind.MOVED,
            after=starts_at,
            is_agreed=agreed,
            is_delegated=by_delegate,
        )

    def tell(row: Session, change: SessionChange) -> None:
        letters.moved(row, by=by, before=change.before, delegate=delegate)

    return _shift(session, starts_at, by, revision, record, tell)


def replace(session: Session, *, starts_at: datetime, by: Membership, revision: int | None = None) -> Session:
    """Cancel the time of a session and take another one in the same step; the session keeps number and name.

    However late it is. Raises SlotTaken, SessionChanged, or BookingError for everything else.
    """

    def record(row: Session) -> SessionChange:
        if row.starts_at == starts_at:
            raise BookingError(_("Das ist die bisherige Zeit. Bitte eine andere aussuchen."))
        return changes.record(row, by=by, kind=ChangeKind.CANCELLED, after=starts_at)

    def tell(row: Session, change: SessionChange) -> None:
        letters.replaced(row, by=by, before=change.before, is_late=change.is_late)

    return _shift(session, starts_at, by, revision, record, tell)


def relocate(session: Session, *, form: str, place: str, by: Membership) -> Session:
    """Change how and where the two meet, and tell both if that is a change. Raises BookingError."""
    place = place or rooms.room_for(session.tandem, by=by, form=form, name=session.public_id)

    def write() -> Session:
        row = _current(session, None)
        refuse_begun(row)
        if (row.form, row.place) != (form, place):
            row.form, row.place = form, place
            row.revision, row.changed_at = row.revision + 1, clock.now()
            row.save()
            letters.relocated(row, by=by)
        return row

    return first_come(session.tandem, write)


def cancel(
    session: Session,
    *,
    by: Membership | None,
    revision: int | None = None,
    from_calendar: bool = False,
    with_request: bool = False,
) -> Session:
    """Cancel a session that has not begun, and tell both; a cancelled one stays as it is.

    ``by`` is None when the tandem pauses or ends. The mentee cancels with a new time in the same step (``replace``),
    unless they declined in their calendar or ask for a time of their own in the same transaction (``with_request``).
    Raises SessionChanged or BookingError.
    """

    def write() -> Session:
        row = _current(session, None)
        if row.state == SessionState.CANCELLED:
            return row
        refuse_changed(row, revision)
        refuse_begun(row)
        if by and row.tandem.side_of(by) == Side.MENTEE and not (from_calendar or with_request):
            raise BookingError(_("Absagen geht zusammen mit einer neuen Zeit. Bitte eine aussuchen."))
        change = changes.record(row, by=by, kind=ChangeKind.CANCELLED) if by else None
        row.state, row.revision, row.changed_at = SessionState.CANCELLED, row.revision + 1, clock.now()
        row.save()
        row.busy.all().delete()
        holds.overtake(row, by=by)
        letters.cancelled(row, by=by, is_late=bool(change and change.is_late), is_asked=with_request)
        return row

    return first_come(session.tandem, write)


def cancel_coming(tandem: Tandem, *, now: datetime) -> None:
    """Cancel everything the tandem has still ahead, because it pauses or ends."""
    for session in tandem.sessions.coming(now).filter(starts_at__gt=now):
        cancel(session, by=None)
    holds.drop(tandem)


def _shift(
    session: Session,
    starts_at: datetime,
    by: Membership,
    revision: int | None,
    record: Callable[[Session], SessionChange],
    tell: Callable[[Session, SessionChange], None],
) -> Session:
    """Put a session to another time. ``record`` refuses or writes down the change, ``tell`` tells both."""
    tandem = session.tandem
    refuse_tandem(tandem)
    refuse_time(tandem, starts_at, by, besides=session)

    def write() -> Session:
        row = _current(session, revision)
        refuse_begun(row)
        refuse_time(tandem, starts_at, by, besides=row)
        change = record(row)
        row.revision += 1
        row.busy.all().delete()
        _put(row, starts_at, by)
        holds.overtake(row, by=by)
        tell(row, change)
        return row

    return first_come(tandem, write)


def first_come(tandem: Tandem, write: Callable[[], Result]) -> Result:
    """Run ``write`` while nobody else can change this tandem or the time of its two people; return what it returns."""

    def locked() -> Result:
        _lock(tandem)
        return write()

    return busy.first_come(locked)


def _lock(tandem: Tandem) -> None:
    """Let nobody else change this tandem or the time of its two people until the transaction ends."""
    tandem.state = (
        Tandem.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=tandem.pk)
    )
    busy.lock(tandem.members)


def _current(session: Session, revision: int | None) -> Session:
    row = Session.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=session.pk)
    refuse_changed(row, revision)
    return row


def _put(session: Session, starts_at: datetime, by: Membership) -> None:
    """Save the session at this time, as ``by`` reads clocks, and occupy both."""
    session.starts_at, session.zone, session.changed_at = starts_at, by.zone, clock.now()
    session.ends_at = starts_at + timedelta(minutes=session.tandem.program.session_minutes)
    session.local_start = starts_at.astimezone(session.tzinfo).strftime("%Y-%m-%dT%H:%M")
    session.save()
    busy.occupy(session.tandem.members, session.starts_at, session.ends_at, session=session)
