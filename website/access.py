"""The only way in which a view comes to a demo: unknown and foreign are the same Http404."""

from django.http import Http404

from accounts import tokens
from website.models import DemoBooking


def get_demo(token: str) -> DemoBooking:
    """Return the demo whose link holds this token."""
    return _only(digest=tokens.digest(token))


def get_staff_demo(public_id: str) -> DemoBooking:
    return _only(public_id=public_id)


def _only(**what: str) -> DemoBooking:
    demo = DemoBooking.objects.select_related("host").filter(**what).first()
    if demo is None:
        raise Http404
    return demo
