"""Celery's part in mail: ringing the bell. A ring may be lost or doubled without harm; beat sweeps anyway."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from tenancy import clock

logger = logging.getLogger(__name__)

#: Seconds. Rings that wait longer, because the mail server is slow, would only keep the worker from other tasks.
RINGS_FOR = 30


@shared_task(name="mail.tasks.sweep")
def sweep() -> None:
    """Deliver all mail that is due."""
    from mail.delivery import deliver_due

    deliver_due(clock.now())


def ring() -> None:
    """Ask a worker to sweep soon. Without a broker the next beat does it."""
    try:
        sweep.apply_async(retry=False, expires=RINGS_FOR)
    except OperationalError:
        logger.warning("The broker is away; the next sweep will send the mail.")
