"""Celery is the bell: its tasks only wake sweeps, which find their work in the database."""

import os
import sys
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_init, before_task_publish, worker_init, worker_ready
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("umento")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def check_role(**kwargs: Any) -> None:
    from config.rolecheck import require_role

    try:
        require_role("worker")
    except (ImproperlyConfigured, DatabaseError) as error:
        raise SystemExit(str(error)) from error  # Celery swallows any other exception here


@beat_init.connect
def report_beat(**kwargs: Any) -> None:
    from config import health

    health.beat_is_alive()
    before_task_publish.connect(health.beat_is_alive)


@worker_ready.connect
def report_worker(**kwargs: Any) -> None:
    from config import health

    health.worker_is_alive()


@worker_ready.connect
def warm_engine(**kwargs: Any) -> None:
    """Compile the matching engine, or find it compiled, beside the work: the first time takes half a minute."""
    from config.embedded import leash

    command = ["nice", sys.executable, "-m", "matching.engine.warming"]
    app.warming = leash.start(command, cwd=Path(__file__).parent.parent)
