"""What keeps a mail that is due from being sent: its address, its reader's wish, or its batch.

Looked at when a mail is due and not when it is written, so that all of it also holds for what is queued.
"""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from mail import categories
from mail.models import Batch, Category, Flow, Message, OptOut, State, Suppression

#: Signing in is how people mend an address that takes mail again.
ALWAYS = "signin."


def stopped() -> Q:
    """Return what is not to be sent now, whatever the reason."""
    return _blocked() | _unwanted() | _waits_for_hr()


def settle(waiting: "QuerySet[Message]") -> None:
    """Move what is not to be sent out of the way, in all organisations. A body that holds a token goes at once."""
    _end(waiting.filter(_unwanted()), State.UNWANTED)
    _tell(waiting)
    _end(waiting.filter(_blocked()), State.BLOCKED)
    waiting.filter(_waits_for_hr()).update(state=State.HELD)


def _end(rows: "QuerySet[Message]", state: State) -> None:
    rows.filter(sensitive=True).update(state=state, text="", html="")
    rows.update(state=state)


def _tell(waiting: "QuerySet[Message]") -> None:
    """Let HR know of an address from the first mail kept back that HR set off itself."""
    kept_back = waiting.filter(
        told=True, organisation=OuterRef("organisation"), recipient_norm=OuterRef("address_norm")
    )
    Suppression.objects.filter(Exists(kept_back), told=False).update(told=True)


def _blocked() -> Q:
    of_address = Suppression.objects.filter(
        organisation=OuterRef("organisation"), address_norm=OuterRef("recipient_norm")
    )
    return Q(Exists(of_address)) & ~Q(kind__startswith=ALWAYS)


def _unwanted() -> Q:
    return reduce(or_, [_unwanted_of(category) for category in Category])


def _unwanted_of(category: Category) -> Q:
    of_address = OptOut.objects.filter(
        organisation=OuterRef("organisation"), address_norm=OuterRef("recipient_norm"), category=category
    )
    return Q(kind__in=categories.kinds(category)) & Q(Exists(of_address))


def _waits_for_hr() -> Q:
    paused = Batch.objects.filter(
        organisation=OuterRef("organisation"), name=OuterRef("batch"), flow__in=[Flow.PAUSED, Flow.KEPT]
    )
    return ~Q(batch="") & Q(Exists(paused))
