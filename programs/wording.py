"""The words of a program's mails: those we propose, or those of the house, with the values for one person put in.

Only the words before the facts and the button can be changed. Facts, button, what is promised and the foot of a mail
stay, so that no house can take a promise out of one.
"""

import re
from datetime import date
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import languages
from accounts.models import Address, Membership
from programs import placeholders
from programs.models import MessageText, Participant, Program, TextForm
from programs.placeholders import COMMON
from ui import dates

#: The mails whose words a house may change, and what these may name. Not those that must be the same for all because
#: they follow a no, that promise who reads what, or that consist of dates and facts.
EDITABLE = {
    "program.invitation": (*COMMON, "until", "invitation"),
    "program.reminder": (*COMMON, "until", "invitation"),
    "tandem.proposal_mentor": (*COMMON, "until"),
    "tandem.proposal_mentee": (*COMMON, "until"),
    "tandem.confirmed": (*COMMON, "partner"),
    "tandem.ended": (*COMMON, "partner"),
    "tandem.nudge": (*COMMON, "partner"),
}


class Text(NamedTuple):
    """Subject and body with placeholders; empty lines part the paragraphs of the body."""

    subject: str
    body: str


class Words(NamedTuple):
    """Subject and body for one person. ``own``: they are the house's."""

    subject: str
    body: str
    own: bool = False

    @property
    def paragraphs(self) -> list[str]:
        return re.split(r"\n\s*\n", self.body.strip())


def proposed(kind: str, form: str, *, again: bool = False) -> Text:
    """Return the text we propose for one of EDITABLE. ``again`` is the second of two mails of that kind."""
    marks = {key: placeholders.ALL[key].mark(form) for key in EDITABLE[kind]}
    context = marks | {"person": marks["name"], "again": again}
    stem = f"emails/words/{kind.replace('.', '_')}"
    with translation.override(form):
        subject = " ".join(render_to_string(f"{stem}.subject.txt", context).split())
        return Text(subject, render_to_string(f"{stem}.txt", context).strip())


def words(
    kind: str,
    *,
    program: Program,
    form: str,
    values: dict[str, str],
    again: bool = False,
    text: Text | None = None,
) -> Words:
    """Return the words of one of EDITABLE; ``text`` stands in for what is saved (previews)."""
    own = text or _own(program, kind, form)
    chosen = own or proposed(kind, form, again=again)
    subject, body = (placeholders.fill(part, values) for part in chosen)
    return Words(subject, body, own=own is not None)


def for_participant(
    kind: str,
    participant: Participant,
    *,
    until: date | None = None,
    partner: Membership | None = None,
    again: bool = False,
) -> Words:
    """Return the words of one of EDITABLE for somebody of the program."""
    program, form = participant.program, languages.of_participant(participant.membership)
    found = values(
        program,
        participant.membership,
        form=form,
        is_mentor=participant.is_mentor,
        until=until,
        partner=partner,
    )
    return words(kind, program=program, form=form, values=found, again=again)


def values(
    program: Program,
    person: Membership,
    *,
    form: str,
    is_mentor: bool,
    until: date | None = None,
    partner: Membership | None = None,
) -> dict[str, str]:
    """Return what placeholders stand for: the reader's own name, and what everybody in the program knows."""
    with translation.override(form):
        shared = {
            "first_name": person.first_name,
            "name": str(person),
            "program": str(program),
            "organisation": str(program.organisation),
            "contact": str(program.contact) if program.contact else _("die Programmleitung"),
            "count": str(program.session_count),
            "minutes": str(program.session_minutes),
            "months": str(program.months),
            "start": _day(program.starts_on),
        }
        sentence: dict[str, Any] = shared | {"is_mentor": is_mentor}
        shared["invitation"] = render_to_string("emails/words/_invitation.txt", sentence).strip()
        if until:
            shared["until"] = _day(until)
        if partner:
            shared["partner"] = str(partner)
    return shared


def _own(program: Program, kind: str, form: str) -> Text | None:
    saved = MessageText.objects.filter(program=program, kind=kind, form=form).first()
    return Text(saved.subject, saved.body) if saved else None


def _day(day: date | None) -> str:
    return dates.words(day, "day_year") if day else _("noch offen")


def forms_of(program: Program) -> list[TextForm]:
    """Return the forms in which mails of this program can go out now."""
    german = TextForm.DU if program.organisation.address == Address.DU else TextForm.SIE
    return [german, TextForm.ENGLISH]
