"""Bytes of an uploaded file → a table of texts. Pure: knows nothing of people, columns or the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.roster import cells, delimited, limits, workbook
from programs.roster.errors import RosterError

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
    """What a file holds: cleaned headers, each once, and rows with as many cells. ``sheet`` is "" for a text file."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""

    def samples(self, column: int, most: int = 3) -> list[str]:
        """Return the first different values of a column, cleaned."""
        values = (cells.clean(row.cells[column]) for row in self.rows)
        found = dict.fromkeys(value for value in values if value)
        return list(found)[:most]


def read(content: bytes) -> Table:
    """Return the table in a CSV or XLSX file. Raises RosterError, and nothing else, whatever the bytes."""
    if not content.strip():
        raise RosterError(_("Die Datei ist leer."))
    if len(content) > limits.FILE_BYTES:
        raise RosterError(
            _("Die Datei ist größer als 10 MB. Bitte nur die Tabelle mit den Personen hochladen.")
        )
    if content.startswith(workbook.OLE):
        workbook.refuse_old(content)
    if content.startswith(workbook.ZIP):
        sheet, grid = workbook.grid(content)
        return tabulate(grid, sheet)
    return tabulate(delimited.rows(content))


def tabulate(grid: Iterable[Sequence[str]], sheet: str = "") -> Table:
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
    return Table(
        headers, tuple(_row(number, line, len(headers)) for number, line in filled[start + 1 :]), sheet
    )


def _too_many() -> RosterError:
    return RosterError(_("Die Datei hat mehr als 10.000 Personen. Bitte auf mehrere Dateien verteilen."))


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
    for position, name in enumerate(names):
        if name and name in names[:position]:
            raise RosterError(
                _(
                    "Die Überschrift „{name}“ kommt zweimal vor, in Spalte {first} und {second}. Bitte eine umbenennen."
                ).format(name=name, first=names.index(name) + 1, second=position + 1)
            )
    return tuple(name or _unnamed(position + 1) for position, name in enumerate(names))


def _unnamed(number: int) -> str:
    return _("Spalte {number}").format(number=number)


def _row(number: int, line: Sequence[str], width: int) -> Row:
    padded = [*line[:width], *[""] * (width - len(line))]
    return Row(number, tuple(padded), any(cell.strip() for cell in line[width:]))
