"""Dates and times in words, the same on pages and in mails: always the weekday, no year unless asked for."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language

FORMATS = {
    "weekday": ("D", "D"),
    "day": ("j. F", "j F"),
    "day_year": ("j. F Y", "j F Y"),
    "medium": ("D, j. F", "D, j F"),
    "long": ("l, j. F", "l, j F"),
    "long_year": ("l, j. F Y", "l, j F Y"),
    "month": ("F Y", "F Y"),
}
SHORT_MONTHS = [
    "Jan.",
    "Feb.",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "Aug.",
    "Sept.",
    "Okt.",
    "Nov.",
    "Dez.",
]


def german() -> bool:
    return (get_language() or "de").startswith("de")


def local(value: date | datetime, zone: str | ZoneInfo | None = None) -> date | datetime:
    """An aware datetime in `zone` (else in the active zone); dates and naive datetimes unchanged."""
    if not isinstance(value, datetime) or timezone.is_naive(value):
        return value
    return timezone.localtime(value, ZoneInfo(zone) if isinstance(zone, str) else zone)


def words(value: date | datetime, style: str = "long", zone: str | ZoneInfo | None = None) -> str:
    """A day in words. `style`: long "Donnerstag, 21. Januar", long_year, medium "Do, 21. Januar",
    short "Do, 21. Jan.", sheet "21. Jan.", day "21. Januar", day_year, weekday "Do", month "Januar 2027".
    """
    moment = local(value, zone)
    if style == "short":
        return f"{date_format(moment, 'D')}, {sheet(moment)}"
    if style == "sheet":
        return sheet(moment)
    return date_format(moment, FORMATS[style][0 if german() else 1])


def sheet(moment: date) -> str:
    return f"{moment.day}. {short_month(moment)}" if german() else f"{moment.day} {short_month(moment)}"


def short_month(moment: date) -> str:
    return SHORT_MONTHS[moment.month - 1] if german() else date_format(moment, "M")


def clock(value: datetime, zone: str | ZoneInfo | None = None) -> str:
    return date_format(local(value, zone), "G:i")


def hours(start: datetime, end: datetime, zone: str | ZoneInfo | None = None) -> str:
    """From and to on one day: "10:30 bis 11:15 Uhr" or "10:30–11:15"."""
    if german():
        return f"{clock(start, zone)} bis {clock(end, zone)}\N{NO-BREAK SPACE}Uhr"
    return f"{clock(start, zone)}–{clock(end, zone)}"


def span(start: datetime, end: datetime, style: str = "long", zone: str | ZoneInfo | None = None) -> str:
    """Day and hours: "Donnerstag, 21. Januar, 10:30 bis 11:15 Uhr" or "Thursday, 21 January, 10:30–11:15"."""
    return f"{words(start, style, zone)}, {hours(start, end, zone)}"
