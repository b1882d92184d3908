"""Our own people: the back office is theirs, customers' houses are not."""

from accounts import audit
from accounts.emails import normalise
from accounts.models import Membership, Role, User
from accounts.organisations import house
from tenancy.scope import scope


def add(*, name: str, email: str) -> User:
    """Let somebody into the back office and return them. Whoever has no password signs in by code. Safe to repeat."""
    with scope(house()):
        user = User.objects.filter(email_norm=normalise(email)).first()
        if user is None:
            user = User.objects.create_user(email.strip(), None, name=name)
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        membership, _is_new = Membership.objects.get_or_create(
            email_norm=user.email_norm, defaults={"name": name, "email": user.email}
        )
        membership.user, membership.role, membership.is_active = user, Role.OWNER, True
        membership.save(update_fields=["user", "role", "is_active"])
        audit.record("colleague.added", by=None, about=name)
    return user
