"""Rosters as tables → people. Columns are recognised by their headers, in German or English, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from matching.engine.command import cells
from matching.engine.command.cells import CellError, plain
from matching.engine.command.tables import Row, Table
from matching.engine.errors import ProblemError, demand
from matching.engine.lines import Line, reporting_line
from matching.engine.model import Person

Value = TypeVar("Value")

HEADERS = {
    "id": "id, personalnummer, personalnr, mitarbeiternummer, employee id, employee number, staff id, key",
    "email": "e-mail, mail, e-mail-adresse, email address, mailadresse, work email",
    "name": "name, vollständiger name, full name, anzeigename, display name",
    "role": "rolle im programm, rolle, role, program role, teilnahme als, mentor oder mentee, mentor or mentee",
    "level": "karrierestufe, stufe, level, career level, job level, grade, ebene, hierarchieebene",
    "years": "berufsjahre, berufserfahrung, jahre berufserfahrung, years of experience, experience, years, erfahrung",
    "department": "bereich, abteilung, department, team, division, business unit, branche, industry",
    "place": "standort, ort, stadt, niederlassung, site, location, office, city",
    "country": "land, country",
    "form": "arbeitsort, arbeitsform, arbeitsmodell, art der treffen, work location, working form, work mode, form",
    "languages": "sprachen, sprache, languages, language, sprachkenntnisse",
    "offered": "das kann ich zeigen, kann zeigen, angebot, bietet, kenntnisse, skills, offers, skills offered",
    "wanted": "das möchte ich lernen, möchte lernen, lernwünsche, sucht, wants, skills wanted, wants to learn",
    "topics": "ziele, zielthemen, themen, topics, goals, goal topics",
    "capacity": "plätze, kapazität, anzahl tandems, capacity, places",
    "manager": "führungskraft, vorgesetzte, vorgesetzter, e-mail der führungskraft, manager, manager email, reports to",
}
FIELDS = {plain(word): field for field, words in HEADERS.items() for word in words.split(",")}
USUAL_LEVEL, USUAL_PRIORITY, MOST_PRIORITY = 5, 2, 3


@dataclass(frozen=True)
class Roster:
    """People as the engine takes them. `names`: (side, key) → name, where one was given; `ignored`: headers."""

    people: tuple[Person, ...]
    names: Mapping[tuple[str, str], str]
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    person: Person
    row: Row
    table: Table
    aliases: frozenset[str]
    name: str
    manager: str | None


def people_of(tables: Sequence[tuple[Table, str | None]]) -> Roster:
    """Everybody in some tables, each with the side of all its people or None if a column tells it.

    Raises ProblemError, naming line and column.
    """
    readers = [_Reader(table, side) for table, side in tables]
    entries = [entry for reader in readers for entry in reader.entries()]
    _refuse_repeated(entries)
    lines, spelling = _lines(entries), _spelling(entries)
    people = (replace(e.person, line=lines.get(e.person.key), skills=spelling(e.person)) for e in entries)
    names = {(e.person.side, e.person.key): e.name for e in entries if e.name}
    return Roster(tuple(people), names, tuple(header for reader in readers for header in reader.ignored()))


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, side: str | None) -> None:
        self.table, self.side = table, side
        self.at = recognised(table)
        if side:
            self.at.pop("role", None)
        else:
            demand("role" in self.at, "no_role", f"{table.name} has no column that says mentor or mentee.")
        identified = bool({"id", "email", "name"} & set(self.at))
        demand(identified, "no_key", f"{table.name} has no column with an id, an e-mail address or a name.")

    def ignored(self) -> Iterable[str]:
        return (h for i, h in enumerate(self.table.headers) if h and i not in self.at.values())

    def entries(self) -> Iterable[_Entry]:
        return (self._entry(row) for row in self.table.rows)

    def _entry(self, row: Row) -> _Entry:
        text = {field: row.cells[column] for field, column in self.at.items()}
        keys = [text.get("id", ""), text.get("email", "").casefold(), text.get("name", "")]
        key = next(filter(None, keys), "")
        demand(bool(key), "no_key", f"{self.table.name}, line {row.line}: nothing says who this is.")
        side = self.side or str(self._parsed(row, "role", cells.side, required=True))
        person = Person(key=key, side=side, **self._details(row, side))
        aliases = frozenset(name.casefold() for name in keys if name)
        manager = text["manager"].casefold() if "manager" in text else None
        return _Entry(person, row, self.table, aliases, text.get("name", ""), manager)

    def _details(self, row: Row, side: str) -> dict[str, Any]:
        def text(field: str) -> str | None:
            return self._parsed(row, field, str)

        def skills(typed: str) -> dict[str, int]:
            if side == "mentor":
                return cells.rated(typed, USUAL_LEVEL)
            return cells.rated(typed, USUAL_PRIORITY, MOST_PRIORITY)

        capacity = self._parsed(row, "capacity", cells.capacity)
        return {
            "capacity": 1 if capacity is None else capacity,
            "level": self._parsed(row, "level", cells.level),
            "years": self._parsed(row, "years", cells.years),
            "department": text("department"),
            "place": text("place") or text("country"),
            "form": self._parsed(row, "form", cells.form),
            "languages": self._parsed(row, "languages", cells.languages) or frozenset(),
            "skills": self._parsed(row, "offered" if side == "mentor" else "wanted", skills) or {},
            "topics": frozenset(x.casefold() for x in self._parsed(row, "topics", cells.names) or ()),
        }

    def _parsed(
        self, row: Row, field: str, parse: Callable[[str], Value], required: bool = False
    ) -> Value | None:
        """What a cell means; None if the column is not there or the cell is empty."""
        typed = row.cells[self.at[field]] if field in self.at else ""
        if not typed and not required:
            return None
        try:
            return parse(typed)
        except CellError as error:
            where = f"{self.table.name}, line {row.line}, column {self.table.headers[self.at[field]]}"
            raise ProblemError("bad_cell", f"{where}: {error}.") from None


def recognised(table: Table) -> dict[str, int]:
    """Field → column, by the headers; the first of two columns that mean the same counts."""
    at: dict[str, int] = {}
    for column, header in enumerate(table.headers):
        field = FIELDS.get(plain(header))
        if field == "form" and not _says_form(table, column):
            field = "place"
        if field is not None:
            at.setdefault(field, column)
    return at


def _says_form(table: Table, column: int) -> bool:
    """ "Arbeitsort" holds Remote and Hybrid in one house and Bremen in the next."""
    typed = [row.cells[column] for row in table.rows if row.cells[column]]
    return 2 * sum(map(_is_form, typed)) >= len(typed)


def _is_form(text: str) -> bool:
    try:
        cells.form(text)
    except CellError:
        return False
    return True


def _refuse_repeated(entries: Sequence[_Entry]) -> None:
    first: dict[tuple[str, str], _Entry] = {}
    for entry in entries:
        side, key = entry.person.side, entry.person.key
        earlier = first.setdefault((side, key), entry)
        sentence = f"{entry.table.name}, line {entry.row.line}: {key} is a {side} in line {earlier.row.line} already."
        demand(earlier is entry, "duplicate_person", sentence)


def _lines(entries: Sequence[_Entry]) -> dict[str, Line]:
    """Managers upwards by key; of people who neither have nor are a manager nothing is known."""
    keys = {alias: e.person.key for e in entries for alias in e.aliases}
    given = {e.person.key: keys.get(e.manager, e.manager) for e in entries if e.manager}
    manager_of = {e.person.key: given.get(e.person.key) for e in entries}
    return {key: reporting_line(key, manager_of) for key in {*given, *given.values()}}


def _spelling(entries: Sequence[_Entry]) -> Callable[[Person], dict[str, int]]:
    """One spelling per skill, whoever typed it and in whichever order people are listed."""
    spelled: dict[str, str] = {}
    for name in sorted((name for e in entries for name in e.person.skills), reverse=True):
        spelled[name.casefold()] = name
    return lambda person: {spelled[name.casefold()]: step for name, step in person.skills.items()}
