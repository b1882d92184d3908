"""What somebody's choice means, in sentences with a coming Monday as the example."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import Membership
from sessions import alarms, reminder_choices, reminder_times
from sessions.reminder_choices import Plan
from sessions.reminder_times import DAY, HOUR
from ui import dates

WEEK = timedelta(weeks=1)


def preview(person: Membership, now: datetime) -> list[str]:
    """Return when this person would be reminded of a session on a Monday at nine, and what else they chose."""
    plan = reminder_choices.plan(person)
    start = _example(plan, now)
    sentences = _mails(start, list(plan.due(start).values()), person.zone)
    leads = alarms.of(person)
    if DAY in leads:
        sentences.append(_("Der Kalender meldet sich einen Tag vorher."))
    if HOUR in leads:
        sentences.append(_("Der Kalender meldet sich eine Stunde vorher."))
    if plan.bundle_hour is not None:
        sentences.append(
            _("Die Mail am Morgen kommt um {hour}:00, wenn etwas ansteht.").format(hour=plan.bundle_hour)
        )
    return sentences


def _example(plan: Plan, now: datetime) -> datetime:
    """Return nine o'clock of the next Monday that is no day off."""
    today = now.astimezone(plan.habits.zone).date()
    monday = today + WEEK - today.weekday() * DAY
    while not plan.habits.is_day_on(monday):
        monday += WEEK
    return reminder_times.on(monday, 9, plan.habits)


def _mails(start: datetime, moments: list[datetime], zone: str) -> list[str]:
    day, clock = dates.words(start, "long", zone), dates.clock(start, zone)
    if not moments:
        return [
            _("Vor einer Sitzung am {day}, um {clock} kommt keine eigene Mail.").format(day=day, clock=clock)
        ]
    first = _("Vor einer Sitzung am {day}, um {clock} kommt die Erinnerung am {then}, um {at}.")
    second = _("Eine zweite kommt am {then}, um {at}.")
    return [
        sentence.format(
            day=day, clock=clock, then=dates.words(moment, "long", zone), at=dates.clock(moment, zone)
        )
        for sentence, moment in zip((first, second), moments, strict=False)
    ]
