"""Celery's part in reminders: waking the sweep."""

from celery import shared_task

from tenancy import clock


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
