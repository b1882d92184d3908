"""The mails of the app."""

from datetime import timedelta

from django.urls import reverse

from accounts.languages import sender_name
from mail.outbox import Letter, absolute, enqueue
from matching.models import Run

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
