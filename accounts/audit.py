"""The audit trail: who did what, readable by the owner. Never about a refusal, an answer or a note."""

from typing import Any

from accounts.models import AuditEvent, Membership
from tenancy import clock


def record(verb: str, *, by: Membership | None, about: str = "", **detail: Any) -> None:
    """Add one line to the trail of the organisation in scope, in the transaction of its cause.

    ``verb`` is a code such as ``program.opened``; ``about`` names the object for people; ``detail`` holds plain values.
    """
    AuditEvent.objects.create(
        at=clock.now(), by=by, by_name=by.name if by else "", verb=verb, about=about[:200], detail=detail
    )
