"""The mails about an agreement, one per step and person at most. None of them says a word of what is in it."""

from django.urls import reverse

from accounts import languages
from accounts.models import Membership
from agreements.models import Agreement
from mail.outbox import Letter, absolute, enqueue
from programs.models import Standing


def change(agreement: Agreement, *, to: Membership) -> None:
    """Tell the other that a new version begins and that both are asked again."""
    _tell("agreement.change", agreement, to)


def settle(agreement: Agreement, *, to: Membership) -> None:
    """Tell that both are done and something is to be settled."""
    _tell("agreement.settle", agreement, to)


def confirm(agreement: Agreement, *, to: Membership) -> None:
    """Tell that the text is there to be confirmed."""
    _tell("agreement.confirm", agreement, to)


def agreed(agreement: Agreement) -> None:
    """Tell both that the agreement is valid."""
    for person in agreement.tandem.members:
        _tell("agreement.agreed", agreement, person)


def _tell(kind: str, agreement: Agreement, person: Membership) -> None:
    tandem = agreement.tandem
    partner = tandem.partner_of(person)
    # Who left was promised that no more mail comes.
    if not person.is_active or tandem.other_of(partner).standing == Standing.LEFT:
        return
    language = languages.of_participant(person)
    house = tandem.program.organisation
    kwargs = {"organisation": house.slug, "tandem": tandem.public_id}
    enqueue(
        Letter(
            kind=kind,
            about=f"agreement:{tandem.public_id}:{agreement.version}",
            recipient=person.email,
            language=language,
            context={
                "person": person,
                "partner": partner,
                "program": tandem.program,
                "organisation": house,
                "url": absolute(reverse("agreements:agreement_detail", kwargs=kwargs)),
            },
            sender_name=languages.sender_name(house, language),
            reply_to=partner.email,
        )
    )
