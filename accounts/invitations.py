"""Ways in for one member: a link from a mail that works once, for 14 days.

A page for such a link, here or in another app, goes like this. GET: ``open(token)`` and show ``door(…)``; nothing
changes. POST: ``open(token)``, then ``accept(…)`` with the signed-in person, or with the password a new person typed.
AccountError is answered with its sentence and status 410. Typing or being signed in is the human step: mail scanners
follow links and press buttons.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts import audit, tokens
from accounts.errors import AccountError
from accounts.models import Invitation, Membership, User
from tenancy import clock

LIFETIME = timedelta(days=14)


class Door(StrEnum):
    """What stands between the holder of a link and accepting it."""

    #: Nobody signs in with this address yet: they choose a password.
    NEW = "new"
    #: The address has a sign-in: its owner must sign in first.
    SIGN_IN = "sign_in"
    #: The right person is signed in.
    READY = "ready"
    #: Somebody else is signed in.
    STRANGER = "stranger"


def issue(membership: Membership, *, by: Membership | None) -> str:
    """Return the token of a new invitation for somebody of the organisation in scope. It is kept nowhere else.

    The caller mails it. Earlier links stay good until they are used or expire: a reminder must not break the mail
    before it.
    """
    token, digest = tokens.issue()
    now = clock.now()
    Invitation.objects.create(
        membership=membership, digest=digest, invited_by=by, created_at=now, expires_at=now + LIFETIME
    )
    return token


def find(token: str) -> Invitation:
    """Return the invitation of a token of the organisation in scope, whatever its state; raise Http404 for none."""
    rows = Invitation.objects.select_related("membership__organisation", "membership__user", "invited_by")
    invitation = rows.filter(digest=tokens.digest(token)).first()
    if invitation is None:
        raise Http404
    return invitation


def open(token: str) -> Invitation:  # noqa: A001 - what one does with an invitation
    """Return a usable invitation. Raise Http404 for an unknown token, AccountError for a used or expired one."""
    invitation = find(token)
    refuse_unusable(invitation)
    return invitation


def refuse_unusable(invitation: Invitation) -> None:
    """Raise AccountError with the sentence that says why this link no longer works."""
    if not invitation.membership.is_active:
        raise AccountError(_("Diese Einladung wurde zurückgezogen."))
    if invitation.used_at is not None:
        raise AccountError(
            _("Diese Einladung wurde schon angenommen. Der Weg hinein ist jetzt die Anmeldung.")
        )
    if invitation.expires_at <= clock.now():
        raise AccountError(_("Diese Einladung ist abgelaufen. Eine neue verschickt, wer eingeladen hat."))


def door(invitation: Invitation, user: Any) -> Door:
    """Return what the visitor must do first. ``user`` is the request's, signed in or not."""
    owner = _identity(invitation.membership)
    if user.is_authenticated:
        return Door.READY if user == owner else Door.STRANGER
    return Door.SIGN_IN if owner else Door.NEW


def accept(invitation: Invitation, *, user: Any, password: str = "") -> User:
    """Tie the membership to a person, use the invitation up, and return the person.

    ``user`` is the request's: signed in as the owner of the address; or anonymous with a checked ``password``, where
    nobody signs in with the address yet. An existing person's password, address and other memberships stay as they
    are. Raises AccountError with the reason otherwise.
    """
    with transaction.atomic():
        locked = _locked(invitation)
        refuse_unusable(locked)
        person = _person(locked, user, password)
        membership = locked.membership
        if membership.user_id != person.pk:
            membership.user = person
            membership.save(update_fields=["user"])
            if membership.may_lead:
                audit.record("member.joined", by=membership, about=membership.name)
        locked.used_at = invitation.used_at = clock.now()
        locked.save(update_fields=["used_at"])
    return person


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_related("membership").select_for_update(of=("self", "membership"))
    return rows.get(pk=invitation.pk)


def _person(invitation: Invitation, user: Any, password: str) -> User:
    found = door(invitation, user)
    if found is Door.READY:
        return user
    if found is Door.STRANGER:
        raise AccountError(
            _("Diese Einladung gilt einer anderen Adresse als der, mit der Sie angemeldet sind.")
        )
    if found is Door.SIGN_IN or not password:
        raise AccountError(_("Zu dieser Adresse gibt es schon einen Zugang. Bitte zuerst damit anmelden."))
    return _new_person(invitation.membership, password)


def _new_person(membership: Membership, password: str) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(
                membership.email, password, name=membership.name, language=membership.language
            )
    except IntegrityError:  # the same person accepted in another organisation at this moment
        raise AccountError(
            _("Zu dieser Adresse gibt es schon einen Zugang. Bitte zuerst damit anmelden.")
        ) from None


def _identity(membership: Membership) -> User | None:
    """Return who owns a membership: the person it is tied to, else whoever signs in with its address."""
    return membership.user or User.objects.filter(email_norm=membership.email_norm).first()
