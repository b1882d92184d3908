"""Meetings of a tandem, what occupies a person's time, and notes."""

from sessions.models.keys import BookingKey
from sessions.models.links import CalendarLink
from sessions.models.meetings import Session, SessionState, Way
from sessions.models.notes import Note
from sessions.models.reminders import Channel, ReminderChoice
from sessions.models.requests import RequestState, TimeRequest
from sessions.models.times import Absence, Busy, Feed, MeetingRules

__all__ = [
    "Absence",
    "BookingKey",
    "Busy",
    "CalendarLink",
    "Channel",
    "Feed",
    "MeetingRules",
    "Note",
    "ReminderChoice",
    "RequestState",
    "Session",
    "SessionState",
    "TimeRequest",
    "Way",
]
