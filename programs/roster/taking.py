"""Taking a roster over: all of its good rows in one transaction, or none. Large ones are left to a worker."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Language, Membership, Organisation
from programs import guard, second_lines, skills
from programs.models import Form, Participant, ParticipantSkill, Phase, Program, RosterImport, Side, Skill
from programs.roster import columns, export, fixing, meanings, preview, reading, undoing
from programs.roster.errors import RosterError
from programs.roster.people import Person
from programs.roster.preview import ON_MEMBERSHIP, ON_PARTICIPANT, SECOND, Entry, Plan
from programs.roster.reading import Table
from programs.tasks import ring_rosters
from tenancy import clock
from tenancy.scope import scope, system

BATCH = 2000
#: More rows than that are taken over by a worker, while HR may leave the page.
AT_ONCE = 2000
#: A roster says nothing of levels, but who can show something does it well. One wish is as strong as the next.
USUAL_WEIGHT = {Side.MENTOR: 4, Side.MENTEE: 3}
SET_MANAGERS = """
    UPDATE accounts_membership SET manager_id = moved.manager
    FROM unnest(%s::bigint[], %s::bigint[]) AS moved (member, manager)
    WHERE accounts_membership.id = moved.member
"""
CLOSED = frozenset({Phase.CLOSING, Phase.ARCHIVED})


def upload(program: Program, *, file_name: str, content: bytes, by: Membership) -> RosterImport:
    """Keep a file until it is taken over; one of the same person that was not is dropped. Raises RosterError."""
    if program.phase in CLOSED:
        raise RosterError(_("Das Programm ist abgeschlossen und nimmt niemanden mehr auf."))
    table = reading.read(content)
    RosterImport.objects.filter(program=program, uploaded_by=by, taken_at=None).delete()
    return RosterImport.objects.create(
        program=program,
        file_name=file_name[:200],
        content=content,
        rows=len(table.rows),
        columns=columns.recognise(table, meanings.known()).to_json(),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


@transaction.atomic
def name_columns(roster: RosterImport, chosen: columns.Columns) -> None:
    """Keep what HR says the columns hold, also for the next file of the house."""
    meanings.remember(reading.read(bytes(roster.content)), chosen)
    roster.columns = chosen.to_json()
    roster.save(update_fields=["columns"])


def table_of(roster: RosterImport) -> Table:
    """Return the table in the file, with what HR put right."""
    return fixing.applied(reading.read(bytes(roster.content)), roster.fixes)


def plan_of(roster: RosterImport) -> Plan:
    """Return what taking this roster over would do right now."""
    return preview.plan(roster.program, table_of(roster), columns.Columns.from_json(roster.columns))


def hand_over(roster: RosterImport, *, by: Membership) -> None:
    """Leave a large roster to a worker. Raises RosterError when it is taken already."""
    with transaction.atomic():
        row = RosterImport.objects.select_for_update().get(pk=roster.pk)
        if row.taken_at:
            raise RosterError(_("Diese Datei ist schon übernommen."))
        row.asked_at, row.asked_by, row.refusal = row.asked_at or clock.now(), by, ""
        row.save(update_fields=["asked_at", "asked_by", "refusal"])
    transaction.on_commit(ring_rosters)


def take_waiting() -> None:
    """Take over what was left to a worker, in all organisations. May run as often as one likes. For the worker."""
    with system():
        waiting = RosterImport.objects.filter(taken_at=None, asked_at__isnull=False)
        found = list(waiting.order_by("asked_at").values_list("organisation_id", "pk"))
    for organisation, key in found:
        with scope(organisation):
            _take_waiting(key)


@transaction.atomic
def _take_waiting(key: int) -> None:
    """Take one over unless another worker is at it; what keeps it from that is noted for HR."""
    locked = RosterImport.objects.select_for_update(of=("self",), skip_locked=True).select_related("asked_by")
    roster = locked.filter(pk=key, taken_at=None, asked_at__isnull=False).first()
    if roster is None or roster.asked_by is None:
        return
    try:
        with translation.override(roster.asked_by.language):
            take(roster, by=roster.asked_by)
    except RosterError as refusal:
        RosterImport.objects.filter(pk=key).update(asked_at=None, refusal=str(refusal)[:300])


@transaction.atomic
def take(roster: RosterImport, *, by: Membership) -> RosterImport:
    """Write the new and changed people of a roster; contact nobody. Raises RosterError.

    Afterwards only the rows that were left out are kept of the file.
    """
    program = Program.objects.select_for_update().select_related("organisation").get(pk=roster.program_id)
    roster = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if roster.taken_at:
        raise RosterError(_("Diese Datei ist schon übernommen."))
    roster.program = program
    plan = plan_of(roster)
    if not plan.takeable:
        raise RosterError(_("In dieser Datei ist niemand neu und nichts geändert."))
    roster.before = _write(plan, program)
    guard.sweep_house()
    roster.taken_at = clock.now()
    roster.result = plan.counts
    roster.content, roster.fixes = export.problems(plan), {}
    roster.save(update_fields=["taken_at", "result", "content", "fixes", "before"])
    audit.record(
        "roster.taken", by=by, about=program.name, new=plan.counts["new"], changed=plan.counts["changed"]
    )
    return roster


def _write(plan: Plan, program: Program) -> dict[str, Any]:
    """Write memberships, managers, participants and skills; return what it takes to undo that.

    The number of queries grows with batches only.
    """
    before = undoing.picture(plan.takeable)
    members = _write_members(plan.takeable, program.organisation)
    known = plan.managers | members
    _write_managers(plan.takeable, known)
    _write_second_lines(plan.takeable, known)
    participants = _write_participants(plan.takeable, program, members)
    _write_skills(plan.takeable, participants)
    old = {entry.membership.pk for entry in plan.takeable if entry.membership}
    added = [row for row in members.values() if row.pk not in old]
    second_lines.lead_to([row.pk for row in added])
    return undoing.with_new(before, added, participants.values())


def _write_members(entries: Iterable[Entry], organisation: Organisation) -> dict[str, Membership]:
    rows = [_member(entry, organisation) for entry in entries]
    Membership.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organisation", "email_norm"],
        update_fields=list(ON_MEMBERSHIP),
    )
    return {row.email_norm: row for row in rows}


def _member(entry: Entry, organisation: Organisation) -> Membership:
    """Return the row to write: what is there, overlaid with what the roster says."""
    person, there = _person(entry), entry.membership
    said = {name: getattr(person, name) for name in ON_MEMBERSHIP}
    if there:
        changed = {change.attribute for change in entry.changes}
        said = {name: said[name] if name in changed else getattr(there, name) for name in ON_MEMBERSHIP}
    return Membership(
        email=person.email,
        email_norm=person.email_norm,
        zone=organisation.zone,
        language=_mail_language(person, organisation),
        **said,
    )


def _mail_language(person: Person, organisation: Organisation) -> str:
    """Return the house's language, but English for somebody who is said to speak it and not the house's."""
    speaks_other = Language.EN in person.languages and organisation.language not in person.languages
    return Language.EN if speaks_other else organisation.language


def _write_managers(entries: Iterable[Entry], known: dict[str, Membership]) -> None:
    """Set the managers in one statement: the ORM's bulk update takes seconds for thousands of rows.

    Of a manager whom nobody here is the address is kept, so that HR reads whom the chart lacks.
    """
    moved: dict[int, int] = {}
    named: dict[int, str] = {}
    for entry in entries:
        person = _person(entry)
        manager, member = known.get(person.manager), known[person.email_norm]
        before = entry.membership.manager_id if entry.membership else None
        if manager and manager.pk not in (member.pk, before):
            moved[member.pk] = manager.pk
        if person.manager:
            named[member.pk] = "" if manager or before else person.manager
    guard.note_managers(named)
    with connection.cursor() as cursor:
        cursor.execute(SET_MANAGERS, [list(moved), list(moved.values())])


def _write_second_lines(entries: Iterable[Entry], known: dict[str, Membership]) -> None:
    """Set the further managers of new people, and of those for whom the roster says others."""
    said = {
        known[_person(entry).email_norm].pk: _person(entry).second_managers or ()
        for entry in entries
        if (_person(entry).second_managers and not entry.membership)
        or any(change.attribute == SECOND for change in entry.changes)
    }
    second_lines.replace(said, known)


def _write_participants(
    entries: Iterable[Entry], program: Program, members: dict[str, Membership]
) -> dict[str, Participant]:
    rows = {_person(entry).email_norm: _participant(entry, program, members) for entry in entries}
    Participant.objects.bulk_create(
        rows.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organisation", "program", "membership"],
        update_fields=list(ON_PARTICIPANT),
    )
    return rows


def _participant(entry: Entry, program: Program, members: dict[str, Membership]) -> Participant:
    person, there = _person(entry), entry.participant
    said: dict[str, Any] = {name: getattr(person, name) for name in ON_PARTICIPANT}
    if there:
        changed = {change.attribute for change in entry.changes}
        said = {name: said[name] if name in changed else getattr(there, name) for name in ON_PARTICIPANT}
    said["languages"] = list(said["languages"])
    said["form"] = said["form"] or Form.BOTH
    return Participant(program=program, membership=members[person.email_norm], **said)


def _write_skills(entries: Iterable[Entry], participants: dict[str, Participant]) -> None:
    """Write the skills of new people, and replace those of people whose skills changed."""
    concerned = [
        entry
        for entry in entries
        if _person(entry).skills
        and (not entry.participant or any(c.attribute == "skills" for c in entry.changes))
    ]
    known = skills.ensure(name for entry in concerned for name in _person(entry).skills)
    there = [entry.participant.pk for entry in concerned if entry.participant]
    ParticipantSkill.objects.filter(participant__in=there).delete()
    ParticipantSkill.objects.bulk_create(
        (row for entry in concerned for row in _skills(_person(entry), participants, known)), batch_size=BATCH
    )


def _skills(
    person: Person, participants: dict[str, Participant], known: dict[str, Skill]
) -> Iterable[ParticipantSkill]:
    participant = participants[person.email_norm]
    for skill in dict.fromkeys(known[skills.normalise(name)] for name in person.skills):
        yield ParticipantSkill(participant=participant, skill=skill, weight=USUAL_WEIGHT[person.side])


def _person(entry: Entry) -> Person:
    if entry.person is None:
        raise ValueError("A row with problems is never written.")
    return entry.person
