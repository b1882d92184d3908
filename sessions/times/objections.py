"""Why a time does not suit, in words: one's own reasons plainly, the other person's without any detail."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Tandem
from sessions.models import Session
from sessions.times import absences, offers
from sessions.times.slots import Obstacle
from ui import dates

#: What even a time that the two have talked about cannot be: weekly times, notice and limits are for suggestions.
FIRM = frozenset({Obstacle.AWAY})
#: What a time that was offered must still not be. What is booked is told by the booking itself.
OFFERED = FIRM | {Obstacle.NOTICE, Obstacle.HOLIDAY, Obstacle.FULL_DAY}


def find(
    tandem: Tandem,
    starts_at: datetime,
    *,
    viewer: Membership,
    now: datetime,
    counting: frozenset[Obstacle] = OFFERED,
    moving: Session | None = None,
    of: Iterable[Membership] | None = None,
) -> str:
    """Return a sentence on what stands against a session at this time, or "" when nothing of ``counting`` does.

    ``of``: look only at what these people have said.
    """
    found = offers.obstacles(tandem, starts_at, now=now, moving=moving)
    people = tandem.members if of is None else list(of)
    for person in sorted(found, key=lambda person: person != viewer):
        if person in people and found[person] in counting:
            if person == viewer:
                return _own(found[person], person, starts_at)
            return _of_other(found[person], person, starts_at, viewer)
    return ""


def _own(obstacle: Obstacle, person: Membership, starts_at: datetime) -> str:
    local = starts_at.astimezone(person.tzinfo)
    if obstacle == Obstacle.HOLIDAY:
        return _holiday(person, local)
    sentence = {
        Obstacle.NOTICE: _("So kurzfristig möchten Sie laut Ihren Regeln keine Sitzung."),
        Obstacle.AWAY: _("Für den {day} haben Sie eine Abwesenheit eingetragen."),
        Obstacle.BUSY: _("Zu dieser Zeit ist schon etwas anderes verabredet."),
        Obstacle.BREATHER: _("Diese Zeit liegt zu dicht an einem anderen Termin."),
        Obstacle.FULL_DAY: _("Am {day} sind schon so viele Sitzungen, wie Sie an einem Tag möchten."),
        Obstacle.WEEK: _("Diese Zeit liegt außerhalb Ihrer Wochenzeiten."),
    }[obstacle]
    return sentence.format(day=dates.words(local, "day"))


def _of_other(obstacle: Obstacle, person: Membership, starts_at: datetime, viewer: Membership) -> str:
    if obstacle == Obstacle.NOTICE:
        return _("So kurzfristig geht es bei {name} nicht.").format(name=person.first_name)
    if obstacle == Obstacle.HOLIDAY:
        return _holiday(person, starts_at.astimezone(person.tzinfo))
    return _("Diese Zeit passt bei {name} nicht.").format(name=person.first_name)


def _holiday(person: Membership, local: datetime) -> str:
    name = absences.holidays_of([person], [local.year])[person.pk].get(local.date(), "")
    return _("Am {day} ist Feiertag: {holiday}.").format(day=dates.words(local, "day"), holiday=name)
