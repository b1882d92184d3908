"""The audit trail as its owner reads it: by person, kind and period, and as a file to take along."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.errors import AccountError
from accounts.models import AuditEvent, Membership, Organisation
from accounts.sentences import sentence
from ui.spreadsheets import as_csv

#: Kinds of lines, by the word their verb begins with.
KINDS = {
    "settings": ("organisation", "audit"),
    "people": ("member", "colleague", "participant", "participants", "joining", "nomination"),
    "lists": ("roster",),
    "programs": ("program", "message", "skill"),
    "matching": ("matching",),
    "tandems": ("tandem", "help"),
}
KIND_NAMES = {
    "settings": gettext_lazy("Einstellungen"),
    "people": gettext_lazy("Personen"),
    "lists": gettext_lazy("Listen"),
    "programs": gettext_lazy("Programme"),
    "matching": gettext_lazy("Matching"),
    "tandems": gettext_lazy("Tandems"),
    "other": gettext_lazy("Sonstiges"),
}
#: More lines than this no spreadsheet should be asked to hold, nor one request to write.
MOST_LINES = 50_000


def found(
    organisation: Organisation, *, person: str = "", kind: str = "", since: Any = None, until: Any = None
) -> QuerySet[AuditEvent]:
    """Return the lines of the organisation in scope, newest first.

    ``person`` is a member's public name, ``kind`` a key of ``KIND_NAMES``; ``since`` and ``until`` are days by the
    organisation's clock, both included.
    """
    rows: QuerySet[AuditEvent] = AuditEvent.objects.all()
    zone = ZoneInfo(organisation.zone)
    if person:
        rows = rows.filter(by__public_id=person)
    if kind:
        rows = rows.filter(_of_kind(kind))
    if since:
        rows = rows.filter(at__gte=datetime.combine(since, time(), tzinfo=zone))
    if until:
        rows = rows.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), tzinfo=zone))
    return rows


def people() -> list[tuple[str, str]]:
    """Return public names and names of all members in scope who have acted."""
    acted = Exists(AuditEvent.objects.filter(by=OuterRef("pk")))
    return list(Membership.objects.filter(acted).by_name().values_list("public_id", "name"))


def export(organisation: Organisation, *, by: Membership, **filters: Any) -> bytes:
    """Return the lines that ``found`` finds as a CSV file, and write down that it was taken along.

    Raises AccountError for more than ``MOST_LINES``.
    """
    rows = found(organisation, **filters)
    number = rows.count()
    if number > MOST_LINES:
        raise AccountError(
            _("Das sind {number} Zeilen. Eine Datei fasst {most}: bitte den Zeitraum verkürzen.").format(
                number=number, most=MOST_LINES
            )
        )
    zone = ZoneInfo(organisation.zone)
    head = [_("Zeit"), _("Zeitzone"), _("Person"), _("Was")]
    lines = [
        [f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}", organisation.zone, event.by_name, sentence(event)]
        for event in rows.iterator()
    ]
    audit.record("audit.exported", by=by, about=organisation.name, number=len(lines))
    return as_csv([head, *lines])


def _of_kind(kind: str) -> Q:
    if kind == "other":
        return ~_begins(word for words in KINDS.values() for word in words)
    return _begins(KINDS[kind])


def _begins(words: Any) -> Q:
    found = Q()
    for word in words:
        found |= Q(verb__startswith=f"{word}.")
    return found
