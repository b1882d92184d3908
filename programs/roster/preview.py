"""A roster beside the people who are there: what is new, what would change, what needs a look. Writes nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from programs import second_lines, skills
from programs.models import Measure, Participant, ParticipantSkill, Program, Skill, Standing
from programs.roster.columns import Columns
from programs.roster.headers import LABELS, Field
from programs.roster.people import Candidate, Finding, Person, Typed, candidates
from programs.roster.reading import Table
from tenancy import clock

#: Attributes of a membership that a roster may change, with the words for them.
ON_MEMBERSHIP = {
    "name": LABELS[Field.NAME],
    "job_title": LABELS[Field.JOB_TITLE],
    "department": LABELS[Field.DEPARTMENT],
    "place": LABELS[Field.PLACE],
    "level": LABELS[Field.LEVEL],
    "experience_years": LABELS[Field.EXPERIENCE],
}
#: Attributes of a participant; ``OWN_WORDS`` only until the person has answered the questions.
ON_PARTICIPANT = {
    "side": LABELS[Field.SIDE],
    "form": LABELS[Field.FORM],
    "languages": LABELS[Field.LANGUAGES],
}
#: The attribute that changes with the further managers.
SECOND = "second_managers"
OWN_WORDS = frozenset({"form", "languages"})


class Result(StrEnum):
    PROBLEM = "problem"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that would change; ``old`` and ``new`` are for people."""

    attribute: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with what becomes of it. ``person`` is None exactly for a problem."""

    number: int
    typed: Typed
    person: Person | None
    result: Result
    problems: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    membership: Membership | None = None
    participant: Participant | None = None
    #: Neither the file nor the organisation knows how senior the person is.
    unmeasured: bool = False

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.typed[0]

    @property
    def email(self) -> str:
        return self.person.email if self.person else self.typed[1]

    @property
    def side(self) -> str:
        return str(self.person.side.label) if self.person else self.typed[2]

    @property
    def department(self) -> str:
        return self.person.department if self.person else self.typed[3]


@dataclass(frozen=True, slots=True)
class Plan:
    """Problem rows first, then in the order of the file."""

    table: Table
    columns: Columns
    entries: tuple[Entry, ...]
    managers: dict[str, Membership]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(entry.result for entry in self.entries)
        return {str(result): counted[result] for result in Result}

    @property
    def takeable(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.result in {Result.NEW, Result.CHANGED}]

    @property
    def problems(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.result == Result.PROBLEM]

    def of(self, result: str) -> list[Entry]:
        """Return the entries with this result, all of them for ""."""
        return [entry for entry in self.entries if result in ("", entry.result)]


@dataclass(slots=True)
class _Known:
    """Who is in the organisation and in the program already: seven queries, however many people."""

    program: Program
    people: list[Person]
    members: dict[str, Membership] = field(init=False)
    participants: dict[int, Participant] = field(init=False)
    skills: dict[int, set[Any]] = field(init=False)
    named: dict[str, Skill] = field(init=False)
    addresses: set[str] = field(init=False)
    second_lines: dict[int, dict[str, str | None]] = field(init=False)

    def __post_init__(self) -> None:
        addresses = {person.email_norm for person in self.people} | {person.manager for person in self.people}
        addresses.update(*(person.second_managers or () for person in self.people))
        found = Membership.objects.filter(email_norm__in=addresses - {""}).select_related("manager")
        self.members = {member.email_norm: member for member in found}
        inside = Participant.objects.filter(program=self.program)
        self.participants = {participant.membership_id: participant for participant in inside}
        self.skills = defaultdict(set)
        rows = ParticipantSkill.objects.filter(participant__program=self.program)
        for participant, skill in rows.values_list("participant_id", "skill_id"):
            self.skills[participant].add(skill)
        self.named = skills.find(name for person in self.people for name in person.skills)
        self.addresses = {person.email_norm for person in self.people} | set(self.members)
        self.second_lines = second_lines.addresses([member.pk for member in found])

    def reaches(self, person: Person) -> bool:
        """Whether the person's manager is somebody else in the organisation or in the file."""
        return person.manager in self.addresses and person.manager != person.email_norm

    def named_as(self, addresses: Iterable[str], names: Mapping[str, str | None]) -> str:
        """Return the names behind addresses; of somebody who is no member yet the address."""
        here = {one: self.members[one].name for one in addresses if one in self.members}
        return ", ".join(here.get(one) or names.get(one) or one or _("unbekannt") for one in addresses)

    def leads_elsewhere(self, person: Person, member: Membership) -> bool:
        """Whether the person's further managers would be others than now, or no longer be absent."""
        said = {address: address in self.addresses for address in person.second_managers or ()}
        now = {address: name is not None for address, name in self.second_lines[member.pk].items()}
        return person.second_managers is not None and said != now


def plan(program: Program, table: Table, columns: Columns) -> Plan:
    """Return what taking this table over would do. Queries do not grow with the rows."""
    today = clock.now().astimezone(ZoneInfo(program.organisation.zone)).date()
    found = candidates(table, columns, today)
    known = _Known(program, [candidate.person for candidate in found if candidate.person])
    entries = [_entry(candidate, known) for candidate in found]
    entries.sort(key=lambda entry: entry.result != Result.PROBLEM)
    return Plan(table, columns, tuple(entries), known.members)


def _entry(candidate: Candidate, known: _Known) -> Entry:
    number, typed, person = candidate.row.number, candidate.typed, candidate.person
    if person is None:
        return Entry(number, typed, None, Result.PROBLEM, candidate.problems, candidate.notes)
    member = known.members.get(person.email_norm)
    participant = known.participants.get(member.pk) if member else None
    refusal = _refusal(person, member, participant)
    if refusal:
        return Entry(number, typed, None, Result.PROBLEM, (Finding("", refusal),), candidate.notes)
    changes = _changes(person, member, participant, known)
    unmeasured = _unmeasured(person, member, known.program)
    notes = candidate.notes + _missing(person, known, unmeasured=unmeasured)
    result = Result.NEW if participant is None else Result.CHANGED if changes else Result.SAME
    return Entry(number, typed, person, result, (), notes, changes, member, participant, unmeasured)


def _refusal(person: Person, member: Membership | None, participant: Participant | None) -> str:
    """Return why a well-formed row may still not be taken, or ""."""
    if member and not member.is_active:
        return _("ist in der Organisation stillgelegt")
    settled = participant and participant.standing not in {Standing.IMPORTED, Standing.INVITED}
    if participant and settled and participant.side != person.side:
        return _("nimmt schon als {side} teil").format(side=participant.get_side_display())
    return ""


def _unmeasured(person: Person, member: Membership | None, program: Program) -> bool:
    attribute = "level" if program.measure == Measure.LEVEL else "experience_years"
    return getattr(person, attribute) is None and (member is None or getattr(member, attribute) is None)


def _missing(person: Person, known: _Known, *, unmeasured: bool) -> tuple[Finding, ...]:
    """Return notes on what tandems need and neither the file nor the organisation has."""
    notes = []
    if unmeasured:
        column = Field.LEVEL if known.program.measure == Measure.LEVEL else Field.EXPERIENCE
        notes.append(Finding(str(LABELS[column]), _("fehlt, für ein Tandem noch nötig")))
    if person.manager and not known.reaches(person):
        notes.append(Finding(str(LABELS[Field.MANAGER]), _("ist nicht unter den Personen")))
    if not known.addresses.issuperset(person.second_managers or ()):
        notes.append(Finding(str(LABELS[Field.SECOND_MANAGERS]), _("stehen nicht alle unter den Personen")))
    return tuple(notes)


def _changes(
    person: Person, member: Membership | None, participant: Participant | None, known: _Known
) -> tuple[Change, ...]:
    """Return what would change for somebody who is there. An empty cell never erases anything."""
    changes = []
    if member:
        names = [name for name in ON_MEMBERSHIP if name != "name" or not person.name_is_derived]
        changes += _differing(person, member, names, ON_MEMBERSHIP)
        manager = known.members.get(person.manager)
        if known.reaches(person) and (member.manager is None or member.manager.email_norm != person.manager):
            old = member.manager.name if member.manager else ""
            changes += [
                Change(
                    "manager", str(LABELS[Field.MANAGER]), old, manager.name if manager else person.manager
                )
            ]
        if known.leads_elsewhere(person, member):
            now, new = known.second_lines[member.pk], person.second_managers or ()
            label = str(LABELS[Field.SECOND_MANAGERS])
            changes += [Change(SECOND, label, known.named_as(now, now), known.named_as(new, now))]
    if participant:
        names = [name for name in ON_PARTICIPANT if not (participant.answered_at and name in OWN_WORDS)]
        changes += _differing(person, participant, names, ON_PARTICIPANT)
        changes += _other_skills(person, participant, known)
    return tuple(changes)


def _differing(person: Person, row: Any, names: Iterable[str], labels: dict[str, Any]) -> list[Change]:
    found = []
    for name in names:
        new, old = getattr(person, name), getattr(row, name)
        if new in ("", None, ()) or _comparable(new) == _comparable(old):
            continue
        found.append(Change(name, str(labels[name]), _words(row, name, old), _words(row, name, new)))
    return found


def _comparable(value: Any) -> Any:
    return sorted(value) if isinstance(value, (list, tuple)) else value


def _words(row: Any, name: str, value: Any) -> str:
    choices = dict(row._meta.get_field(name).flatchoices)
    if isinstance(value, (list, tuple)):
        return ", ".join(value)
    return str(choices.get(value, "" if value is None else value))


def _other_skills(person: Person, participant: Participant, known: _Known) -> list[Change]:
    """Names of one skill count once; a name that nobody knows yet stands for a skill of its own."""
    norms = {skills.normalise(name) for name in person.skills}
    new: set[Any] = {known.named[norm].pk if norm in known.named else norm for norm in norms}
    old = known.skills[participant.pk]
    if not new or new == old or participant.answered_at:
        return []
    label = LABELS[Field.OFFERED if participant.is_mentor else Field.WANTED]
    return [Change("skills", str(label), _count(len(old)), _count(len(new)))]


def _count(number: int) -> str:
    return ngettext("{number} Thema", "{number} Themen", number).format(number=number)
