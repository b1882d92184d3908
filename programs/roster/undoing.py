"""Taking an import back: within a day, as long as nobody of it was written to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership, Role
from programs import guard, second_lines, skills
from programs.models import Participant, ParticipantSkill, Program, RosterImport, Standing
from programs.roster.errors import RosterError
from programs.roster.people import Person
from programs.roster.preview import ON_MEMBERSHIP, ON_PARTICIPANT, SECOND, Entry
from tenancy import clock

FOR = timedelta(hours=24)
#: In one statement each: the ORM asks every table for each of thousands of rows.
DELETE_SKILLS = "DELETE FROM programs_participantskill WHERE participant_id = ANY(%s)"
DELETE_PARTICIPANTS = "DELETE FROM programs_participant WHERE id = ANY(%s)"
FORGET_ABSENT = "DELETE FROM programs_absentmanager WHERE membership_id = ANY(%s)"
FORGET_MANAGERS = "UPDATE accounts_membership SET manager_id = NULL WHERE manager_id = ANY(%s)"
DELETE_MEMBERS = "DELETE FROM accounts_membership WHERE id = ANY(%s)"


def picture(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return what taking these entries over changes in people who are there: old and new value of each attribute."""
    changed = [(entry, entry.person) for entry in entries if entry.changes and entry.person]
    topics = ParticipantSkill.objects.filter(
        participant__in=[entry.participant for entry, _person in changed if entry.participant]
    )
    return {
        "members": {
            entry.membership.pk: _both(entry, person, entry.membership, [*ON_MEMBERSHIP, "manager"])
            for entry, person in changed
            if entry.membership
        },
        "participants": {
            entry.participant.pk: _both(entry, person, entry.participant, ON_PARTICIPANT)
            for entry, person in changed
            if entry.participant
        },
        "skills": list(topics.values_list("participant_id", "skill_id", "weight")),
        SECOND: _second_lines(changed),
    }


def _second_lines(changed: Iterable[tuple[Entry, Person]]) -> dict[int, list[list[str]]]:
    """Return the addresses of the further managers of those who get others: the old ones and the new ones."""
    concerned = {
        entry.membership.pk: list(person.second_managers or ())
        for entry, person in changed
        if entry.membership and any(change.attribute == SECOND for change in entry.changes)
    }
    there = second_lines.addresses(concerned)
    return {key: [list(there.get(key, ())), new] for key, new in concerned.items()}


def with_new(
    before: dict[str, Any], members: Iterable[Membership], participants: Iterable[Participant]
) -> dict[str, Any]:
    """Return the picture with the keys of those who were not there."""
    return {
        **before,
        "new_members": [row.pk for row in members],
        "new_participants": [row.pk for row in participants if row.pk not in before["participants"]],
    }


def is_possible(roster: RosterImport, now: datetime) -> bool:
    """Return whether the import can still be taken back, as far as time and earlier steps tell."""
    return bool(roster.before) and roster.taken_at is not None and now < roster.taken_at + FOR


@transaction.atomic
def take_back(roster: RosterImport, *, by: Membership) -> None:
    """Remove whom an import brought, and give everybody else the values of before. Raises RosterError.

    Who was a member of the house before stays one; what somebody has changed since stays as it is.
    """
    program = Program.objects.select_for_update().get(pk=roster.program_id)
    row = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if not is_possible(row, clock.now()):
        raise RosterError(_("Ein Import lässt sich nur binnen eines Tages zurücknehmen, und nur einmal."))
    before = row.before
    skills.hold()  # before any row of a topic is locked, as whoever merges topics does
    _remove(before["new_participants"])
    _restore(Membership.objects.select_related("manager"), before["members"])
    _restore_second_lines(before.get(SECOND, {}))
    answered = _restore_skills(before, since=row.taken_at)
    _restore(Participant.objects.exclude(pk__in=answered), before["participants"])
    _remove_members(before["new_members"])
    guard.sweep_house()
    row.taken_back_at, row.before = clock.now(), {}
    row.save(update_fields=["taken_back_at", "before"])
    audit.record("roster.taken_back", by=by, about=program.name, number=len(before["new_participants"]))


def _both(entry: Entry, person: Person, row: models.Model, names: Iterable[str]) -> dict[str, list[Any]]:
    """Return old and new value of what changes in a row, as JSON can hold them."""
    changing = {change.attribute for change in entry.changes} & set(names)
    return {name: [_plain(getattr(row, name)), _plain(getattr(person, name))] for name in sorted(changing)}


def _plain(value: Any) -> Any:
    """Return what JSON can hold: a manager as address, a number with decimals as text."""
    if isinstance(value, Membership):
        return value.email_norm
    if isinstance(value, (list, tuple)):
        return list(value)
    return value if isinstance(value, (str, int, type(None))) else str(value)


def _remove(keys: list[int]) -> None:
    """Take the people off the list again; refuse when one of them was written to."""
    added = Participant.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    if any(participant.standing != Standing.IMPORTED for participant in added):
        raise RosterError(
            _("Aus dieser Datei ist schon jemand eingeladen. Einzelne lassen sich noch entfernen.")
        )
    with connection.cursor() as cursor:
        cursor.execute(DELETE_SKILLS, [keys])
        cursor.execute(DELETE_PARTICIPANTS, [keys])


def _restore(rows: "models.QuerySet[Any]", values: dict[str, dict[str, list[Any]]]) -> None:
    """Give the rows their old values wherever the new ones still stand."""
    concerned = list(rows.filter(pk__in=values))
    for row in concerned:
        for name, (old, new) in values[str(row.pk)].items():
            if _plain(getattr(row, name)) == new:
                setattr(row, name, _manager(old) if name == "manager" else old)
    names = {name for row in concerned for name in values[str(row.pk)]}
    if names:
        rows.model._default_manager.bulk_update(concerned, names, batch_size=500)


def _restore_second_lines(values: dict[str, list[list[str]]]) -> None:
    """Give people their further managers of before wherever the new ones still stand."""
    there = second_lines.addresses([int(key) for key in values])
    old = {int(key): old for key, (old, new) in values.items() if set(there.get(int(key), ())) == set(new)}
    rows = Membership.objects.filter(email_norm__in={one for addresses in old.values() for one in addresses})
    second_lines.replace(old, {row.email_norm: row for row in rows})


def _manager(email_norm: str | None) -> Membership | None:
    return Membership.objects.filter(email_norm=email_norm).first() if email_norm else None


def _restore_skills(before: dict[str, Any], *, since: datetime | None) -> set[int]:
    """Give people their skills of before; return the keys of those who have answered themselves since."""
    inside = Participant.objects.filter(pk__in=before["participants"])
    answered = set(inside.filter(answered_at__gt=since).values_list("pk", flat=True))
    there = ParticipantSkill.objects.filter(participant__in=before["participants"])
    there.exclude(participant__in=answered).delete()
    weights = {
        (person, skill): weight for person, skill, weight in before["skills"] if person not in answered
    }
    ParticipantSkill.objects.bulk_create(
        ParticipantSkill(participant_id=person, skill_id=skill, weight=weight)
        for (person, skill), weight in skills.settled(weights).items()
    )
    return answered


def _remove_members(keys: list[int]) -> None:
    """Remove those of the new members who have never come in and are in no program."""
    taking_part = Participant.objects.values("membership")
    unused = Membership.objects.filter(pk__in=keys, user=None, role=Role.PARTICIPANT, invitations=None)
    found = list(unused.exclude(pk__in=taking_part).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(FORGET_ABSENT, [found])
        cursor.execute(FORGET_MANAGERS, [found])
        second_lines.forget(found)
        cursor.execute(DELETE_MEMBERS, [found])
