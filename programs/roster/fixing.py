"""Putting cells right in the preview, without touching the file."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from programs.models import RosterImport
from programs.roster.errors import RosterError
from programs.roster.reading import Row, Table

#: Cells by column, by row number, as JSON keeps them.
Fixes = Mapping[str, Mapping[str, str]]


def fix(roster: RosterImport, number: int, texts: Mapping[int, str]) -> None:
    """Keep what HR typed for cells of a row: column → text. Raises RosterError once the roster is taken over."""
    with transaction.atomic():
        row = RosterImport.objects.select_for_update().get(pk=roster.pk)
        if row.taken_at or row.asked_at:
            raise RosterError(_("Diese Datei ist schon übernommen."))
        typed = {str(column): text for column, text in texts.items()}
        row.fixes = {**row.fixes, str(number): {**row.fixes.get(str(number), {}), **typed}}
        row.save(update_fields=["fixes"])
        roster.fixes = row.fixes


def applied(table: Table, fixes: Fixes) -> Table:
    """Return the table with the cells that were put right."""
    if not fixes:
        return table
    return replace(table, rows=tuple(_fixed(row, fixes.get(str(row.number), {})) for row in table.rows))


def _fixed(row: Row, texts: Mapping[str, str]) -> Row:
    if not texts:
        return row
    cells = tuple(texts.get(str(column), cell) for column, cell in enumerate(row.cells))
    return replace(row, cells=cells, surplus=False)
