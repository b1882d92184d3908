"""Panels that fail alone: what is wrong in one of them leaves the rest of the page as it is."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction

Shown = TypeVar("Shown")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Panel(Generic[Shown]):
    """What a panel shows, or that it could not be found out."""

    value: Shown | None = None
    failed: bool = False


def panel(build: Callable[[], Shown]) -> Panel[Shown]:
    """Return what ``build`` returns. Whatever it raises is logged and makes a failed panel; the scope stays usable."""
    try:
        with transaction.atomic():
            return Panel(build())
    except Exception:
        logger.exception("A panel of the overview failed.")
        return Panel(failed=True)
