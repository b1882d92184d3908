"""Mails on the way in. They belong to no customer, so they are kept in the scope of our house."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from accounts.models import User
from accounts.organisations import house
from mail.outbox import Letter, enqueue
from mail.tasks import ring
from tenancy import clock
from tenancy.models import new_public_id
from tenancy.scope import scope


def code(user: User, code: str, lifetime: timedelta) -> None:
    """Mail a code to sign in with; after ``lifetime`` it is no longer sent."""
    _send(user, "signin.code", lifetime, {"code": code})


def password_reset(user: User, url: str, lifetime: timedelta) -> None:
    """Mail the link under which a new password can be chosen."""
    _send(user, "signin.password", lifetime, {"url": url, "hours": int(lifetime.total_seconds() // 3600)})


def pretend() -> None:
    """Do the work of a mail without writing one, so that an unknown address is answered as slowly as a known one."""
    with transaction.atomic():
        _send(User(email="niemand@umento.invalid"), "signin.code", timedelta(minutes=1), {"code": "000000"})
        transaction.set_rollback(True)
    ring()


def _send(user: User, kind: str, lifetime: timedelta, context: dict[str, Any]) -> None:
    now = clock.now()
    letter = Letter(
        kind=kind,
        about=f"signin:{new_public_id()}",
        recipient=user.email,
        language=user.language or (get_language() or "de")[:2],
        context={"person": user, "minutes": int(lifetime.total_seconds() // 60), **context},
        not_after=now + lifetime,
        sensitive=True,
    )
    with scope(house()):
        enqueue(letter)
