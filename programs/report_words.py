"""HR puts the finding of a report in words of its own, for the page that goes to the board."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from programs.errors import ProgramError
from programs.models import HEADLINE_LENGTH, Program, ReportHeadline
from tenancy import clock


def own(program: Program) -> ReportHeadline | None:
    """Return HR's own headline with its author, or None while ours stands."""
    newest = program.report_headlines.select_related("by").first()
    return newest if newest and newest.text else None


def say(program: Program, text: str, *, by: Membership) -> None:
    """Put ``text`` over the report for the board; an empty one brings our sentence back.

    Does nothing when it stands there already. Raises ProgramError for a text that is too long.
    """
    text = " ".join(text.split())
    if len(text) > HEADLINE_LENGTH:
        raise ProgramError(_("Die Überschrift hat höchstens {n} Zeichen.").format(n=HEADLINE_LENGTH))
    with transaction.atomic():
        Program.objects.select_for_update(no_key=True).get(pk=program.pk)
        before = own(program)
        if (before.text if before else "") == text:
            return
        ReportHeadline.objects.create(program=program, text=text, at=clock.now(), by=by)
        audit.record("program.report_headline", by=by, about=program.name)
