"""What happens to sessions when a tandem's life changes, and to private links when a person leaves."""

from datetime import datetime
from typing import Any

from accounts.models import Membership
from programs.models import Tandem, TandemState
from sessions import booking, delegates
from sessions.calendars import feed_out

#: In these states a tandem meets no more, for now or for good.
AT_REST = {TandemState.PAUSED, TandemState.ENDED, TandemState.NOT_FORMED}


def cancel_sessions(*, tandem: Tandem, after: str, at: datetime, **kwargs: Any) -> None:
    """Cancel what is still ahead, in the transaction in which the tandem came to rest."""
    if after in AT_REST:
        booking.cancel_coming(tandem, now=at)


def end_calendar(*, membership: Membership, **kwargs: Any) -> None:
    """End the address under which a person's calendar reads their sessions: it must not come back with them."""
    feed_out.switch_off(membership)


def end_delegates(*, membership: Membership, **kwargs: Any) -> None:
    """End the links by which others move this person's dates: they must not come back with them."""
    delegates.end_all(membership)
