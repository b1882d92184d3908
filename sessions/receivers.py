"""What happens to sessions when a tandem's life changes."""

from datetime import datetime
from typing import Any

from programs.models import Tandem, TandemState
from sessions import booking

#: In these states a tandem meets no more, for now or for good.
AT_REST = {TandemState.PAUSED, TandemState.ENDED, TandemState.NOT_FORMED}


def cancel_sessions(*, tandem: Tandem, after: str, at: datetime, **kwargs: Any) -> None:
    """Cancel what is still ahead, in the transaction in which the tandem came to rest."""
    if after in AT_REST:
        booking.cancel_coming(tandem, now=at)
