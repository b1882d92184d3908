"""Booking, moving and cancelling demos: the only module that writes ``DemoBooking`` and ``Busy`` for them.

Everything here needs the scope of our house. First come, first served: all hosts are locked, the times are read again,
and of those who are free the one with the fewest demos gets it.
"""

from collections import Counter
from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from accounts import tokens
from accounts.emails import normalise
from accounts.models import Membership
from sessions import busy
from sessions.errors import SlotTaken
from tenancy import clock
from tenancy.models import new_public_id
from website import letters, times
from website.errors import DemoChanged, DemoError, SlotGone
from website.models import DemoBooking, DemoState

Result = TypeVar("Result")

OPEN_PER_ADDRESS = 2


def book(
    *, starts_at: datetime, name: str, email: str, interest: str = "", zone: str, language: str, key: str = ""
) -> DemoBooking:
    """Book a demo for a prospect, who reads clocks in ``zone``, and tell them and the host.

    The same booking sent twice with the same secret ``key`` (14 characters) is made once. Raises SlotGone when nobody
    of us is free then, DemoError for too many open demos of this address.
    """
    demo = DemoBooking(
        name=name,
        email=email,
        email_norm=normalise(email),
        interest=interest,
        zone=zone,
        language=language,
    )

    def write() -> DemoBooking:
        busy.lock(times.hosts())
        before = DemoBooking.objects.filter(public_id=key).first()
        if before and (before.starts_at, before.email_norm) == (starts_at, demo.email_norm):
            return before
        demo.public_id = new_public_id() if before or not key else key
        demo.digest = tokens.derive("demo", demo.public_id)[1]
        _refuse_many(demo.email_norm, starts_at)
        _put(demo, starts_at, _host(starts_at))
        letters.booked(demo)
        return demo

    return _first_come(write)


def move(demo: DemoBooking, *, starts_at: datetime, revision: int | None = None) -> DemoBooking:
    """Move a demo that has not begun, and tell everybody; the host stays the same where possible.

    ``revision`` is the one the prospect saw. Raises SlotGone, DemoChanged, or DemoError for everything else.
    """

    def write() -> DemoBooking:
        busy.lock(times.hosts())
        row = _current(demo, revision)
        before = copy(row)
        row.revision += 1
        host = _host(starts_at, moving=row)
        _release(row)
        _put(row, starts_at, host)
        letters.moved(row, before=before)
        return row

    return _first_come(write)


def cancel(demo: DemoBooking, *, by: Membership | None = None, revision: int | None = None) -> DemoBooking:
    """Cancel a demo that has not begun, and tell both; a cancelled one stays as it is.

    ``by`` is one of us, or None for the prospect. Raises DemoChanged or DemoError.
    """

    def write() -> DemoBooking:
        row = _locked(demo)
        if row.is_cancelled:
            return row
        _refuse_unchangeable(row, revision)
        _release(row)
        row.state, row.revision = DemoState.CANCELLED, row.revision + 1
        row.save(update_fields=["state", "revision", "busy"])
        letters.cancelled(row, by=by)
        return row

    return _first_come(write)


def hold(demo: DemoBooking) -> None:
    """Note that the demo took place."""
    _mark(demo, DemoState.HELD)


def miss(demo: DemoBooking) -> None:
    """Note that the prospect did not come."""
    _mark(demo, DemoState.NO_SHOW)


def _first_come(write: Callable[[], Result]) -> Result:
    try:
        return busy.first_come(write)
    except SlotTaken as taken:
        raise SlotGone(str(taken)) from taken


def _refuse_many(email_norm: str, starts_at: datetime) -> None:
    coming = DemoBooking.objects.coming(clock.now()).filter(email_norm=email_norm)
    starts = list(coming.values_list("starts_at", flat=True))
    if starts_at in starts:
        raise DemoError(_("Für diese Zeit ist mit dieser Adresse schon eine Demo gebucht."))
    if len(starts) >= OPEN_PER_ADDRESS:
        raise DemoError(
            _(
                "Mit dieser Adresse sind schon zwei Demos gebucht. Verschieben oder absagen geht über den Link in der "
                "Bestätigung."
            )
        )


def _host(starts_at: datetime, *, moving: DemoBooking | None = None) -> Membership:
    """Return who gives the demo: whoever had it, else the one with the fewest demos that day, then at all."""
    free = times.free(clock.now(), moving=moving).get(starts_at)
    if not free:
        raise SlotGone(_why_not(starts_at, clock.now()))
    if moving and moving.host in free:
        return moving.host
    given = DemoBooking.objects.standing().besides(moving).filter(host__in=free)
    starts = list(given.values_list("host_id", "starts_at"))
    that_day = Counter(host for host, start in starts if _day(start) == _day(starts_at))
    ever = Counter(host for host, _start in starts)
    return min(free, key=lambda host: (that_day[host.pk], ever[host.pk], host.pk))


def _day(moment: datetime) -> object:
    return moment.astimezone(times.ZONE).date()


def _why_not(starts_at: datetime, now: datetime) -> str:
    if starts_at <= now:
        return _("Diese Zeit ist schon vorbei.")
    if starts_at < times.earliest(now):
        return _("Diese Zeit ist zu nah. Vor einer Demo brauchen wir vier Arbeitsstunden.")
    if starts_at > now + times.HORIZON - times.LENGTH:
        return _("Diese Zeit ist zu weit weg. Demos gibt es bis sechs Wochen im Voraus.")
    return _("Diese Zeit ist gerade vergeben worden.")


def _put(demo: DemoBooking, starts_at: datetime, host: Membership) -> None:
    """Save the demo at this time, with this host, whom it occupies."""
    demo.starts_at, demo.ends_at, demo.host = starts_at, starts_at + times.LENGTH, host
    demo.booked_at = clock.now()
    [demo.busy] = busy.occupy([host], demo.starts_at, demo.ends_at, label="demo")
    demo.save()


def _release(demo: DemoBooking) -> None:
    """Let the host be free again at the demo's time."""
    if demo.busy:
        demo.busy.delete()
    demo.busy = None


def _locked(demo: DemoBooking) -> DemoBooking:
    rows = DemoBooking.objects.select_related("host", "busy").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=demo.pk)


def _current(demo: DemoBooking, revision: int | None) -> DemoBooking:
    row = _locked(demo)
    _refuse_unchangeable(row, revision)
    return row


def _refuse_unchangeable(row: DemoBooking, revision: int | None) -> None:
    if revision is not None and row.revision != revision:
        raise DemoChanged(_("Diese Demo ist inzwischen verschoben oder abgesagt worden."))
    if not row.is_booked:
        raise DemoError(_("Diese Demo ist nicht mehr gebucht."))
    if not row.can_change(clock.now()):
        raise DemoError(_("Diese Demo hat schon begonnen."))


def _mark(demo: DemoBooking, state: DemoState) -> None:
    if demo.is_cancelled:
        raise DemoError(_("Diese Demo ist abgesagt."))
    if demo.starts_at > clock.now():
        raise DemoError(_("Diese Demo hat noch nicht begonnen."))
    demo.state = state
    demo.save(update_fields=["state"])
