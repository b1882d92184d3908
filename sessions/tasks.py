"""Celery's part in reminders and calendars: waking the sweeps."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from tenancy import clock

logger = logging.getLogger(__name__)


@shared_task(name="sessions.tasks.remind")
def remind() -> None:
    """Write all reminders that are due."""
    from sessions.reminders import enqueue_due

    enqueue_due(clock.now())


@shared_task(name="sessions.tasks.nudge")
def nudge() -> None:
    """Nudge the tandems that have fallen silent, with each organisation's daily batch."""
    from sessions.silence import nudge_due

    nudge_due(clock.now())


@shared_task(name="sessions.tasks.read_calendars")
def read_calendars() -> None:
    """Read the calendars that people have named and that are due."""
    from sessions.calendars.feeds import refresh_due

    refresh_due(clock.now())


@shared_task(name="sessions.tasks.forget_keys")
def forget_keys() -> None:
    """Delete the keys of forms that nobody sends again."""
    from sessions.keys import forget

    forget(clock.now())


@shared_task(name="sessions.tasks.expire_requests")
def expire_requests() -> None:
    """Close the requests for a time that nobody answered."""
    from sessions.requests import expire_due

    expire_due(clock.now())


def ring_feeds() -> None:
    """Ask a worker to read calendars soon. Without a broker the next beat does it."""
    try:
        read_calendars.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away; the next sweep will read the calendar.")
