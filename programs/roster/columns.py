"""What the columns of a roster mean, recognised by their headers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.roster.cells import CellError, form, plain
from programs.roster.headers import HEADERS, REASONS, Field
from programs.roster.reading import Table

#: The house's own words for headers, as ``plain`` gives them; None: leave the column out.
Meanings = Mapping[str, Field | None]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what. ``everyone`` is the side of all people when no column says it, else ""."""

    at: Mapping[Field, int]
    everyone: str = ""

    @property
    def complete(self) -> bool:
        """Whether the two things nobody can do without are there: an address and a side."""
        return Field.EMAIL in self.at and (Field.SIDE in self.at or bool(self.everyone))

    @property
    def has_names(self) -> bool:
        return bool({Field.NAME, Field.FIRST_NAME, Field.LAST_NAME} & set(self.at))

    def to_json(self) -> dict[str, object]:
        return {"at": {str(field): column for field, column in self.at.items()}, "everyone": self.everyone}

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, int]]) -> "Columns":
        return cls({Field(field): column for field, column in data["at"].items()}, str(data["everyone"]))


def recognise(table: Table, meanings: Meanings | None = None) -> Columns:
    """Return what the headers say; the first of two columns that mean the same counts."""
    words = {**HEADERS, **(meanings or {})}
    at: dict[Field, int] = {}
    for column, header in enumerate(table.headers):
        field = words.get(plain(header))
        if field is Field.FORM and not _says_form(table, column):
            field = Field.PLACE
        if field is not None:
            at.setdefault(field, column)
    return Columns(at)


def _says_form(table: Table, column: int) -> bool:
    """ "Arbeitsort" holds Remote and Hybrid in one house and Bremen in the next."""
    samples = table.samples(column, 20)
    return not samples or sum(map(_is_form, samples)) * 2 >= len(samples)


def _is_form(text: str) -> bool:
    try:
        form(text)
    except CellError:
        return False
    return True


def unknown(table: Table, columns: Columns, meanings: Meanings | None = None) -> list[int]:
    """Return the columns that were not recognised and are not left out on purpose."""
    used = set(columns.at.values())
    settled = {*REASONS, *HEADERS, *(meanings or {})}
    return [
        column
        for column, header in enumerate(table.headers)
        if column not in used and plain(header) not in settled and table.samples(column, 1)
    ]


def ignored(table: Table, columns: Columns) -> list[tuple[str, str]]:
    """Return header and reason of every column that is not taken over."""
    used = set(columns.at.values())
    return [
        (header, str(REASONS.get(plain(header), _("Wird nicht übernommen."))))
        for column, header in enumerate(table.headers)
        if column not in used
    ]
