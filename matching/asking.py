"""Asking somebody to complete their answers while a draft is reviewed: the one mail that goes out before publishing."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import audit, languages
from accounts.models import Membership
from mail.outbox import Letter, absolute, enqueue
from matching import steps
from matching.errors import MatchingError
from matching.models import Inquiry, Run
from programs.models import Participant, Standing
from tenancy import clock

#: What people can tell themselves, by the engine's criteria, with the question that asks for it.
QUESTIONS = {"time": "times", "skills": "topics", "language": "languages", "place": "meeting"}


def answerable(missing: Iterable[str]) -> list[str]:
    """Return those of the missing criteria that the person can complete; the others are HR's data."""
    return [name for name in missing if name in QUESTIONS]


@transaction.atomic
def ask(run: Run, participant: Participant, *, missing: list[str], by: Membership) -> None:
    """Ask for the ``missing`` criteria by mail, once per run.

    Raises MatchingError when the person was asked already or the run is no draft. Whoever wants no mail gets none, and
    nobody can tell: that would show a no.
    """
    steps.hold(run)
    try:
        with transaction.atomic():
            Inquiry.objects.create(run=run, participant=participant, by=by, at=clock.now())
    except IntegrityError:
        raise MatchingError(
            _("{name} ist zu diesem Lauf schon gefragt worden.").format(name=participant)
        ) from None
    if participant.standing == Standing.JOINED and not participant.quiet and participant.membership.is_active:
        enqueue(_letter(run, participant, missing))
    audit.record("matching.asked", by=by, about=str(participant))


def _letter(run: Run, participant: Participant, missing: list[str]) -> Letter:
    person, program = participant.membership, run.program
    house, language = program.organisation, languages.of_participant(person)
    where = {"organisation": house.slug, "program": program.public_id, "step": QUESTIONS[missing[0]]}
    return Letter(
        kind="program.more_answers",
        about=f"participant:{participant.public_id}",
        revision=run.number,
        recipient=person.email,
        language=language,
        sender_name=languages.sender_name(house, language),
        reply_to=program.contact.email if program.contact else "",
        context={
            "person": person,
            "program": program,
            "organisation": house,
            "missing": missing,
            "url": absolute(reverse("programs:questions", kwargs=where)),
        },
    )
