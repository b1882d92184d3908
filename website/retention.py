"""What the booking page promises: everything about a demo is deleted 90 days after it."""

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.organisations import house
from mail.models import Message
from sessions.models import Busy
from tenancy.scope import scope
from website.models import DemoBooking

KEEP = timedelta(days=90)


def forget(now: datetime) -> int:
    """Delete demos, requests and their mails that are older than ``KEEP``; return how many demos."""
    with scope(house()):
        old = DemoBooking.objects.filter(ends_at__lte=now - KEEP)
        mails = Q(kind="demo.asked", created_at__lte=now - KEEP)
        for public_id in old.values_list("public_id", flat=True):
            mails |= Q(about=f"demo:{public_id}") | Q(about__startswith=f"demo:{public_id}:")
        Message.objects.filter(mails).delete()
        busy = list(old.exclude(busy=None).values_list("busy_id", flat=True))
        count, _by_model = old.delete()
        Busy.objects.filter(pk__in=busy).delete()
        return count
