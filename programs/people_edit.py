"""Correcting what the house's roster says of one person, without reading the roster in again."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.emails import normalise
from accounts.models import Membership
from programs import guard
from programs.errors import ProgramError
from programs.models import AbsentManager, Participant

#: Columns of Membership that HR may correct, in the order of the form.
FACTS = ("job_title", "department", "place", "level", "experience_years")


def manager_address(person: Membership) -> str:
    """Return the address of somebody's manager, here or not; "" where none is named."""
    if person.manager:
        return person.manager.email
    return AbsentManager.objects.filter(membership=person).values_list("email_norm", flat=True).first() or ""


def correct(participant: Participant, *, manager: str, by: Membership, **facts: Any) -> bool:
    """Write down what is true of a person; return whether anything changed. Nobody is written to.

    ``facts`` are columns out of FACTS, ``manager`` is an address: of nobody here it is kept, so that the chart shows
    whom it lacks. Tandems that no longer keep to the rules stand in HR's list at once. Raises ProgramError for a
    manager who stands below the person, or is the person.
    """
    with transaction.atomic():
        person = Membership.objects.select_for_update(of=("self",)).get(pk=participant.membership_id)
        changed = [name for name, value in facts.items() if getattr(person, name) != value]
        if normalise(manager) != normalise(manager_address(person)):
            _set_manager(person, normalise(manager))
            changed.append("manager")
        if not changed:
            return False
        for name, value in facts.items():
            setattr(person, name, value)
        person.save(update_fields=[*facts, "manager"])
        audit.record(
            "participant.corrected", by=by, about=participant.program.name, name=person.name, facts=changed
        )
        if changed != ["job_title"]:  # the only one that no rule looks at
            guard.sweep_house()
    return True


def _set_manager(person: Membership, address: str) -> None:
    manager = Membership.objects.filter(email_norm=address).first() if address else None
    if manager:
        _refuse_circle(person, manager)
    person.manager = manager
    guard.note_managers({person.pk: "" if manager else address})


def _refuse_circle(person: Membership, manager: Membership) -> None:
    if manager == person:
        raise ProgramError(_("Niemand führt sich selbst. Bitte die Adresse der Führungskraft angeben."))
    if person.public_id in guard.chart_of_house().line(manager.public_id).steps:
        sentence = _("{manager} steht im Organigramm unter {name} und kann nicht darüber stehen.")
        raise ProgramError(sentence.format(manager=manager, name=person))
