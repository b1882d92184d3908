"""How people want to be reminded: what they chose, and what follows from it for the sweeps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Membership
from sessions import reminder_times
from sessions.models import Channel, ReminderChoice
from sessions.reminder_times import Habits, Which
from sessions.times import absences

#: So long after its hour a bundle is still worth sending.
USEFUL = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Plan:
    """When one person may be disturbed, which reminders they want by mail, and at what hour their bundle comes."""

    habits: Habits
    wanted: frozenset[Which]
    bundle_hour: int | None

    def due(self, start: datetime) -> dict[Which, datetime]:
        """Return when which reminder of a session has a mail of its own. A bundle holds those of the day before."""
        found = reminder_times.due(start, self.habits, self.wanted)
        if self.bundle_hour is not None:
            found.pop(Which.DAY, None)
        return found

    def morning(self, now: datetime) -> datetime | None:
        """Return when today's bundle was due, or None when there is none to send now."""
        if self.bundle_hour is None or not self.habits.may_disturb(now):
            return None
        moment = reminder_times.on(self.today(now), self.bundle_hour, self.habits)
        return moment if moment <= now < moment + USEFUL else None

    def today(self, now: datetime) -> date:
        return now.astimezone(self.habits.zone).date()


def of(person: Membership) -> ReminderChoice:
    """Return what this person chose; the defaults when they never did."""
    return ReminderChoice.objects.filter(person=person).first() or ReminderChoice(person=person)


def save(person: Membership, **fields: Any) -> ReminderChoice:
    """Write what this person wants: any fields of ``ReminderChoice``."""
    return ReminderChoice.objects.update_or_create(person=person, defaults=fields)[0]


def plan(person: Membership) -> Plan:
    """Return the plan of one person."""
    return plans([person])[person.pk]


def plans(people: Collection[Membership]) -> dict[int, Plan]:
    """Return the plans of people of one organisation by their keys, in three queries at most."""
    chosen = {row.person_id: row for row in ReminderChoice.objects.filter(person__in=people)}
    states = _states(people)
    return {
        person.pk: _plan(chosen.get(person.pk) or ReminderChoice(person=person), person, states[person.pk])
        for person in people
    }


def _states(people: Collection[Membership]) -> dict[int, str]:
    """Return whose holidays count for each of them."""
    rules = absences.rules(people)
    house = next(iter(people)).organisation.state if people else ""
    return {key: row.state or house for key, row in rules.items()}


def _plan(choice: ReminderChoice, person: Membership, state: str) -> Plan:
    habits = Habits(
        person.tzinfo, state, choice.quiet_from, choice.quiet_until, workdays_only=choice.workdays_only
    )
    channels = {Which.DAY: choice.day_before, Which.HOUR: choice.hour_before}
    wanted = frozenset(which for which, channel in channels.items() if channel == Channel.MAIL)
    return Plan(habits, wanted, choice.bundle_hour if choice.bundle else None)
