"""Sending a form twice does its work once: a phone that lost the answer asks again, and gets that answer.

Each form carries a key of its own. The row of the key is written in the transaction of the work; whoever sends the same
key at the same moment waits for it at the unique index.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from sessions.errors import KeyReused
from sessions.models import BookingKey
from tenancy import clock
from tenancy.scope import scope, system

KEEP = timedelta(hours=24)
#: They differ each time a form is sent, whatever it says.
NOT_SAID = {"key", "csrfmiddlewaretoken"}

Refusal = TypeVar("Refusal")


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to work that was done: where it goes on, and what is said there."""

    location: str
    sentence: str


def once(*, by: Membership, key: str, digest: str, write: Callable[[], Done | Refusal]) -> Done | Refusal:
    """Return what ``write`` returns, or what it returned when this person sent the same key before.

    A refusal leaves nothing behind, not even the key: the form may be sent again with other values. Without a key
    there is nothing to remember. Raises KeyReused when the key came with another ``digest``.
    """
    if not key:
        return write()
    with transaction.atomic():
        row, is_new = BookingKey.objects.get_or_create(
            person=by, key=_sum(key), defaults={"digest": digest, "at": clock.now()}
        )
        if not is_new:
            return _answer(row, digest)
        answer = write()
        if isinstance(answer, Done):
            row.location, row.sentence = answer.location, answer.sentence
            row.save(update_fields=["location", "sentence"])
        else:
            transaction.set_rollback(True)
        return answer


def digest(path: str, fields: Iterable[tuple[str, list[str]]]) -> str:
    """Return a sum over where a form was sent to and all it says, in whatever order."""
    said = sorted((name, values) for name, values in fields if name not in NOT_SAID)
    return _sum(json.dumps([path, said]))


def forget(now: datetime) -> None:
    """Delete the keys that are older than ``KEEP``. For the worker."""
    with system():
        due = set(BookingKey.objects.filter(at__lte=now - KEEP).values_list("organisation_id", flat=True))
    for organisation in Organisation.objects.filter(pk__in=due):
        with scope(organisation):
            BookingKey.objects.filter(at__lte=now - KEEP).delete()


def _answer(row: BookingKey, digest: str) -> Done:
    if row.digest != digest:
        raise KeyReused(
            _(
                "Diese Anfrage wurde schon mit anderen Angaben gesendet und ausgeführt. "
                "Was verabredet ist, steht auf der Seite des Tandems."
            )
        )
    return Done(row.location, row.sentence)


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
