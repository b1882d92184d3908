"""Celery's part in accounts: waking the sweep that forgets."""

from celery import shared_task

from tenancy import clock


@shared_task(name="accounts.tasks.forget")
def forget() -> None:
    """Delete what is older than each house wants it kept."""
    from accounts.retention import forget

    forget(clock.now())
