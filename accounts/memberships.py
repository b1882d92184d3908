"""What a person is in which organisations."""

from typing import Any

from accounts.models import Membership
from tenancy import scope


def of_user(user: Any) -> list[Membership]:
    """Return the active memberships of a signed-in person in all organisations, by organisation name; [] for anonymous."""
    if not user.is_authenticated:
        return []
    with scope.person(user):
        rows = Membership.objects.filter(user=user, is_active=True)
        return list(rows.select_related("organisation").order_by("organisation__name"))
