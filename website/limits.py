"""What keeps machines from filling the diary: so many bookings an hour by visitor and by address."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import limits
from accounts.emails import normalise
from website.errors import TooMany


def spend(request: HttpRequest, email: str) -> None:
    """Count one attempt; raise TooMany when they are used up. Two open demos an address remain the limit anyway."""
    if not limits.spend(request, "demo_book", normalise(email)):
        raise TooMany(_("Das waren viele Buchungen in kurzer Zeit. Bitte in einer Stunde noch einmal."))
