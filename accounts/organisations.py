"""Organisations: finding them, opening one for a customer, changing its settings, and our own house."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts import audit, memberships
from accounts.errors import AccountError
from accounts.models import Language, Membership, Organisation, Role
from tenancy import clock
from tenancy.scope import scope

HOUSE = "umento"
#: Words that people would take for ours, or that an address of the site may need one day.
RESERVED_SLUGS = frozenset(
    {
        HOUSE,
        "admin",
        "api",
        "app",
        "demo",
        "dev",
        "help",
        "hilfe",
        "login",
        "mail",
        "new",
        "o",
        "staff",
        "static",
    }
    | {"status", "support", "test", "welcome", "www"}
)
#: The fewest people of whom a report may speak. The database's floor is lower, for a house that once chose it.
SMALLEST_GROUP = 7


def house() -> Organisation:
    """Return our own organisation, which holds the demo bookings and mails that belong to no customer."""
    found, _created = Organisation.objects.get_or_create(slug=HOUSE, defaults={"name": "Umento"})
    return found


def get_or_404(slug: str) -> Organisation:
    """Return the organisation with this slug; raise Http404 when there is none."""
    try:
        return Organisation.objects.get(slug=slug)
    except Organisation.DoesNotExist:
        raise Http404 from None


def create(
    *,
    slug: str,
    name: str,
    owner_name: str,
    owner_email: str,
    by: Membership,
    language: str = Language.DE,
) -> Organisation:
    """Open an organisation for a customer and invite its first owner. ``by`` is one of ours, in our house's scope.

    ``language`` is the house's, and so that of the owner and of the invitation. Raises AccountError for a slug that
    is reserved or taken.
    """
    if slug in RESERVED_SLUGS:
        raise AccountError(_("Diese Adresse ist für uns selbst reserviert."))
    with transaction.atomic():
        organisation, is_new = Organisation.objects.get_or_create(
            slug=slug, defaults={"name": name, "language": language}
        )
        if not is_new:
            raise AccountError(_("Diese Adresse hat schon eine andere Organisation."))
        audit.record("organisation.created", by=by, about=name)
        with scope(organisation):
            audit.record("organisation.opened", by=None, about=name)
            memberships.invite(name=owner_name, email=owner_email, role=Role.OWNER, by=None)
    return organisation


def change(organisation: Organisation, *, by: Membership, **settings: Any) -> None:
    """Change plain settings, fields of the organisation by name; write down what was changed.

    Raises AccountError for a smallest group under ``SMALLEST_GROUP``.
    """
    if settings.get("smallest_group", SMALLEST_GROUP) < SMALLEST_GROUP:
        raise AccountError(
            _(
                "Die kleinste Gruppe hat mindestens {number} Personen: darunter ließen sich Einzelne erkennen."
            ).format(number=SMALLEST_GROUP)
        )
    with transaction.atomic():
        row = Organisation.objects.select_for_update().get(pk=organisation.pk)
        changed = {name: value for name, value in settings.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
            setattr(organisation, name, value)
        if changed:
            if "program_months" in changed:
                row.program_months_since = organisation.program_months_since = clock.now()
            row.save(update_fields=[*changed, "program_months_since"])
            audit.record("organisation.changed", by=by, about=row.name, settings=changed)
