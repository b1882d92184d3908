"""What the sidebar shows: the programs this person runs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.name_order import in_order
from programs.models import Program


def sidebar(request: HttpRequest) -> dict[str, Any]:
    """Give ``programs``, the current programs of the member in scope; lazy, so that other pages do not ask for them."""
    membership = getattr(request, "membership", None)
    if membership is None or not membership.may_lead:
        return {"programs": []}
    return {
        "programs": SimpleLazyObject(
            lambda: list(
                Program.objects.visible_to(membership).current().order_by(in_order("name")).distinct()
            )
        )
    }
