"""How often somebody may try what costs others something, counted in the cache."""

import logging

from allauth.core import ratelimit
from django.http import HttpRequest
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def spend(request: HttpRequest, action: str, key: str) -> bool:
    """Count one attempt and return whether it was within the limits of settings.ACCOUNT_RATE_LIMITS.

    Without a cache nobody is refused.
    """
    try:
        return bool(ratelimit.consume(request, action=action, key=key))
    except RedisError:
        logger.warning("The cache is away; %s is not counted.", action)
        return True
