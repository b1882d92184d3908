"""Celery's part in matching: waking a worker, which finds the waiting runs in the database."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


@shared_task(name="matching.tasks.compute")
def compute() -> None:
    """Compute every run that waits."""
    from matching.runs import compute_waiting

    compute_waiting()


def ring() -> None:
    """Ask a worker to compute soon. Without a broker the next beat does it."""
    try:
        compute.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away; the next beat will start the computation.")
