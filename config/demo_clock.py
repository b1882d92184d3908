"""The demo's clock: the machine's, plus an offset that people move forward at /dev/clock/.

The offset lives in a file of the demo's folder, so that web and worker agree and nothing sets time back.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    return timezone.now() + offset()


def offset() -> timedelta:
    try:
        return timedelta(seconds=int(_file().read_text()))
    except FileNotFoundError:
        return timedelta()


def move_forward(by: timedelta) -> None:
    seconds = int((offset() + by).total_seconds())
    draft = _file().with_suffix(".new")
    draft.write_text(str(seconds))
    draft.replace(_file())


def _file() -> Path:
    return settings.DEMO_FOLDER / "clock"
