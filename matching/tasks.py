"""Celery's part in matching: waking a worker, which finds in the database what is to compute or to send out."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from tenancy import clock

logger = logging.getLogger(__name__)


@shared_task(name="matching.tasks.compute")
def compute() -> None:
    """Compute every run that waits."""
    from matching.runs import compute_waiting

    compute_waiting()


@shared_task(name="matching.tasks.publish")
def publish() -> None:
    """Send out the tandems of every run whose time has come. May run as often as one likes."""
    from matching.publishing import publish_due

    publish_due(clock.now())


def ring() -> None:
    """Ask a worker to compute soon. Without a broker the next beat does it."""
    try:
        compute.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away; the next beat will start the computation.")
