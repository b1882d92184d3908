"""What happened last, for the overview. The trail is the owner's to read, so others see their own steps only."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import AuditEvent, Membership
from accounts.sentences import sentence

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Event:
    """When, and what in one sentence."""

    at: datetime
    text: str


def events(membership: Membership) -> list[Event]:
    """Return the last steps this person may see, newest first."""
    rows = AuditEvent.objects.select_related("by")
    if not membership.is_owner:
        rows = rows.filter(by=membership)
    return [Event(event.at, sentence(event)) for event in rows[:SHOWN]]
