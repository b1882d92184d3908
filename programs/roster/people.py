"""Each row of a table → a person, or what keeps it from being one. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from accounts.emails import normalise
from programs.models import Form, Side
from programs.roster import cells
from programs.roster.cells import CellError
from programs.roster.columns import Columns
from programs.roster.headers import LABELS, Field
from programs.roster.reading import Row, Table

Value = TypeVar("Value")
Typed = tuple[str, str, str, str]
#: Shown of a row that is no person, behind the name.
SHOWN = (Field.EMAIL, Field.SIDE, Field.DEPARTMENT)
#: Two of them and the space between fit into a name.
NAME_PART = 59


@dataclass(frozen=True, slots=True)
class Person:
    """What a roster says of somebody. "", None and () mean that it says nothing."""

    email: str
    name: str
    side: Side
    name_is_derived: bool = False
    job_title: str = ""
    department: str = ""
    place: str = ""
    form: Form | None = None
    level: int | None = None
    experience_years: Decimal | None = None
    manager: str = ""
    #: () means that there are none, None that the roster says nothing of them.
    second_managers: tuple[str, ...] | None = None
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()

    @property
    def email_norm(self) -> str:
        return normalise(self.email)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a cell. ``column`` is its header, "" when it concerns the whole row."""

    column: str
    text: str

    def __str__(self) -> str:
        return f"{self.column}: {self.text}" if self.column else self.text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row with its person; ``person`` is None exactly when there are ``problems``. ``notes`` do no harm."""

    row: Row
    person: Person | None
    problems: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    #: Name, e-mail, side and department as typed, to show a row that is no person.
    typed: Typed = ("", "", "", "")


def candidates(table: Table, columns: Columns, today: date) -> list[Candidate]:
    """Return a candidate for every row; of two rows with one address the second is a problem.

    ``today`` is what dates are counted to.
    """
    first: dict[str, int] = {}
    found = []
    for row in table.rows:
        candidate = _Reader(row, table.headers, columns, today).candidate()
        if candidate.person:
            earlier = first.setdefault(candidate.person.email_norm, row.number)
            if earlier != row.number:
                twice = _("dieselbe Adresse wie in Zeile {number}").format(number=earlier)
                finding = Finding(table.headers[columns.at[Field.EMAIL]], twice)
                candidate = replace(candidate, person=None, problems=(finding,))
        found.append(candidate)
    return found


@dataclass(slots=True)
class _Reader:
    """Reads the cells of one row and collects what is to be told."""

    row: Row
    headers: tuple[str, ...]
    columns: Columns
    today: date
    problems: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    def candidate(self) -> Candidate:
        if self.row.surplus:
            text = _("mehr Zellen als Überschriften, vermutlich ein Trennzeichen im Text")
            self.problems.append(Finding("", text))
        email = self.required(Field.EMAIL, cells.email)
        side = Side(self.columns.everyone) if self.columns.everyone else self.required(Field.SIDE, cells.side)
        details = self.details(side)
        name, derived = self.name(email or "")
        person = None
        if email and side and not self.problems:
            person = Person(email=email, name=name, side=side, name_is_derived=derived, **details)
        email_typed, side_typed, department = map(cells.clean, map(self.raw, SHOWN))
        typed = (name, email_typed, side_typed, department)
        return Candidate(self.row, person, tuple(self.problems), tuple(self.notes), typed)

    def details(self, side: Side | None) -> dict[str, Any]:
        wanted = Field.OFFERED if side == Side.MENTOR else Field.WANTED
        return {
            "job_title": self.text(Field.JOB_TITLE, 160),
            "department": self.text(Field.DEPARTMENT, 120),
            "place": self.text(Field.PLACE, 120) or self.text(Field.COUNTRY, 120),
            "form": self.parsed(Field.FORM, cells.form, None),
            "level": self.parsed(Field.LEVEL, cells.level, None),
            "experience_years": self.experience(),
            "manager": normalise(self.parsed(Field.MANAGER, cells.email, "")),
            "second_managers": self.second_managers(),
            "languages": tuple(self.listed(Field.LANGUAGES, cells.languages)),
            "skills": tuple(self.listed(wanted, cells.skills)),
        }

    def second_managers(self) -> tuple[str, ...] | None:
        """Return the further managers without the first one and the person themselves."""
        found = self.parsed(
            Field.SECOND_MANAGERS, lambda text: cells.managers(self.raw(Field.SECOND_MANAGERS)), None
        )
        others = {normalise(cells.clean(self.raw(column))) for column in (Field.EMAIL, Field.MANAGER)}
        return None if found is None else tuple(one for one in found if one not in others)

    def experience(self) -> Decimal | None:
        """Return the years of experience: as a number, else counted from a date."""
        years = self.parsed(Field.EXPERIENCE, cells.years, None)
        since = self.parsed(Field.SINCE, lambda text: cells.years_since(text, self.today), None)
        return since if years is None else years

    def raw(self, column: Field) -> str:
        at = self.columns.at.get(column)
        return "" if at is None else self.row.cells[at]

    def parsed(self, column: Field, parse: Callable[[str], Value], default: Value) -> Value:
        """Return the parsed value, or the default for an empty or a bad cell; a bad one becomes a problem."""
        raw = self.raw(column)
        if not raw:
            return default
        if cells.has_invisible(raw):
            self.notes.append(self.finding(column, _("unsichtbare Zeichen entfernt")))
        try:
            text = cells.value(raw)
            return parse(text) if text else default
        except CellError as error:
            self.problems.append(self.finding(column, str(error)))
            return default

    def text(self, column: Field, most: int) -> str:
        return self.parsed(column, lambda text: cells.short_text(text, most), "")

    def listed(self, column: Field, parse: Callable[[str], list[str]]) -> list[str]:
        """Parse a cell that holds several values, from what was typed: line breaks may separate them."""
        return self.parsed(column, lambda text: parse(self.raw(column)), [])

    def required(self, column: Field, parse: Callable[[str], Value]) -> Value | None:
        before = len(self.problems)
        found = self.parsed(column, parse, None)
        if found is None and len(self.problems) == before:
            self.problems.append(self.finding(column, _("fehlt")))
        return found

    def name(self, email: str) -> tuple[str, bool]:
        """Return the name and whether it had to be made from the address or the number."""
        whole = self.text(Field.NAME, 120)
        parts = [self.text(column, NAME_PART) for column in (Field.FIRST_NAME, Field.LAST_NAME)]
        given = _in_order(whole) or " ".join(part for part in parts if part)
        if given:
            return given, False
        if self.columns.has_names:
            column = Field.NAME if Field.NAME in self.columns.at else Field.LAST_NAME
            self.notes.append(self.finding(column, _("fehlt, aus der Adresse gebildet")))
        return _from_address(email) or _from_number(self.text(Field.NUMBER, 60)) or email.partition("@")[0][
            :120
        ], True

    def finding(self, column: Field, text: str) -> Finding:
        at = self.columns.at.get(column)
        return Finding(str(LABELS[column]) if at is None else self.headers[at], text)


def _in_order(name: str) -> str:
    """Turn "Schmidt, Anna" round; leave "Anna Schmidt, MBA" and "Schmidt, Dr." alone."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and first and "," not in first and "." not in first and not first.isupper():
        return f"{first} {last}"
    return name


def _from_address(email: str) -> str:
    """Return "Anna Schmidt" for anna.schmidt@…, and "" for an address that does not show a name."""
    words = email.partition("@")[0].replace("_", ".").split(".")
    if len(words) < 2 or not all(word.replace("-", "").isalpha() and len(word) > 1 for word in words):
        return ""
    return " ".join(word.title() for word in words)[:120]


def _from_number(number: str) -> str:
    return _("Person {number}").format(number=number) if number else ""
