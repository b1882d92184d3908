"""Letting members go for good, when nothing holds them in a house any more. For the worker."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.models import F, ManyToOneRel, Value
from django.db.models.functions import Concat

from accounts.models import Invitation, Membership, User
from mail import retention as mails
from tenancy.scope import system

#: What stands in place of a name. Stored, so it is the same for every reader.
NOBODY = "Frühere Person"
#: What stands where two people were named together.
NOTHING = "–"
#: So many names at once: a longer pattern would be slow to read.
NAMES_AT_ONCE = 100


def forget(people: Collection[int]) -> None:
    """Delete these members of the organisation in scope with their sign-in, if that opens no other house.

    Where a row has to stay, because what others did or are refers to it, it says nothing of the person any more. The
    audit trail keeps its lines without their names.
    """
    rows = Membership.objects.filter(pk__in=people)
    found = list(rows.values_list("pk", "user", "name", "email_norm"))
    gone = [key for key, *_ in found]
    users = {user for _, user, *_ in found if user is not None}
    Invitation.objects.filter(membership__in=gone).delete()
    mails.forget_addresses({email for *_, email in found})
    forget_names(_own_names(gone, [name for *_, name, _ in found]), NOBODY)
    needed = _referred_to(gone)
    Membership.objects.filter(pk__in=set(gone) - needed).delete()
    _strip(needed)
    _forget_users(users)


def forget_names(names: Iterable[str], instead: str) -> None:
    """Put another word in place of these names in the audit trail in scope; its lines stay."""
    known = sorted({name for name in names if name.strip()}, key=len, reverse=True)
    with connection.cursor() as cursor:
        for start in range(0, len(known), NAMES_AT_ONCE):
            some = known[start : start + NAMES_AT_ONCE]
            pattern = "|".join(re.sub(r"(\W)", r"\\\1", name) for name in some)
            cursor.execute(
                "SELECT forget_names(%s, %s)", [rf"(?<![[:alnum:]])(?:{pattern})(?![[:alnum:]])", instead]
            )


def _own_names(gone: Collection[int], names: Iterable[str]) -> set[str]:
    """Those names that nobody else in the house bears."""
    others = Membership.objects.exclude(pk__in=gone).filter(name__in=set(names))
    return set(names) - set(others.values_list("name", flat=True))


def _referred_to(people: Collection[int]) -> set[int]:
    """Return those of them to whom a row of any table still refers."""
    found: set[int] = set()
    for relation in Membership._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel):
            continue
        field: Any = relation.field
        rows = field.model.objects.filter(**{f"{field.name}__in": people})
        if field.model is Membership:
            rows = rows.exclude(pk__in=people)
        found |= set(rows.values_list(field.attname, flat=True))
    return found


def _strip(people: Collection[int]) -> None:
    Membership.objects.filter(pk__in=people).update(
        name=NOBODY,
        email="",
        email_norm=Concat(Value("gone:"), F("public_id")),
        user=None,
        is_active=False,
        job_title="",
        department="",
        place="",
        level=None,
        experience_years=None,
    )


def _forget_users(users: Collection[int]) -> None:
    with system():
        elsewhere = set(Membership.objects.filter(user__in=users).values_list("user", flat=True))
    User.objects.filter(pk__in=set(users) - elsewhere, is_staff=False).delete()
