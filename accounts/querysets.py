"""Reads of members that stack."""

from django.db.models import Max, Q, QuerySet


class MembershipQuerySet(QuerySet):
    def active(self) -> "MembershipQuerySet":
        return self.filter(is_active=True)

    def found(self, words: str) -> "MembershipQuerySet":
        """Those whose name or address contains the words. For one organisation's few hundred people, not more."""
        return self.filter(Q(name__icontains=words) | Q(email__icontains=words)) if words else self

    def by_name(self) -> "MembershipQuerySet":
        """In German alphabetical order (``accounts.name_order``)."""
        return self.order_by("name_order", "pk")

    def with_invitation(self) -> "MembershipQuerySet":
        """With ``invited_until``: when the last unused way in closes, or None."""
        unused = Max("invitations__expires_at", filter=Q(invitations__used_at=None))
        return self.annotate(invited_until=unused)
