"""Booking all sessions that are left in one go."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Tandem
from sessions import booking, letters
from sessions.errors import BookingError, SeriesLost, SlotTaken
from sessions.models import Session, Way


def book_all(
    tandem: Tandem,
    *,
    times: Mapping[int, datetime],
    by: Membership,
    form: str = Way.ONLINE,
    place: str = "",
) -> list[Session]:
    """Book sessions by their numbers, all or none, and tell both: of each with its calendar file, and of
    several in one more mail.

    Raises SeriesLost with a sentence for each that is no longer to be had, BookingError for everything else.
    """
    _refuse_numbers(tandem, times)

    def write() -> list[Session]:
        sessions, lost = [], {}
        for number, starts_at in sorted(times.items()):
            try:
                session = booking.book(
                    tandem, starts_at=starts_at, by=by, form=form, place=place, number=number, exactly=True
                )
            except SlotTaken as taken:
                lost[number] = str(taken)
            else:
                sessions.append(session)
        if lost:
            raise SeriesLost(lost)
        if len(sessions) > 1:
            letters.series(sessions, by=by)
        return sessions

    return booking.first_come(tandem, write)


def _refuse_numbers(tandem: Tandem, times: Mapping[int, datetime]) -> None:
    count = tandem.program.session_count
    if not times or not all(1 <= number <= count for number in times):
        raise BookingError(_("Das Programm sieht {count} Sitzungen vor.").format(count=count))
    in_order = [starts_at for _number, starts_at in sorted(times.items())]
    if in_order != sorted(in_order):
        raise BookingError(_("Die Sitzungen sollen in der Reihenfolge ihrer Nummern liegen."))
