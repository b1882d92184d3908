"""Alarms in the calendar entries of whoever wants to be reminded there."""

from datetime import timedelta

from accounts.models import Membership
from sessions import reminder_choices
from sessions.models import Channel
from sessions.reminder_times import DAY, HOUR


def of(person: Membership) -> list[timedelta]:
    """Return how long before a session this person's calendar shall give a sign, the longest first."""
    choice = reminder_choices.of(person)
    channels = ((choice.day_before, DAY), (choice.hour_before, HOUR))
    return [lead for channel, lead in channels if channel == Channel.CALENDAR]
