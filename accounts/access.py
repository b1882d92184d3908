"""Who may open a page. Every view declares its policy; one that does not is refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import Membership, Organisation, User

View = TypeVar("View", bound=Callable[..., Any])


class Policy(StrEnum):
    """Kinds of visitor, from everybody to our own staff."""

    PUBLIC = "public"
    #: Whoever holds the link from a mail; the organisation comes from the token.
    TOKEN = "token"  # noqa: S105 - a kind of visitor
    SIGNED_IN = "signed_in"
    #: The three below live under /o/<organisation>/; MEMBER pages are the participants' area.
    MEMBER = "member"
    LEAD = "lead"
    OWNER = "owner"
    #: Our own back office, in the scope of our house.
    STAFF = "staff"


class MemberRequest(HttpRequest):
    """A request inside an organisation's scope, as ``accounts.middleware`` hands it to a view."""

    user: User
    organisation: Organisation
    membership: Membership
    htmx: HtmxDetails


def access(policy: Policy) -> Callable[[View], View]:
    """Declare who may open a view. Put it outermost."""

    def declare(view: View) -> View:
        view.access = policy  # type: ignore[attr-defined]
        return view

    return declare


def declared(view: Callable[..., Any]) -> Policy | None:
    """Return the policy of a view, or None when it has none."""
    return getattr(view, "access", None)
