"""Why a time of a series is not the one that the rhythm asks for, in words. One's own reasons plainly."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Membership
from sessions.times.remaining import Remaining
from sessions.times.series import Turn
from sessions.times.slots import Obstacle, instants
from ui import dates

TAKEN = {Obstacle.BUSY, Obstacle.BREATHER, Obstacle.FULL_DAY}


def sentence(turn: Turn, remaining: Remaining) -> str:
    """Return why this session is not at the wanted time, as a short sentence without a full stop, or ""."""
    if turn.wanted is None or turn.starts_at is None:
        return ""
    wall = turn.starts_at.astimezone(remaining.zone).replace(tzinfo=None)
    if turn.skipped:
        return _("Später als im Rhythmus: vorher ist keine gemeinsame Zeit frei")
    if wall == turn.wanted:
        return ""
    reason = _reason(turn.wanted, remaining)
    if wall.date() == turn.wanted.date():
        return _("Andere Uhrzeit: {reason}").format(reason=reason)
    return _("Anderer Tag: {reason}").format(reason=reason)


def _reason(wanted: datetime, remaining: Remaining) -> str:
    found = instants(wanted, remaining.zone)
    if not found:
        return _("{clock} Uhr gibt es am {day} nicht, weil die Uhren umgestellt werden").format(
            **_words(wanted)
        )
    begin, end = found[0], found[0] + remaining.length
    people = sorted(remaining.calendars.items(), key=lambda known: known[0] != remaining.viewer)
    for person, calendar in people:
        if obstacle := calendar.obstacle(begin, end, remaining.now):
            if obstacle == Obstacle.HOLIDAY:
                return _holiday(begin.astimezone(calendar.zone), calendar.holidays)
            return _in_words(obstacle, wanted, person, is_own=person == remaining.viewer)
    return _("am {day} um {clock} Uhr ist keine gemeinsame Zeit frei").format(**_words(wanted))


def _in_words(obstacle: Obstacle, wanted: datetime, person: Membership, *, is_own: bool) -> str:
    sentence = _("am {day} um {clock} Uhr passt es bei {name} nicht")
    if is_own and obstacle == Obstacle.AWAY:
        sentence = _("am {day} sind Sie abwesend")
    elif is_own and obstacle in TAKEN:
        sentence = _("am {day} um {clock} Uhr haben Sie schon etwas anderes")
    elif is_own:
        sentence = _("am {day} liegt {clock} Uhr außerhalb Ihrer Wochenzeiten")
    return sentence.format(name=person.first_name, **_words(wanted))


def _holiday(local: datetime, holidays: Mapping[date, str]) -> str:
    name = holidays.get(local.date(), "")
    return _("Feiertag am {day} ({holiday})").format(day=dates.words(local, "day"), holiday=name)


def _words(wanted: datetime) -> dict[str, str]:
    return {"day": dates.words(wanted, "day"), "clock": dates.clock(wanted)}
