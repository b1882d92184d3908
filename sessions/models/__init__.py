"""Meetings of a tandem, what occupies a person's time, and notes."""

from sessions.models.changes import ChangeKind, Delegate, NextStep, PostponementChoice, SessionChange
from sessions.models.keys import BookingKey
from sessions.models.links import CalendarLink
from sessions.models.meetings import Session, SessionState, Way
from sessions.models.notes import Note
from sessions.models.reminders import Channel, ReminderChoice
from sessions.models.replies import Answer, SessionReply
from sessions.models.requests import RequestState, TimeRequest
from sessions.models.times import Absence, Busy, Feed, MeetingRules

__all__ = [
    "Absence",
    "Answer",
    "BookingKey",
    "Busy",
    "CalendarLink",
    "ChangeKind",
    "Channel",
    "Delegate",
    "Feed",
    "MeetingRules",
    "NextStep",
    "Note",
    "PostponementChoice",
    "ReminderChoice",
    "RequestState",
    "Session",
    "SessionChange",
    "SessionReply",
    "SessionState",
    "TimeRequest",
    "Way",
]
