"""What follows when a mail cannot be delivered: its address gets no more, and a batch with too many of them waits."""

import logging
from collections.abc import Sequence
from datetime import datetime

from mail import batches, bounce_mails, return_addresses, statuses
from mail.bounce_mails import Bounce, NotABounce
from mail.models import Message, State, Suppression
from tenancy import clock, scope

logger = logging.getLogger(__name__)


def take(raw: bytes, *, to: Sequence[str] = ()) -> None:
    """Do what a mail to a return address says; drop what is no bounce, forged, or known already.

    ``to`` are the recipients by the envelope; without them those in the mail count. Raises nothing but the database's
    OperationalError, after which the mail should be brought again.
    """
    try:
        bounce = bounce_mails.read(raw)
    except NotABounce as reason:
        logger.info("A mail to a return address was dropped: %s", reason)
        return
    found = return_addresses.find(to or bounce.recipients)
    if found is None:
        logger.info("A bounce was dropped: not to an address of ours")
        return
    organisation, public_id = found
    with scope.scope(organisation):
        _note(bounce, public_id)


def _note(bounce: Bounce, public_id: str) -> None:
    rows = Message.objects.select_for_update().filter(public_id=public_id, bounced_at=None)
    message = rows.filter(handovers__gte=1).first()
    if message is None:
        logger.info("A bounce was dropped: unknown, never sent, or known already")
        return
    is_hard, now = statuses.is_fault_of_address(bounce.status), clock.now()
    message.state, message.last_error = State.FAILED, f"Bounced: {bounce.status}"
    message.lease_until, message.bounced_at = None, now if is_hard else None
    message.save(update_fields=["state", "bounced_at", "last_error", "lease_until"])
    if is_hard:
        suppress(message, bounce.status, now)


def suppress(message: Message, status: str, now: datetime) -> None:
    """Send no more to the address of a mail that bounced, and let its batch wait when too many did."""
    row = Suppression(
        organisation_id=message.organisation_id,
        address_norm=message.recipient_norm,
        status=status,
        since=now,
        told=message.told,
    )
    Suppression.objects.bulk_create([row], ignore_conflicts=True)
    if message.told:
        of_address = {"organisation_id": message.organisation_id, "address_norm": message.recipient_norm}
        Suppression.objects.filter(**of_address, told=False).update(told=True)
    batches.pause_if_bad(message, now)
