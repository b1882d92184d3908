"""Texts of mails are kept no longer than somebody may ask about them; the rows stay, so that none is sent twice."""

from datetime import datetime

from django.db.models import Q

from mail.models import Message, State


def wipe(before: datetime) -> int:
    """Empty text and calendar of mails in scope that are done and older than this; return how many."""
    done = Message.objects.exclude(state=State.WAITING).filter(created_at__lt=before)
    full = ~Q(text="") | ~Q(html="") | ~Q(calendar="")
    return done.filter(full).update(text="", html="", calendar="", last_error="")
