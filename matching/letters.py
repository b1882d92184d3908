"""The mails of the app."""

from datetime import timedelta

from django.urls import reverse

from accounts import languages
from accounts.languages import sender_name
from accounts.models import Membership
from mail.outbox import Letter, absolute, enqueue, render
from matching.models import Run
from programs.message_previews import EXAMPLES, Preview
from programs.models import Participant, Program, Side

#: Whoever waits no longer than this is still there.
PATIENCE = timedelta(seconds=30)


def run_finished(run: Run) -> None:
    """Tell whoever started a run that its proposals can be reviewed, unless it was done in a moment."""
    if run.finished_at is None or run.finished_at - run.started_at < PATIENCE:
        return
    person, program = run.started_by, run.program
    kwargs = {"organisation": run.organisation.slug, "program": program.public_id, "number": run.number}
    enqueue(
        Letter(
            kind="matching.finished",
            about=f"run:{program.public_id}:{run.number}",
            recipient=person.email,
            language=person.language,
            context={
                "first_name": person.first_name,
                "program": program.name,
                "run": run,
                "url": absolute(reverse("matching:run_detail", kwargs=kwargs)),
            },
            sender_name=sender_name(run.organisation, person.language),
        )
    )


def waiting(run: Run, participant: Participant) -> None:
    """Tell somebody without a tandem that the first proposals are out and theirs is still looked for.

    The words are the same for everybody and true for a mentee whose mentor is being asked: nobody learns why from them.
    """
    person = participant.membership
    enqueue(
        _waiting(
            run.program, person, languages.of_participant(person), f"run:{run.program.public_id}:{run.number}"
        )
    )


def preview_waiting(program: Program, form: str) -> Preview:
    """Return that mail as an example person would get it in this form."""
    person = Membership(organisation=program.organisation, name=EXAMPLES[Side.MENTEE])
    subject, body, _html = render(_waiting(program, person, form, "preview"))
    return Preview(subject, body)


def _waiting(program: Program, person: Membership, language: str, about: str) -> Letter:
    house = program.organisation
    return Letter(
        kind="tandem.waiting",
        about=about,
        recipient=person.email,
        language=language,
        sender_name=sender_name(house, language),
        reply_to=program.contact.email if program.contact else "",
        context={
            "person": person,
            "program": program,
            "organisation": house,
            "url": absolute(reverse("programs:home", kwargs={"organisation": house.slug})),
        },
    )
