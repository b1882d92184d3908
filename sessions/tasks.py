"""Celery's part in reminders: waking the sweep."""

from celery import shared_task

from tenancy import clock


@shared_task(name="sessions.tasks.remind")
def remind() -> None:
    """Write all reminders that are due."""
    from sessions.reminders import enqueue_due

    enqueue_due(clock.now())
