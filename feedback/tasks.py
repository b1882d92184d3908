"""Celery's part in feedback: waking the sweeps, which find their work in the database."""

from celery import shared_task

from feedback import surveys
from tenancy import clock


@shared_task(name="feedback.tasks.ask")
def ask() -> None:
    """Ask for feedback after sessions that are over, and remind once."""
    now = clock.now()
    surveys.ask_due(now)
    surveys.remind_due(now)
