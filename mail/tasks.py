"""Celery's part in mail: ringing the bell. A ring may be lost or doubled without harm; beat sweeps anyway."""

import logging

from celery import shared_task
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis import RedisError

from tenancy import clock

logger = logging.getLogger(__name__)

RUNG = "mail-rung"
#: Seconds in which a sweep has begun, or is better left to the next ring: with a slow mail server rings would pile up
#: and keep the worker from its other tasks.
RINGS_FOR = 10


@shared_task(name="mail.tasks.sweep")
def sweep() -> None:
    """Deliver all mail that is due."""
    from mail.delivery import deliver_due

    cache.delete(RUNG)  # first: what is written from now on rings again
    deliver_due(clock.now())


def ring() -> None:
    """Ask a worker to sweep soon, unless one was asked just now. Without a broker the next beat does it."""
    try:
        if cache.add(RUNG, True, RINGS_FOR):
            sweep.apply_async(retry=False, expires=RINGS_FOR)
    except (OperationalError, RedisError):
        logger.warning("The broker is away; the next sweep will send the mail.")
