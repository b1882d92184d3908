"""Texts of mails are kept no longer than somebody may ask about them; the rows stay, so that none is sent twice."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Func, Q, Value

from mail.models import Message, OptOut, State, Suppression


def wipe(before: datetime) -> int:
    """Empty text and calendar of mails in scope that are done and older than this; return how many."""
    done = Message.objects.exclude(state=State.WAITING).filter(created_at__lt=before)
    full = ~Q(text="") | ~Q(html="") | ~Q(calendar="")
    return done.filter(full).update(text="", html="", calendar="", last_error="")


def forget(abouts: Collection[str]) -> None:
    """Delete the mails in scope about these things or a part of them: ``tandem:x`` also means ``tandem:x:1``."""
    if abouts:
        thing = Func(F("about"), Value(r"^([^:]*:[^:]*).*$"), Value(r"\1"), function="regexp_replace")
        Message.objects.annotate(thing=thing).filter(thing__in=abouts).delete()


def forget_addresses(addresses: Collection[str]) -> None:
    """Delete all mails in scope to these addresses, and what is known of the addresses."""
    Message.objects.filter(recipient_norm__in=addresses).delete()
    for model in (Suppression, OptOut):
        model.objects.filter(address_norm__in=addresses).delete()
