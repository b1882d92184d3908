"""What an open request holds: the time of both, until it is answered, taken back, or overtaken by a booking.

Everything here needs the lock on the tandem and on both people, see ``booking.first_come``.
"""

from datetime import datetime

from accounts.models import Membership
from programs.models import Tandem
from sessions import busy
from sessions.models import RequestState, Session, TimeRequest
from sessions.querysets import TimeRequestQuerySet
from sessions.times.slots import without
from tenancy import clock


def hold(request: TimeRequest) -> None:
    """Occupy both, but for what the session to be moved occupies already."""
    moving = [request.session] if request.session else []
    occupied = [(session.starts_at, session.ends_at) for session in moving]
    for starts_at, ends_at in without([(request.starts_at, request.ends_at)], occupied):
        busy.occupy(request.tandem.members, starts_at, ends_at, request=request)


def close(request: TimeRequest, state: str, *, at: datetime) -> None:
    """End an open request and free the time it holds."""
    request.busy.all().delete()
    request.state, request.answered_at = state, at
    request.save(update_fields=["state", "answered_at"])


def overtake(session: Session, *, by: Membership | None) -> None:
    """Close what was asked for this session's number, because it was booked, moved or cancelled without an answer.

    Nobody is told: both get the mail about the session.
    """
    _overtake(session.tandem.time_requests.open().filter(number=session.number), by)


def drop(tandem: Tandem) -> None:
    """Close what the tandem has asked, because it pauses or ends."""
    _overtake(tandem.time_requests.open(), None)


def _overtake(requests: TimeRequestQuerySet, by: Membership | None) -> None:
    for request in requests:
        is_answer = by is not None and by.pk != request.asked_by_id
        close(request, RequestState.DECLINED if is_answer else RequestState.WITHDRAWN, at=clock.now())
