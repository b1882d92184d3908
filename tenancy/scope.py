"""The organisation scope: which tenant's rows this code may touch.

A scope is one transaction plus one PostgreSQL setting that ends with it, so nothing survives on a pooled
connection. Row-level security reads the setting; managers read the context variable. Either layer alone holds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from django.db import connection, transaction

ORGANISATION = "app.organisation"
PERSON = "app.person"
SYSTEM = "app.system"


class ScopeError(Exception):
    """Tenant data was touched without saying whose."""


class HasKey(Protocol):
    pk: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What is open right now: one organisation, or (in a worker's sweep) all, or one person's own memberships.

    ``organisation`` is what the scope was opened with, if that was more than a key.
    """

    organisation_id: int | None = None
    system: bool = False
    person_id: int | None = None
    organisation: HasKey | None = field(default=None, compare=False, repr=False)


_current: ContextVar[Scope | None] = ContextVar("tenancy_scope", default=None)


def current() -> Scope | None:
    """Return the open scope, or None outside of one."""
    return _current.get()


def require() -> Scope:
    """Return the open scope; raise ScopeError outside of one."""
    found = _current.get()
    if found is None:
        raise ScopeError("No organisation scope is open.")
    return found


def organisation_id() -> int:
    """Return the key of the organisation in scope; raise ScopeError without one, or in a scope that spans several."""
    found = require()
    if found.organisation_id is None:
        raise ScopeError("This needs one organisation, but the scope spans several.")
    return found.organisation_id


@contextmanager
def scope(organisation: HasKey | int) -> Iterator[None]:
    """Open the scope of one organisation: a transaction in which only its rows exist.

    Takes the organisation or its key. Scopes nest; leaving one brings the outer one back.
    """
    whole = None if isinstance(organisation, int) else organisation
    key = organisation if isinstance(organisation, int) else organisation.pk
    opened = Scope(organisation_id=key, organisation=whole)
    with _opened(opened, {ORGANISATION: str(key), SYSTEM: "", PERSON: ""}):
        yield


@contextmanager
def system() -> Iterator[None]:
    """Open all organisations at once, for a worker's sweep. The web role sees nothing here: it has no such policy."""
    with _opened(Scope(system=True), {ORGANISATION: "", SYSTEM: "on", PERSON: ""}):
        yield


@contextmanager
def person(user: HasKey | int) -> Iterator[None]:
    """Let one signed-in person see their own memberships, in whichever organisations they are.

    Takes the user or its key. No other table opens in here.
    """
    key = user if isinstance(user, int) else user.pk
    with _opened(Scope(person_id=key), {ORGANISATION: "", SYSTEM: "", PERSON: str(key)}):
        yield


@contextmanager
def _opened(opened: Scope, wanted: dict[str, str]) -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _read(wanted) if nested else {}
        _write(wanted)
        token = _current.set(opened)
        try:
            yield
        finally:
            _current.reset(token)
        # After an error the savepoint's rollback puts the old values back by itself; after success we must.
        if before and not connection.needs_rollback:
            _write(before)


def _read(names: dict[str, str]) -> dict[str, str]:
    with connection.cursor() as cursor:
        columns = ", ".join("COALESCE(current_setting(%s, true), '')" for _ in names)
        cursor.execute(f"SELECT {columns}", list(names))
        return dict(zip(names, cursor.fetchone(), strict=True))


def _write(values: dict[str, str]) -> None:
    columns = ", ".join("set_config(%s, %s, true)" for _ in values)
    parameters = [part for pair in values.items() for part in pair]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", parameters)
