"""What layouts show of the visitor: the organisation, the membership, and the other organisations to switch to."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.memberships import of_user


def member(request: HttpRequest) -> dict[str, Any]:
    """Give ``organisation`` and ``membership`` of the request, and ``memberships`` of the signed-in person (lazy)."""
    return {
        "organisation": getattr(request, "organisation", None),
        "membership": getattr(request, "membership", None),
        "memberships": SimpleLazyObject(lambda: of_user(request.user)),
    }
