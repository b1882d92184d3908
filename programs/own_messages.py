"""HR writes to the people of a program: now or at a set time, once to each, and taken back until it leaves.

Who belongs to the group is asked when the message is sent: it reaches people who came later, and nobody who left.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import audit, languages
from accounts.models import Language, Membership
from mail.outbox import Letter, absolute, enqueue_all
from programs import placeholders, wording
from programs.errors import ProgramError
from programs.models import Group, OwnMessage, Participant, Phase, Program, Standing, Tandem, TandemState
from programs.querysets import ParticipantQuerySet
from programs.wording import Text, Words
from tenancy import clock

#: While a program is a draft nobody knows of it, and an archived one is over.
CLOSED = {Phase.DRAFT, Phase.ARCHIVED}
NOTHING = Text("", "")


class Draft(NamedTuple):
    """What HR typed. ``send_at`` is None for now."""

    group: Group
    german: Text = NOTHING
    english: Text = NOTHING
    send_at: datetime | None = None


def members(program: Program, group: Group) -> ParticipantQuerySet:
    """Return the people of a group as HR may count them: those who want no mail are among them."""
    mine = Q(mentor=OuterRef("pk")) | Q(mentee=OuterRef("pk"))
    running = Tandem.objects.filter(mine, state__in=[TandemState.ACTIVE, TandemState.PAUSED])
    taking_part = program.participants.filter(standing__in=[Standing.JOINED, Standing.PAUSED])
    rows = {
        Group.ALL: taking_part,
        Group.INVITED: program.participants.unanswered(),
        Group.READY: program.participants.at("ready"),
        Group.TANDEM: taking_part.filter(Exists(running)),
        # Not "without a proposal": that would tell a mentee of one before the mentor has said yes.
        Group.WITHOUT: program.participants.at("ready").exclude(Exists(running)),
    }
    return rows[group]


def sizes(program: Program) -> dict[Group, int]:
    return {group: members(program, group).count() for group in Group}


def write(program: Program, draft: Draft, *, by: Membership) -> OwnMessage:
    """Keep a message until its time comes. Raises ProgramError for a time that is over, and without a text."""
    now = clock.now()
    if program.phase in CLOSED:
        raise ProgramError(_("In diesem Programm lassen sich gerade keine Nachrichten verschicken."))
    if draft.send_at and draft.send_at <= now:
        raise ProgramError(_("Diese Zeit ist schon vorbei. Bitte eine spätere Zeit wählen."))
    house = draft.english if program.organisation.language == Language.EN else draft.german
    if not (house.subject and house.body):
        raise ProgramError(_("In der Sprache der Organisation braucht es Betreff und Text."))
    with transaction.atomic():
        written = OwnMessage.objects.create(
            program=program,
            group=draft.group,
            subject_de=draft.german.subject,
            body_de=draft.german.body,
            subject_en=draft.english.subject,
            body_en=draft.english.body,
            written_at=now,
            written_by=by,
            send_at=draft.send_at or now,
        )
        audit.record("message.written", by=by, about=program.name, group=str(Group(draft.group).label))
    return written


def withdraw(message: OwnMessage, *, by: Membership) -> None:
    """Take a message back. Does nothing for the second time; raises ProgramError once it has left."""
    with transaction.atomic():
        row = OwnMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if row.sent_at:
            raise ProgramError(_("Diese Nachricht ist schon unterwegs."))
        if row.withdrawn_at is None:
            row.withdrawn_at = clock.now()
            row.save(update_fields=["withdrawn_at"])
            audit.record("message.withdrawn", by=by, about=row.program.name)


def begin(key: int, now: datetime) -> tuple[OwnMessage, list[int]] | None:
    """Take a message whose time has come, once, and return it with the keys of its group; None when it is not waiting.

    From now on it counts as sent. Those who want no mail are among the group, so that its size tells nothing of them.
    """
    waiting = OwnMessage.objects.filter(pk=key, send_at__lte=now, sent_at=None, withdrawn_at=None)
    message = waiting.select_for_update(of=("self",)).first()
    if message is None:
        return None
    message.sent_at = now
    message.save(update_fields=["sent_at"])
    people = members(message.program, Group(message.group)).order_by("pk")
    return message, list(people.values_list("pk", flat=True))


def send_to(message: OwnMessage, keys: Collection[int], *, batch: str) -> None:
    """Write the mails to those of these people who are still in the group and want mail."""
    group = members(message.program, Group(message.group)).filter(pk__in=keys, quiet=False)
    people = group.filter(membership__is_active=True).for_letters().order_by("pk")
    enqueue_all([_letter(message, participant, batch) for participant in people])


def _letter(message: OwnMessage, participant: Participant, batch: str) -> Letter:
    program, person = participant.program, participant.membership
    language = languages.of_participant(person)
    house = program.organisation
    takes_part = participant.standing != Standing.INVITED
    return Letter(
        kind="program.message",
        about=f"message:{message.public_id}",
        recipient=person.email,
        language=language,
        sender_name=languages.sender_name(house, language),
        reply_to=program.contact.email if program.contact else "",
        batch=batch,
        told=message.group != Group.INVITED,  # there a bounce would say who did not say no
        context={
            "program": program,
            "takes_part": takes_part,
            "url": absolute(reverse("programs:home", kwargs={"organisation": house.slug})),
            "words": _words(message, participant, language),
        },
    )


def _words(message: OwnMessage, participant: Participant, language: str) -> Words:
    is_mentor, program = participant.is_mentor, participant.program
    values = wording.values(program, participant.membership, form=language, is_mentor=is_mentor)
    known = {key: values[key] for key in placeholders.COMMON}
    subject, body = (placeholders.fill(part, known) for part in message.words_in(language))
    return Words(subject, body, own=True)
