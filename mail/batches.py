"""Mails that were set off in one step, which wait for a word from HR when too many of them bounce.

An import with wrong addresses must not cost the house its good name with mail servers.
"""

from datetime import datetime

from django.db.models import Q

from mail.models import Batch, Flow, Message, State
from mail.tasks import ring

#: So many bounces, and more than this share of the addresses.
FEWEST_BOUNCES, MOST_PERCENT = 10, 5


def open_batch(name: str, *, size: int) -> None:
    """Begin a batch for so many addresses in the organisation in scope; its mails carry its name."""
    Batch.objects.get_or_create(name=name, defaults={"size": size})


def pause_if_bad(message: Message, now: datetime) -> None:
    """Let the batch of a mail that bounced wait when too many did, unless HR has said to go on."""
    if not message.batch:
        return
    named = {"organisation_id": message.organisation_id, "name": message.batch}
    batch = Batch.objects.filter(**named, flow=Flow.OPEN).select_for_update().first()
    if batch and _is_bad(_came_back(batch), batch.size):
        batch.flow, batch.paused_at = Flow.PAUSED, now
        batch.save(update_fields=["flow", "paused_at"])


def bounced(name: str) -> int:
    """Return how many mails of a batch came back because of their address."""
    return _came_back(Batch.objects.get(name=name))


def held(name: str) -> int:
    """Return how many mails of a batch wait for HR, those included that no sweep has looked at yet."""
    return Message.objects.filter(batch=name, state__in=[State.HELD, State.WAITING]).count()


def release(name: str, now: datetime) -> None:
    """Send the rest of a batch that waits or was kept back."""
    batch = Batch.objects.select_for_update().get(name=name)
    if batch.flow in {Flow.PAUSED, Flow.KEPT}:
        batch.flow = Flow.RELEASED
        batch.save(update_fields=["flow"])
        rows = Message.objects.filter(batch=name, state=State.HELD)
        rows.filter(~Q(text="")).update(state=State.WAITING, due_at=now)
        rows.filter(text="").update(state=State.EXPIRED)
        ring()


def keep(name: str) -> None:
    """Keep the rest of a batch back for good: none of it is sent, until it is released after all."""
    Batch.objects.filter(name=name, flow=Flow.PAUSED).update(flow=Flow.KEPT)


def _came_back(batch: Batch) -> int:
    rows = Message.objects.filter(organisation_id=batch.organisation_id, batch=batch.name)
    return rows.filter(bounced_at__isnull=False).count()


def _is_bad(bounces: int, size: int) -> bool:
    return bounces >= FEWEST_BOUNCES and bounces * 100 > size * MOST_PERCENT
