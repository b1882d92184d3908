"""What layouts show of the visitor: the organisation, the membership, and the other organisations to switch to."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import words
from accounts.memberships import of_user
from accounts.models import Organisation


def member(request: HttpRequest) -> dict[str, Any]:
    """Give ``organisation``, its ``words``, ``membership``, and (lazy) the signed-in person's ``memberships``."""
    organisation = getattr(request, "organisation", None)
    return {
        "organisation": organisation,
        "words": SimpleLazyObject(lambda: words.of(organisation or Organisation())),
        "membership": getattr(request, "membership", None),
        "memberships": SimpleLazyObject(lambda: of_user(request.user)),
    }
