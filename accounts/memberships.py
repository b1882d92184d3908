"""What a person is in an organisation: invited, given a role, and let go."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import audit, invitations, languages
from accounts.emails import normalise
from accounts.errors import AccountError
from accounts.models import Membership, Organisation, Role
from accounts.name_order import in_order
from accounts.signals import access_ending
from mail.outbox import Letter, absolute, enqueue
from tenancy import scope

RANK = {Role.PARTICIPANT: 0, Role.LEAD: 1, Role.OWNER: 2}


def of_user(user: Any) -> list[Membership]:
    """Return a signed-in person's active memberships in all organisations, by its name; [] for anonymous."""
    if not user.is_authenticated:
        return []
    with scope.person(user):
        rows = Membership.objects.filter(user=user, is_active=True)
        return list(rows.select_related("organisation").order_by(in_order("organisation__name")))


def may_grant(by: Membership | None, role: str) -> bool:
    """Return whether this person may give or take a role: owners any, leads up to their own, others none.

    ``None`` stands for our own staff, who invite a customer's first owner.
    """
    return by is None or (by.may_lead and RANK[Role(role)] <= RANK[Role(by.role)])


def invite(*, name: str, email: str, role: str, by: Membership | None, language: str = "") -> Membership:
    """Give somebody a role in the organisation in scope and mail them the way in.

    Somebody whose access had ended gets it back; a participant who is already there can be raised. Raises
    AccountError when ``by`` may not grant the role, or when the person already has it or a higher one.
    """
    _refuse_grant(by, role)
    with transaction.atomic():
        membership = Membership.objects.select_for_update().filter(email_norm=normalise(email)).first()
        if membership is None:
            membership = _new(name=name, email=email, role=role, language=language)
        else:
            _refuse_higher(membership, role, by)
            membership.role, membership.is_active = Role(role), True
            membership.save(update_fields=["role", "is_active"])
        audit.record("member.invited", by=by, about=membership.name, role=str(membership.role))
        send_invitation(membership, by=by)
    return membership


def remind(membership: Membership, *, by: Membership) -> None:
    """Mail somebody who has not come in yet a new way in. Raises AccountError for others."""
    _refuse_grant(by, membership.role)
    if membership.user_id is not None or not membership.is_active:
        raise AccountError(_("{name} braucht keine Einladung mehr.").format(name=membership.name))
    with transaction.atomic():
        audit.record("member.reminded", by=by, about=membership.name)
        send_invitation(membership, by=by)


def change_role(membership: Membership, role: str, *, by: Membership) -> None:
    """Give somebody another role, from the next page they open.

    Raises AccountError when ``by`` may not take the old or grant the new one, or when no owner would be left.
    """
    with transaction.atomic():
        row, acting = _locked(membership, by)
        _refuse_grant(acting, row.role)
        _refuse_grant(acting, role)
        if row.role == role:
            return
        if row.is_owner:
            _refuse_last_owner(row)
        audit.record("member.role_changed", by=by, about=row.name, before=str(row.role), after=str(role))
        row.role = membership.role = Role(role)
        row.save(update_fields=["role"])


def end(membership: Membership, *, by: Membership) -> None:
    """End somebody's access, from the next page they open. Their invitations stop working and their tandems end.

    Raises AccountError when ``by`` may not, or when no owner would be left.
    """
    with transaction.atomic():
        # First, because it locks tandems before people, as booking does. A refusal below takes it back.
        access_ending.send(sender=Membership, membership=membership, by=by)
        row, acting = _locked(membership, by)
        _refuse_grant(acting, row.role)
        if row.is_owner:
            _refuse_last_owner(row)
        audit.record("member.ended", by=by, about=row.name)
        row.is_active = membership.is_active = False
        row.save(update_fields=["is_active"])


def send_invitation(membership: Membership, *, by: Membership | None) -> None:
    """Mail the way in to somebody of the organisation in scope."""
    token = invitations.issue(membership, by=by)
    invitation = invitations.find(token)
    enqueue(
        Letter(
            kind="member.invitation",
            about=f"invitation:{invitation.pk}",
            recipient=membership.email,
            language=membership.language,
            context={
                "person": membership,
                "by": by,
                "organisation": membership.organisation,
                "until": invitation.expires_at,
                "url": absolute(reverse("accounts:join", kwargs={"token": token})),
            },
            sender_name=languages.sender_name(membership.organisation, membership.language),
            reply_to=by.email if by else "",
            not_after=invitation.expires_at,
            sensitive=True,
        )
    )


def _new(*, name: str, email: str, role: str, language: str) -> Membership:
    house = Organisation.objects.get(pk=scope.organisation_id())
    return Membership.objects.create(
        name=name,
        email=email.strip(),
        email_norm=normalise(email),
        role=role,
        language=language or house.language,
        zone=house.zone,
    )


def _locked(membership: Membership, by: Membership) -> tuple[Membership, Membership]:
    """Lock the two and every owner, always in the same order, and return the two as they are now."""
    concerned = Membership.objects.filter(pk__in=[membership.pk, by.pk])
    owners = Membership.objects.filter(role=Role.OWNER)
    rows = {row.pk: row for row in (concerned | owners).order_by("pk").select_for_update()}
    acting = rows[by.pk]
    if not acting.is_active:
        raise AccountError(_("Ihr Zugang wurde inzwischen beendet."))
    return rows[membership.pk], acting


def _refuse_grant(by: Membership | None, role: str) -> None:
    if not may_grant(by, role):
        raise AccountError(_("Diese Rolle kann nur vergeben oder nehmen, wer sie selbst hat."))


def _refuse_higher(membership: Membership, role: str, by: Membership | None) -> None:
    if not membership.is_active:
        return
    if RANK[Role(membership.role)] >= RANK[Role(role)]:
        raise AccountError(
            _("{name} gehört schon dazu, als {role}.").format(
                name=membership.name, role=Role(membership.role).label
            )
        )
    _refuse_grant(by, membership.role)


def _refuse_last_owner(membership: Membership) -> None:
    others = Membership.objects.filter(role=Role.OWNER, is_active=True, user__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        raise AccountError(
            _("Eine Organisation braucht mindestens eine Person, die sie verwaltet und sich anmelden kann.")
        )
