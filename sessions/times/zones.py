"""Names of time zones for people."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location, get_timezone_name

from ui import dates


def name(zone: ZoneInfo, at: datetime) -> str:
    """Return the city and the time that is kept there at ``at``: "Berlin (MEZ)" or "Berlin (CET)"."""
    locale = "de" if dates.german() else "en_GB"
    local = at.astimezone(zone)
    return f"{city(zone)} ({get_timezone_name(local, width='short', locale=locale)})"


def city(zone: ZoneInfo) -> str:
    """Return the city alone, for times that lie before and after a clock change: "Berlin"."""
    return get_timezone_location(zone, locale="de" if dates.german() else "en_GB", return_city=True)


def mark(start: datetime, zone: ZoneInfo) -> str:
    """Return the name of the time that is kept at ``start`` if clocks show this time twice, else ""."""
    local = start.astimezone(zone)
    if local.replace(fold=1).utcoffset() == local.replace(fold=0).utcoffset():
        return ""
    return get_timezone_name(local, width="short", locale="de" if dates.german() else "en_GB")
