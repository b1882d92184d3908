"""Correcting what the house's roster says of one person, without reading the roster in again."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.emails import normalise
from accounts.models import Membership
from programs import guard, second_lines
from programs.errors import ProgramError
from programs.models import AbsentManager, Participant

#: Columns of Membership that HR may correct, in the order of the form.
FACTS = ("job_title", "department", "place", "level", "experience_years")


class ManagerError(ProgramError):
    """Somebody named as a manager cannot be one; ``further`` says whether as a further one."""

    def __init__(self, sentence: str, *, further: bool) -> None:
        super().__init__(sentence)
        self.further = further


def manager_address(person: Membership) -> str:
    """Return the address of somebody's manager, here or not; "" where none is named."""
    if person.manager:
        return person.manager.email
    return AbsentManager.objects.filter(membership=person).values_list("email_norm", flat=True).first() or ""


def further_addresses(person: Membership) -> list[str]:
    """Return the addresses of somebody's further managers, here or not; of those who were erased none is known."""
    return [address for address in second_lines.addresses([person.pk])[person.pk] if address]


def correct(
    participant: Participant,
    *,
    manager: str,
    further: Sequence[str] | None = None,
    by: Membership,
    **facts: Any,
) -> bool:
    """Write down what is true of a person; return whether anything changed. Nobody is written to.

    ``facts`` are columns out of FACTS, ``manager`` and ``further`` are addresses: of nobody here they are kept, so that
    the chart shows whom it lacks. Without ``further`` the further managers stay. Tandems that no longer keep to the
    rules stand in HR's list at once. Raises ManagerError for a manager who stands below the person, or is the person.
    """
    with transaction.atomic():
        person = Membership.objects.select_for_update(of=("self",)).get(pk=participant.membership_id)
        changed = [name for name, value in facts.items() if getattr(person, name) != value]
        if normalise(manager) != normalise(manager_address(person)):
            _set_manager(person, normalise(manager))
            changed.append("manager")
        if further is not None and _set_further(person, further, normalise(manager)):
            changed.append("further_managers")
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
        _refuse_circle(person, manager, further=False)
    person.manager = manager
    guard.note_managers({person.pk: "" if manager else address})


def _set_further(person: Membership, addresses: Sequence[str], first: str) -> bool:
    """Give somebody these further managers, the first one left out; return whether they are others than before."""
    wanted = [address for address in dict.fromkeys(map(normalise, addresses)) if address != first]
    before = set(further_addresses(person))
    if set(wanted) == before:
        return False
    known = {row.email_norm: row for row in Membership.objects.filter(email_norm__in=wanted)}
    for address in wanted:
        if address in known and address not in before:
            _refuse_circle(person, known[address], further=True)
    second_lines.replace({person.pk: wanted}, known)
    return True


def _refuse_circle(person: Membership, manager: Membership, *, further: bool) -> None:
    if manager == person:
        sentence = _("Niemand führt sich selbst. Bitte die Adresse der Führungskraft angeben.")
        raise ManagerError(sentence, further=further)
    if person.public_id in guard.chart_of_house().line(manager.public_id).steps:
        sentence = _("{manager} steht im Organigramm unter {name} und kann nicht darüber stehen.")
        raise ManagerError(sentence.format(manager=manager, name=person), further=further)
