"""What keeps machines from filling the diary: so many bookings an hour by visitor and by address."""

import logging

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from accounts.emails import normalise
from website.errors import TooMany

logger = logging.getLogger(__name__)


def spend(request: HttpRequest, email: str) -> None:
    """Count one attempt; raise TooMany when they are used up (settings.ACCOUNT_RATE_LIMITS).

    Without a cache nobody is refused: two open demos an address remain the limit.
    """
    try:
        allowed = ratelimit.consume(request, action="demo_book", key=normalise(email))
    except RedisError:
        logger.warning("The cache is away; demo bookings are not counted.")
        return
    if not allowed:
        raise TooMany(_("Das waren viele Buchungen in kurzer Zeit. Bitte in einer Stunde noch einmal."))
