"""Bytes of an uploaded file → a table of texts. Pure: knows nothing of people, columns or the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from programs.roster import cells, delimited, limits, workbook
from programs.roster.cells import plain
from programs.roster.errors import RosterError
from programs.roster.headers import HEADERS

#: Title lines are looked for this far down.
HEAD = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One row as typed. ``number`` is the one a spreadsheet shows; ``surplus``: more cells than headers."""

    number: int
    cells: tuple[str, ...]
    surplus: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: cleaned headers, each once, and rows with as many cells.

    ``sheet`` is "" for a text file; ``others`` are the names of sheets that were not read.
    """

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""
    others: tuple[str, ...] = ()

    def samples(self, column: int, most: int = 3) -> list[str]:
        """Return the first different values of a column, cleaned."""
        values = (cells.clean(row.cells[column]) for row in self.rows)
        found = dict.fromkeys(value for value in values if value)
        return list(found)[:most]


def read(content: bytes) -> Table:
    """Return the table in a CSV or XLSX file; of several sheets the one whose headers say most about people.

    Raises RosterError, and nothing else, whatever the bytes.
    """
    if not content.strip():
        raise RosterError(_("Die Datei ist leer."))
    if len(content) > limits.FILE_BYTES:
        raise RosterError(
            _("Die Datei ist größer als 10 MB. Bitte nur die Tabelle mit den Personen hochladen.")
        )
    if content.startswith(workbook.OLE):
        workbook.refuse_old(content)
    if content.startswith(workbook.ZIP):
        sheet, grid, others = workbook.grid(content, _most_telling)
        return replace(tabulate(grid), sheet=sheet, others=tuple(others))
    return tabulate(delimited.rows(content))


def _most_telling(heads: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """Return the sheet with the most known headers in one line; the first of several that are as good."""
    return max(heads, key=lambda name: max(map(_known_headers, heads[name])))


def _known_headers(line: Sequence[str]) -> int:
    return len({plain(cell) for cell in line} & set(HEADERS))


def tabulate(grid: Iterable[Sequence[str]]) -> Table:
    """Find the headers and cut all rows to their width. Raises RosterError."""
    filled = []
    for number, line in enumerate(grid, start=1):
        if any(cell.strip() for cell in line):
            filled.append((number, line))
        if len(filled) > limits.PEOPLE + HEAD:
            raise _too_many()
    if not filled:
        raise RosterError(_("In der Datei steht nichts."))
    start = _header_position([line for number, line in filled[:HEAD]])
    headers = _headers(filled[start][1], [line for number, line in filled[start + 1 :]])
    if len(filled) - start - 1 > limits.PEOPLE:
        raise _too_many()
    if len(filled) == start + 1:
        raise RosterError(_("Unter den Überschriften stehen keine Personen."))
    return Table(headers, tuple(_row(number, line, len(headers)) for number, line in filled[start + 1 :]))


def _too_many() -> RosterError:
    return RosterError(_("Die Datei hat mehr als 20.000 Personen. Bitte auf mehrere Dateien verteilen."))


def _header_position(lines: list[Sequence[str]]) -> int:
    """Skip title lines: lines of one cell above the first with several."""
    wide = (position for position, line in enumerate(lines) if sum(bool(cell.strip()) for cell in line) > 1)
    return next(wide, 0)


def _headers(line: Sequence[str], body: list[Sequence[str]]) -> tuple[str, ...]:
    names = [cells.clean(cell) for cell in line]
    while names and not names[-1]:
        names.pop()
    if any("@" in name for name in names):
        raise RosterError(
            _(
                "In der ersten Zeile stehen schon Daten. "
                "Darüber fehlt eine Zeile mit Überschriften, etwa „Name“ und „E-Mail“."
            )
        )
    if len(names) > limits.COLUMNS:
        raise RosterError(
            _("Die Tabelle hat mehr als 100 Spalten. Bitte nur die Spalten lassen, die gebraucht werden.")
        )
    return tuple(_distinct(names, position) for position in range(len(names)))


def _distinct(names: Sequence[str], position: int) -> str:
    """Return a header that no other column has: a later one of the same name carries the number of its column."""
    name = names[position]
    if not name:
        return _unnamed(position + 1)
    return f"{name} ({_unnamed(position + 1)})" if name in names[:position] else name


def _unnamed(number: int) -> str:
    return _("Spalte {number}").format(number=number)


def _row(number: int, line: Sequence[str], width: int) -> Row:
    padded = [*line[:width], *[""] * (width - len(line))]
    return Row(number, tuple(padded), any(cell.strip() for cell in line[width:]))
