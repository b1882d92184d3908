"""What is kept here about a person: which agreements there are. Their text is on their page and a file of its own."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Membership
from agreements.models import Agreement
from programs.models import Tandem
from programs.own_data import Part
from ui import dates


def parts(membership: Membership) -> Iterable[Part]:
    """Yield the versions that were agreed; one that is in the making is nobody else's business."""
    tandems = {tandem.pk: tandem for tandem in Tandem.objects.of(membership).with_people()}
    agreed = Agreement.objects.filter(tandem__in=tandems, agreed_at__isnull=False).order_by("agreed_at")
    rows = [
        {
            "with": str(tandems[row.tandem_id].partner_of(membership)),
            "version": row.version,
            "agreed_at": row.agreed_at,
        }
        for row in agreed
    ]
    lines = [
        _("mit {partner}, seit {day}").format(
            partner=row["with"], day=dates.words(row["agreed_at"], "day_year", membership.zone)
        )
        for row in rows
    ]
    yield Part("agreements", _("Vereinbarungen"), rows, lines)
