"""Further managers of people beside the first one, as in a matrix organisation: dotted lines."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import SecondLine

BATCH = 2000
#: In one statement each, for thousands of rows.
LEAD_TO = """
    UPDATE programs_secondline AS line SET manager_id = came.id, email_norm = ''
    FROM accounts_membership AS came
    WHERE came.email_norm = line.email_norm AND came.id = ANY(%s) AND came.id <> line.membership_id
    AND NOT EXISTS (
        SELECT FROM programs_secondline AS other
        WHERE other.membership_id = line.membership_id AND other.manager_id = came.id
    )
"""
FORGET = "DELETE FROM programs_secondline WHERE membership_id = ANY(%s)"
MAKE_ABSENT = """
    UPDATE programs_secondline SET manager_id = NULL, email_norm = gone.email_norm
    FROM accounts_membership AS gone
    WHERE gone.id = programs_secondline.manager_id AND gone.id = ANY(%s)
"""


def addresses(members: Collection[int]) -> dict[int, dict[str, str | None]]:
    """Return the addresses of the further managers of members, by their keys, each with its name; None if absent."""
    found: dict[int, dict[str, str | None]] = defaultdict(dict)
    rows = SecondLine.objects.filter(membership__in=members).order_by("pk")
    columns = ("membership_id", "manager__email_norm", "manager__name", "email_norm")
    for key, address, name, absent in rows.values_list(*columns):
        found[key][address or absent] = name
    return found


def names(membership: Membership) -> list[str]:
    """Return the names of somebody's further managers; of one who is no member here the address."""
    rows = membership.second_lines.order_by("pk").values_list("manager__name", "email_norm")
    return [name or email or _("unbekannt") for name, email in rows]


def replace(managers: Mapping[int, Iterable[str]], known: Mapping[str, Membership]) -> None:
    """Give members these further managers, by key and addresses, instead of those they had.

    ``known`` holds the members by address; of an address that is nobody's here the address is kept.
    """
    SecondLine.objects.filter(membership__in=managers).delete()
    SecondLine.objects.bulk_create(
        (_line(key, address, known.get(address)) for key, found in managers.items() for address in found),
        batch_size=BATCH,
    )


def _line(key: int, address: str, manager: Membership | None) -> SecondLine:
    return SecondLine(membership_id=key, manager=manager, email_norm="" if manager else address)


def lead_to(members: list[int]) -> None:
    """Let lines lead to new members whose addresses were noted before they came."""
    with connection.cursor() as cursor:
        cursor.execute(LEAD_TO, [members])


def forget(members: list[int]) -> None:
    """Drop the lines of members who are about to go; of lines to them the address stays."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [members])
        cursor.execute(MAKE_ABSENT, [members])
