"""The one place where "now" comes from.

Pure code gets the time as a parameter; only the outermost step asks this clock.
"""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string


def system_now() -> datetime:
    """Return the machine's time in UTC."""
    return timezone.now()


def now() -> datetime:
    """Return the present as the installation sees it: an aware datetime in UTC.

    Settings name the source (``CLOCK``), so that a demo can look at tomorrow's reminders today.
    """
    source: datetime = import_string(settings.CLOCK)()
    return source
