"""Wanting no more mail of a category (RFC 8058), and wanting it again. The owner of an address decides, nobody sees it.

A link names the mail it stood in; who holds it may decide for the address of that mail and nothing else. What is queued
already is not sent either: ``mail.stops`` looks when a mail is due.
"""

from collections.abc import Collection

from django.urls import reverse

from mail import categories, marks
from mail.models import Category, Message, OptOut
from tenancy import clock

PURPOSE, MARK_LENGTH, ID_LENGTH = "unsubscribe", 32, 14


def path(organisation: int, public_id: str) -> str:
    """Return the page on which the reader of a mail unsubscribes. Mail programs post to the same address."""
    mark = marks.make(PURPOSE, organisation, public_id, MARK_LENGTH)
    return reverse("programs:unsubscribe", kwargs={"token": f"{organisation}-{public_id}{mark}"})


def find(token: str) -> Message | None:
    """Return the mail of a link in the organisation in scope, or None for a link that nobody of us made."""
    house, _dash, name = token.partition("-")
    public_id, mark = name[:ID_LENGTH], name[ID_LENGTH:]
    if not house.isdecimal() or len(mark) != MARK_LENGTH:
        return None
    if not marks.fits(mark, PURPOSE, int(house), public_id):
        return None
    found = Message.objects.filter(public_id=public_id, kind__in=categories.OPTIONAL)
    return found.filter(organisation_id=int(house)).first()


def stopped(address_norm: str) -> set[Category]:
    """Return the categories of which this address gets no mail."""
    rows = OptOut.objects.filter(address_norm=address_norm)
    return {Category(name) for name in rows.values_list("category", flat=True)}


def stop(address_norm: str, category: Category) -> None:
    """Send no more mail of a category to an address. Doing it twice is as good as once."""
    row = OptOut(address_norm=address_norm, category=category, since=clock.now())
    OptOut.objects.bulk_create([row], ignore_conflicts=True)


def resume(address_norm: str, category: Category) -> None:
    """Send mail of a category again. What was not sent meanwhile does not come later."""
    OptOut.objects.filter(address_norm=address_norm, category=category).delete()


def choose(address_norm: str, wanted: Collection[Category]) -> None:
    """Send mail of these categories to an address, and of no other."""
    for category in Category:
        (resume if category in wanted else stop)(address_norm, category)
