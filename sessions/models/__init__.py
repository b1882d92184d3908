"""Meetings of a tandem, what occupies a person's time, and notes."""

from sessions.models.links import CalendarLink
from sessions.models.keys import BookingKey
from sessions.models.meetings import Session, SessionState, Way
from sessions.models.notes import Note
from sessions.models.requests import RequestState, TimeRequest
from sessions.models.times import Absence, Busy, Feed, MeetingRules

__all__ = [
    "Absence",
    "BookingKey",
    "Busy",
    "CalendarLink",
    "Feed",
    "MeetingRules",
    "Note",
    "RequestState",
    "Session",
    "SessionState",
    "TimeRequest",
    "Way",
]
