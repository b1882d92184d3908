"""HR's log of mails: who got which, when, and whether it came back. Never what a mail said.

In it are only mails that leave whatever anybody answers: those that HR sets off itself, and those that begin a tandem,
which HR sees anyway. Nobody can unsubscribe from them, so that a row tells nobody's wish either. An invitation is told
once: to a corrected address it goes again only unless there was a no.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Max, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from mail.models import Message, State
from programs.messages import PURPOSES
from programs.models import Participant, Program, Tandem

#: What a mail of each kind in the log is about, by the program's own rows.
LOGGED = {
    "program.invitation": "participants",
    "tandem.proposal_mentor": "tandems",
    "tandem.confirmed": "tandems",
}
PAGE = 50
CAME_BACK = _("kam zurück")
STATES = {
    State.WAITING: _("unterwegs"),
    State.SENT: _("verschickt"),
    State.EXPIRED: _("abgelaufen, nicht verschickt"),
    State.FAILED: _("nicht zustellbar"),
    State.BLOCKED: _("nicht verschickt, die Adresse nimmt keine Mails an"),
    State.HELD: _("angehalten"),
}
#: What HR should look at.
TROUBLE = frozenset({State.FAILED, State.BLOCKED, State.HELD})


@dataclass(frozen=True, slots=True)
class Row:
    """One mail. ``person`` is empty for an address that has been another's since; then the ``tandem`` is named."""

    name: Any
    at: datetime
    state: Any
    is_trouble: bool
    person: Participant | None = None
    tandem: Tandem | None = None


def mails(program: Program, kinds: Iterable[str] = LOGGED) -> "QuerySet[Message]":
    """Return the mails of a program out of LOGGED of which HR may know."""
    found = Q(pk__in=())
    for kind in kinds:
        rows = LOGGED[kind]
        names = getattr(program, rows).order_by().values(name=Concat(Value(f"{rows[:-1]}:"), F("public_id")))
        found |= Q(kind=kind, about__in=names)
    return Message.objects.filter(found, told=True, revision=0)


def last_sent(program: Program) -> dict[str, datetime]:
    """Return when the last mail of each kind left, as far as HR may know; without kinds of which none did."""
    rows = mails(program).exclude(sent_at=None).order_by().values_list("kind")
    return dict(rows.annotate(last=Max("sent_at")))


def page(program: Program, kind: str, number: str | None) -> Page:
    """Return a page of Rows, the newest first; ``kind`` "" is all. Four queries, however many rows."""
    kinds = [kind] if kind in LOGGED else LOGGED
    found = mails(program, kinds).defer("text", "html", "calendar", "subject").order_by("-created_at", "-pk")
    shown: Page = Paginator(found, PAGE).get_page(number)
    shown.object_list = _rows(program, list(shown.object_list))
    return shown


def _rows(program: Program, found: list[Message]) -> list[Row]:
    about = {message.pk: message.about.partition(":")[2] for message in found}
    people = program.participants.filter(public_id__in=about.values()).with_people()
    pairs = program.tandems.filter(public_id__in=about.values()).with_people()
    by_key: dict[str, Participant | Tandem] = {row.public_id: row for row in [*people, *pairs]}
    return [_row(message, by_key[key]) for message in found if (key := about[message.pk]) in by_key]


def _row(message: Message, about: Participant | Tandem) -> Row:
    state = State(message.state)
    tandem, person = (about, _recipient(message, about)) if isinstance(about, Tandem) else (None, about)
    return Row(
        PURPOSES[message.kind].name,
        message.sent_at or message.created_at,
        CAME_BACK if message.bounced_at else STATES.get(state, STATES[State.SENT]),
        state in TROUBLE,
        person=person,
        tandem=tandem,
    )


def _recipient(message: Message, tandem: Tandem) -> Participant | None:
    two = (tandem.mentor, tandem.mentee)
    return next((one for one in two if one.membership.email_norm == message.recipient_norm), None)
