"""Booking, moving and cancelling sessions: the only module that writes ``Session`` and ``Busy`` for them.

First come, first served: cheap refusals, then a lock on the tandem and on both people in the order of their keys, the
same questions again, and the rows. The exclusion constraint on ``Busy`` is the net below.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Program, Tandem, TandemState
from sessions import busy, letters
from sessions.errors import BookingError, SessionChanged, SlotTaken
from sessions.models import Busy, Session, SessionState, Way
from sessions.times import offers
from tenancy import clock
from ui import dates

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
) -> Session:
    """Book the tandem's next session and tell both.

    ``number`` is the session this person saw as the next one. Raises SlotTaken when one of the two is no longer free or
    that session was booked meanwhile, BookingError for everything else.
    """
    _refuse_tandem(tandem)
    _refuse_time(tandem, starts_at, by)

    def write() -> Session:
        _refuse_tandem(tandem)
        _refuse_number(tandem, number)
        _refuse_time(tandem, starts_at, by)
        session = Session(
            tandem=tandem, number=tandem.sessions.next_number(), form=form, place=place, note=note
        )
        session.booked_by, session.booked_at = by, clock.now()
        _put(session, starts_at, by)
        letters.booked(session)
        return session

    return _first_come(tandem, write)


def move(session: Session, *, starts_at: datetime, by: Membership, revision: int | None = None) -> Session:
    """Move a session that has not begun, and tell both.

    ``revision`` is the one this person saw. Raises SlotTaken, SessionChanged, or BookingError for everything else.
    """
    tandem = session.tandem
    _refuse_tandem(tandem)
    _refuse_time(tandem, starts_at, by, besides=session)

    def write() -> Session:
        row = _current(session, revision)
        _refuse_begun(row)
        _refuse_time(tandem, starts_at, by, besides=row)
        before, row.revision = row.starts_at, row.revision + 1
        row.busy.all().delete()
        _put(row, starts_at, by)
        letters.moved(row, by=by, before=before)
        return row

    return _first_come(tandem, write)


def relocate(session: Session, *, form: str, place: str, by: Membership) -> Session:
    """Change how and where the two meet, and tell both if that is a change. Raises BookingError."""

    def write() -> Session:
        row = _current(session, None)
        _refuse_begun(row)
        if (row.form, row.place) != (form, place):
            row.form, row.place = form, place
            row.revision, row.changed_at = row.revision + 1, clock.now()
            row.save()
            letters.relocated(row, by=by)
        return row

    return _first_come(session.tandem, write)


def cancel(session: Session, *, by: Membership | None, revision: int | None = None) -> Session:
    """Cancel a session that has not begun, and tell both; a cancelled one stays as it is.

    ``by`` is None when the tandem pauses or ends. Raises SessionChanged or BookingError.
    """

    def write() -> Session:
        row = _current(session, None)
        if row.state == SessionState.CANCELLED:
            return row
        _refuse_changed(row, revision)
        _refuse_begun(row)
        row.state, row.revision, row.changed_at = SessionState.CANCELLED, row.revision + 1, clock.now()
        row.save()
        row.busy.all().delete()
        letters.cancelled(row, by=by)
        return row

    return _first_come(session.tandem, write)


def cancel_coming(tandem: Tandem, *, now: datetime) -> None:
    """Cancel everything the tandem has still ahead, because it pauses or ends."""
    for session in tandem.sessions.coming(now).filter(starts_at__gt=now):
        cancel(session, by=None)


def _first_come(tandem: Tandem, write: Callable[[], Result]) -> Result:
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


def _refuse_tandem(tandem: Tandem) -> None:
    if tandem.state == TandemState.PAUSED:
        raise BookingError(_("Dieses Tandem ist pausiert. Termine gibt es wieder, sobald es weitergeht."))
    if tandem.state != TandemState.ACTIVE:
        raise BookingError(_("Dieses Tandem läuft gerade nicht."))


def _refuse_time(
    tandem: Tandem, starts_at: datetime, by: Membership, *, besides: Session | None = None
) -> None:
    ends_at = starts_at + timedelta(minutes=tandem.program.session_minutes)
    if starts_at <= clock.now():
        raise BookingError(_("Diese Zeit ist schon vorbei."))
    if offers.within(tandem.program, starts_at, ends_at) != (starts_at, ends_at):
        raise BookingError(_outside(tandem.program))
    taken = Busy.objects.of(tandem.members).between(starts_at, ends_at).besides(besides)
    if clash := taken.select_related("session").order_by("pk").first():
        raise _taken(tandem, clash, by)


def _taken(tandem: Tandem, clash: Busy, by: Membership) -> SlotTaken:
    """Say whose time it is: one's own, or the other person's without any detail."""
    if clash.session and clash.session.tandem_id == tandem.pk:
        sentence = _("Für diese Zeit ist schon Sitzung {number} verabredet.").format(
            number=clash.session.number
        )
        return SlotTaken(sentence, clash.session)
    if clash.person_id == by.pk:
        return SlotTaken(_("Zu dieser Zeit ist schon etwas anderes verabredet."))
    partner = tandem.partner_of(by).first_name
    if clash.feed_id:
        return SlotTaken(_("Diese Zeit passt bei {partner} nicht.").format(partner=partner))
    return SlotTaken(_("Diese Zeit ist bei {partner} gerade vergeben worden.").format(partner=partner))


def _outside(program: Program) -> str:
    first, last = (dates.words(day, "day_year") for day in (program.starts_on, program.ends_on) if day)
    return _("Das Programm geht vom {first} bis zum {last}.").format(first=first, last=last)


def _refuse_number(tandem: Tandem, number: int | None) -> None:
    """Refuse when the other person was faster with this very session, or when all are taken."""
    rival = tandem.sessions.standing().filter(number=number).first()
    if rival:
        raise SlotTaken(_("Sitzung {number} ist inzwischen verabredet.").format(number=number), rival)
    count = tandem.program.session_count
    if tandem.sessions.next_number() > count:
        raise BookingError(_("Alle {count} Sitzungen des Programms sind schon vergeben.").format(count=count))


def _current(session: Session, revision: int | None) -> Session:
    row = Session.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=session.pk)
    _refuse_changed(row, revision)
    return row


def _refuse_changed(row: Session, revision: int | None) -> None:
    if revision is not None and row.revision != revision:
        raise SessionChanged(_("Diese Sitzung ist inzwischen verschoben oder abgesagt worden."))


def _refuse_begun(row: Session) -> None:
    if not row.is_booked:
        raise BookingError(_("Diese Sitzung ist nicht mehr verabredet."))
    if not row.can_change(clock.now()):
        raise BookingError(_("Diese Sitzung hat schon begonnen."))


def _put(session: Session, starts_at: datetime, by: Membership) -> None:
    """Save the session at this time, as ``by`` reads clocks, and occupy both."""
    session.starts_at, session.zone, session.changed_at = starts_at, by.zone, clock.now()
    session.ends_at = starts_at + timedelta(minutes=session.tandem.program.session_minutes)
    session.local_start = starts_at.astimezone(session.tzinfo).strftime("%Y-%m-%dT%H:%M")
    session.save()
    busy.occupy(session.tandem.members, session.starts_at, session.ends_at, session=session)
