"""HR changes the words of a program's mails, or goes back to those we propose."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from programs.errors import ProgramError
from programs.messages import PURPOSES
from programs.models import MessageText, Program
from programs.wording import EDITABLE, Text, proposed
from tenancy import clock


class SavedMeanwhile(ProgramError):
    """Somebody else saved while this person was typing."""


def current(program: Program, kind: str, form: str) -> MessageText | None:
    """Return the house's own words of one of EDITABLE, or None while the proposed ones hold."""
    return program.message_texts.select_related("saved_by").filter(kind=kind, form=form).first()


def in_force(program: Program, kind: str, form: str) -> Text:
    """Return the text that goes out, with its placeholders."""
    own = current(program, kind, form)
    return Text(own.subject, own.body) if own else proposed(kind, form)


def seen(text: MessageText | None) -> str:
    """Return a mark of what somebody has before their eyes, for ``save``."""
    return text.saved_at.isoformat() if text else ""


def adapted(program: Program) -> dict[str, list[str]]:
    """Return the forms with words of the house's own, by kind."""
    found: dict[str, list[str]] = {}
    for kind, form in program.message_texts.order_by("kind", "form").values_list("kind", "form"):
        found.setdefault(kind, []).append(form)
    return found


def save(program: Program, kind: str, form: str, *, text: Text, seen_as: str, by: Membership) -> None:
    """Keep the words of a mail. Raises SavedMeanwhile unless ``seen_as`` is ``seen`` of what is there now."""
    if kind not in EDITABLE:
        raise ProgramError(_("Der Text dieser Mail ist fest."))
    with transaction.atomic():
        Program.objects.select_for_update().get(pk=program.pk)  # two first texts at once, too
        found = current(program, kind, form)
        if seen(found) != seen_as:
            raise SavedMeanwhile(
                _("Diesen Text hat inzwischen noch jemand geändert. Ihr Text ist nicht verloren.")
            )
        MessageText.objects.update_or_create(
            program=program,
            kind=kind,
            form=form,
            defaults={
                "subject": text.subject,
                "body": text.body,
                "saved_at": clock.now(),
                "saved_by": by,
            },
        )
        _note("message.text_saved", program, kind, by)


def reset(program: Program, kind: str, form: str, *, by: Membership) -> None:
    """Let the proposed words hold again. Does nothing when they do."""
    with transaction.atomic():
        deleted, _rows = program.message_texts.filter(kind=kind, form=form).delete()
        if deleted:
            _note("message.text_reset", program, kind, by)


def copy(program: Program, *, onto: Program) -> None:
    """Give another program the same words, as saved by the same people."""
    words = ("kind", "form", "subject", "body", "saved_at", "saved_by_id")
    MessageText.objects.bulk_create(
        MessageText(program=onto, **row) for row in program.message_texts.values(*words)
    )


def _note(verb: str, program: Program, kind: str, by: Membership) -> None:
    audit.record(verb, by=by, about=program.name, mail=str(PURPOSES[kind].name))
