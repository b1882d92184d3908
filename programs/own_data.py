"""Everything that is kept about a person, for them to read and to take along.

The apps above keep things about people, too: each registers what it has when it starts. Of other people nothing is told
but the name of whom one is in a tandem with. ``tests/test_own_data.py`` knows every table that refers to a person.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import AuditEvent, Invitation, Membership
from mail.models import OptOut, Suppression
from programs import profiles
from programs.models import HelpRequest, ProgramLead


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of data: ``key`` names it in the file, ``heading`` for people; ``rows`` are plain values for the file.

    ``lines`` say the same in short for the page; without them it says how many there are.
    """

    key: str
    heading: str
    rows: list[dict[str, Any]]
    lines: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        return self.lines or ([str(len(self.rows))] if self.rows else [])


Contributor = Callable[[Membership], Iterable[Part]]
_contributors: list[Contributor] = []


def register(contributor: Contributor) -> None:
    """Let an app say what it keeps about a person. It is asked in the person's scope and language."""
    if contributor not in _contributors:
        _contributors.append(contributor)


def parts(membership: Membership) -> list[Part]:
    """Return all that is kept beside the profile, the programs and the weekly times."""
    return [part for contributor in (_of_programs, *_contributors) for part in contributor(membership)]


def file(membership: Membership) -> dict[str, Any]:
    """Return all that is kept as plain values. Keys are the same in every language; ``headings`` name them."""
    known = parts(membership)
    headings = _headings() | {part.key: part.heading for part in known}
    rows = {part.key: part.rows for part in known}
    return {"headings": headings} | profiles.own_data(membership) | rows


def _headings() -> dict[str, str]:
    return {
        "person": _("Profil"),
        "organisation": _("Organisation"),
        "weekly_times": _("Wochenzeiten"),
        "programs": _("Teilnahme, mit Themen, Tandems und Sitzungen"),
    }


def _of_programs(membership: Membership) -> Iterable[Part]:
    """Yield what is kept here and below. Requests for help stand in the file with their tandem."""
    invitations = Invitation.objects.filter(membership=membership).order_by("created_at")
    yield Part(
        "invitations", _("Einladungen"), list(invitations.values("created_at", "expires_at", "used_at"))
    )
    led = ProgramLead.objects.filter(membership=membership).order_by("pk")
    names = list(led.values_list("program__name", flat=True))
    yield Part("led_programs", _("Geleitete Programme"), [{"program": name} for name in names], names)
    events = AuditEvent.objects.filter(by=membership).order_by("at", "pk")
    yield Part("audit_trail", _("Einträge im Protokoll"), list(events.values("at", "verb")))
    stopped = OptOut.objects.filter(address_norm=membership.email_norm).order_by("category")
    names = [str(row.get_category_display()) for row in stopped]
    yield Part("unsubscribed", _("Abbestellte Mails"), list(stopped.values("category", "since")), names)
    dead = Suppression.objects.filter(address_norm=membership.email_norm)
    yield Part("address", _("Ihre Adresse nimmt keine Mails an"), list(dead.values("status", "since")))
    asked = HelpRequest.objects.filter(asked_by=membership).order_by("asked_at")
    yield Part("help_requests", _("Bitten um Hilfe"), list(asked.values("asked_at", "answered_at")))
