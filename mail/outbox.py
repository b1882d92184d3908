"""Writing a mail: a row in the same transaction as its cause. Celery is only rung, it carries nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import make_msgid
from typing import Any, Literal
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from mail import categories, unsubscribing
from mail.models import Message
from mail.tasks import ring
from tenancy import clock, scope
from tenancy.models import new_public_id


@dataclass(frozen=True, slots=True)
class Letter:
    """What to tell whom, once.

    ``kind`` with dots turned to underscores is the stem of the templates in ``templates/emails``: ``.subject.txt``,
    ``.txt`` and ``.html``. ``kind``, ``about``, ``revision`` and ``recipient`` together are its meaning: the same
    meaning is never mailed twice. ``due_at`` defaults to now; after ``not_after`` it is no longer sent.
    ``calendar`` is the text of an iCalendar object, and ``sender`` its organiser when that is not the house itself.
    ``sensitive`` bodies (they hold a token) are wiped once sent. ``template`` is the kind whose templates are taken,
    when that is another one: a test of a mail is a kind of its own, so that it is never counted as the mail.
    ``batch`` names what it is set off with, see ``mail.batches``. ``told`` says that HR knows that this person gets
    this mail, so that it may learn of a bounce.
    """

    kind: str
    about: str
    recipient: str
    language: str
    context: dict[str, Any] = field(default_factory=dict)
    revision: int = 0
    sender_name: str = ""
    sender: str = ""
    reply_to: str = ""
    due_at: datetime | None = None
    not_after: datetime | None = None
    calendar: str = ""
    calendar_method: Literal["", "REQUEST", "CANCEL"] = ""
    sensitive: bool = False
    template: str = ""
    batch: str = ""
    told: bool = False


def enqueue(letter: Letter) -> None:
    """Write the mail into the outbox of the organisation in scope; do nothing when its meaning is there already."""
    enqueue_all([letter])


def enqueue_all(letters: Iterable[Letter]) -> None:
    """Write many mails at once, each as ``enqueue`` does."""
    now = clock.now()
    messages = [_message(letter, now) for letter in letters]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    if any(message.due_at <= now for message in messages):
        transaction.on_commit(ring)


def _message(letter: Letter, now: datetime) -> Message:
    public_id = new_public_id()
    subject, text, html = render(_with_way_out(letter, public_id))
    return Message(
        public_id=public_id,
        kind=letter.kind,
        about=letter.about,
        revision=letter.revision,
        recipient=letter.recipient,
        recipient_norm=letter.recipient.strip().casefold(),
        sender_name=letter.sender_name,
        sender=letter.sender,
        reply_to=letter.reply_to,
        language=letter.language,
        subject=subject,
        text=text,
        html=html,
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
        sensitive=letter.sensitive,
        batch=letter.batch,
        told=letter.told,
        message_id=make_msgid(domain=urlsplit(settings.PUBLIC_BASE_URL).hostname),
        created_at=now,
        due_at=letter.due_at or now,
        not_after=letter.not_after,
    )


def _with_way_out(letter: Letter, public_id: str) -> Letter:
    """Put the link to unsubscribe into the foot of a mail that is not necessary."""
    if categories.of(letter.kind) is None:
        return letter
    url = absolute(unsubscribing.path(scope.organisation_id(), public_id))
    return replace(letter, context={**letter.context, "unsubscribe_url": url})


def render(letter: Letter) -> tuple[str, str, str]:
    """Return subject, text and HTML (styles inlined) in the letter's language."""
    stem = f"emails/{(letter.template or letter.kind).replace('.', '_')}"
    context = {"base_url": settings.PUBLIC_BASE_URL, "sender_name": letter.sender_name, **letter.context}
    with translation.override(letter.language):
        subject = " ".join(render_to_string(f"{stem}.subject.txt", context).split())
        text = render_to_string(f"{stem}.txt", context).strip() + "\n"
        if "unsubscribe_url" in context:
            text += "\n" + render_to_string("emails/_unsubscribe.txt", context).strip() + "\n"
        html = css_inline.inline(render_to_string(f"{stem}.html", context), load_remote_stylesheets=False)
    return subject[:200], text, html


def absolute(path: str) -> str:
    """Return the address of a page for a mail. From the settings, never from a request's host."""
    return settings.PUBLIC_BASE_URL + path
