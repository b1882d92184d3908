"""A mail as somebody would get it: on the page of its text, and as a test to the person who writes it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.languages import sender_name
from accounts.models import Membership
from mail.outbox import Letter, absolute, enqueue, render
from programs import wording
from programs.models import Participant, Program, Side
from programs.wording import Text
from tenancy import clock

#: How long the person of an example has to answer.
TIME_TO_ANSWER = timedelta(days=14)
EXAMPLES = {Side.MENTOR: "Jana Beispiel", Side.MENTEE: "Heinz Muster"}


class Preview(NamedTuple):
    """A mail as text."""

    subject: str
    body: str


def preview(program: Program, kind: str, form: str, side: Side, *, text: Text) -> Preview:
    """Return the mail with this text as an example person on this side would get it."""
    person = _example(program, side)
    subject, body, _html = render(_letter(program, kind, form, side, person, text))
    return Preview(subject, body)


def send_test(program: Program, kind: str, form: str, *, text: Text, to: Membership) -> None:
    """Mail one of EDITABLE with this text to the person who writes it. Its link leads to the start page."""
    side = Side.MENTEE if kind == "tandem.proposal_mentee" else Side.MENTOR
    now = clock.now()
    letter = _letter(program, kind, form, side, to, text)
    enqueue(replace(letter, kind=f"{kind}.test", template=kind, about=f"test:{now.isoformat()}"))


def _example(program: Program, side: Side) -> Membership:
    return Membership(organisation=program.organisation, name=EXAMPLES[side])


def _letter(program: Program, kind: str, form: str, side: Side, person: Membership, text: Text) -> Letter:
    other = _example(program, Side.MENTEE if side == Side.MENTOR else Side.MENTOR)
    participant = Participant(program=program, membership=person, side=side)
    until = (clock.now() + TIME_TO_ANSWER).date()
    values = wording.values(
        program, person, form=form, is_mentor=participant.is_mentor, until=until, partner=other
    )
    allowed = {key: value for key, value in values.items() if key in wording.EDITABLE[kind]}
    context: dict[str, Any] = {
        "participant": participant,
        "person": person,
        "partner": other,
        "program": program,
        "organisation": program.organisation,
        "side": side,
        "until": until,
        "line": _("Vertrieb, Berufsjahre: 12"),
        "topics": [_("Videokonferenzen leiten")],
        "reasons": [],
        "url": absolute("/"),
        "words": wording.words(kind, program=program, form=form, values=allowed, text=text),
    }
    return Letter(
        kind=kind,
        about="preview",
        recipient=person.email,
        language=form,
        context=context,
        sender_name=sender_name(program.organisation, form),
        reply_to=program.contact.email if program.contact else "",
    )
