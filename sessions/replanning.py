"""Cancelling with a time of one's own: the old one goes at once, the new one is asked for."""

from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from sessions import booking, requests
from sessions.models import Session, TimeRequest


def cancel_and_ask(
    session: Session,
    *,
    starts_at: datetime,
    by: Membership,
    revision: int | None = None,
    replaces: str = "",
) -> TimeRequest:
    """Cancel a session and ask the other one for another time, for the same number. Both happen, or nothing.

    ``replaces`` is the name of the open request this person saw.
    Raises RequestChanged, SlotTaken, SessionChanged, or BookingError for everything else.
    """
    with transaction.atomic():
        row = booking.cancel(session, by=by, revision=revision, with_request=True)
        return requests.ask(
            row.tandem,
            starts_at=starts_at,
            by=by,
            form=row.form,
            place=row.place,
            number=row.number,
            replaces=replaces,
        )
