"""Celery's part in demos: waking the sweeps."""

from celery import shared_task

from tenancy import clock


@shared_task(name="website.tasks.remind")
def remind() -> None:
    """Write all reminders of demos that are due."""
    from website.reminders import enqueue_due

    enqueue_due(clock.now())


@shared_task(name="website.tasks.forget")
def forget() -> None:
    """Delete what we have promised not to keep."""
    from website.retention import forget

    forget(clock.now())
