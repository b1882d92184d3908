"""Why a time is suggested, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.times.ranking import Suggestion, Why


def sentence(suggestion: Suggestion, zone: ZoneInfo) -> str:
    """Return the reason for a suggested time as a short sentence without a full stop."""
    reason, start = suggestion.reason, suggestion.starts_at.astimezone(zone)
    match reason.why:
        case Why.RHYTHM:
            return _weeks(reason.days // 7, reason.number)
        case Why.NEAR_RHYTHM:
            return _("{days} Tage nach Sitzung {number}").format(days=reason.days, number=reason.number)
        case Why.SAME_WEEKDAY:
            return _same_weekday(start, reason.number)
        case Why.SAME_TIME:
            return _("Wochentag und Uhrzeit wie bei Sitzung {number}").format(number=reason.number)
        case _:
            return _plain(reason.why)


def _plain(why: Why) -> str:
    return {
        Why.START: _("In der ersten Woche des Programms"),
        Why.MORNING: _("Vormittags wie bisher"),
        Why.AFTERNOON: _("Nachmittags wie bisher"),
        Why.SOONEST: _("Der früheste gemeinsame Termin"),
        Why.FREE: _("Beide haben dann Zeit"),
    }[why]


def _weeks(weeks: int, number: int) -> str:
    sentence = ngettext(
        "Genau eine Woche nach Sitzung {number}", "Genau {weeks} Wochen nach Sitzung {number}", weeks
    )
    return sentence.format(weeks=weeks, number=number)


def _same_weekday(start: datetime, number: int) -> str:
    weekday = date_format(start, "l")
    return _("Wieder an einem {weekday} wie Sitzung {number}").format(weekday=weekday, number=number)
