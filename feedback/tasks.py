"""Celery's part in feedback: waking the sweeps, which find their work in the database."""

from celery import shared_task

from feedback import bundles, surveys
from tenancy import clock


@shared_task(name="feedback.tasks.ask")
def ask() -> None:
    """Ask for feedback after sessions that are over, and remind once."""
    now = clock.now()
    surveys.ask_due(now)
    surveys.remind_due(now)


@shared_task(name="feedback.tasks.bundle")
def bundle() -> None:
    """Write the mails in the morning of those who want one."""
    bundles.send_due(clock.now())
