"""Organisations: finding them, and our own house."""

from django.http import Http404

from accounts.models import Organisation

HOUSE = "umento"


def house() -> Organisation:
    """Return our own organisation, which holds the demo bookings and mails that belong to no customer."""
    found, _ = Organisation.objects.get_or_create(slug=HOUSE, defaults={"name": "Umento"})
    return found


def get_or_404(slug: str) -> Organisation:
    """Return the organisation with this slug; raise Http404 when there is none."""
    try:
        return Organisation.objects.get(slug=slug)
    except Organisation.DoesNotExist:
        raise Http404 from None
