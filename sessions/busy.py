"""First come, first served on people's time, for everything that writes ``Busy``: sessions here, demo calls above.

Whoever books locks the people in the order of their keys, asks all questions again and occupies them. The exclusion
constraint on ``Busy`` is the net below.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from sessions.errors import SlotTaken
from sessions.models import Busy

Result = TypeVar("Result")

#: Exclusion and unique violation, deadlock, serialisation failure, lock not available.
LOST_RACES = {"23P01", "23505", "40P01", "40001", "55P03"}
ATTEMPTS = 3


def first_come(write: Callable[[], Result]) -> Result:
    """Run ``write`` in a transaction of its own, again after a lost race; return what it returns.

    ``write`` locks first and refuses whatever has changed. Raises SlotTaken when every race is lost.
    """
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return write()
        except (IntegrityError, OperationalError) as error:
            if _sqlstate(error) not in LOST_RACES:
                raise
    raise SlotTaken(_("Diese Zeit ist gerade vergeben worden."))


def lock(people: Iterable[Membership]) -> None:
    """Let nobody else change the time of these people until the transaction ends."""
    keys = [person.pk for person in people]
    rows = Membership.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def occupy(people: Iterable[Membership], starts_at: datetime, ends_at: datetime, **fields: Any) -> list[Busy]:
    """Write that these people are busy between two instants; ``fields`` say with what."""
    return Busy.objects.bulk_create(
        Busy(person=person, during=(starts_at, ends_at), starts_at=starts_at, ends_at=ends_at, **fields)
        for person in people
    )


def _sqlstate(error: DatabaseError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
