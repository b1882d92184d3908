"""Tables that leave the house: the template, and rows that were left out with the reason."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from programs.roster.cells import clean
from programs.roster.headers import LABELS, Field
from programs.roster.preview import Plan
from ui.spreadsheets import as_csv

IN_TEMPLATE = tuple(
    field for field in Field if field not in {Field.NAME, Field.NUMBER, Field.COUNTRY, Field.SINCE}
)


def template() -> bytes:
    """Return a CSV file with the headers we know, ready to be filled in."""
    return as_csv([[str(LABELS[field]) for field in IN_TEMPLATE]])


def problems(plan: Plan) -> bytes:
    """Return the rows that need a look as CSV: the columns in use, and why. No cell is a formula."""
    used = sorted(plan.columns.at.values())
    by_number = {row.number: row.cells for row in plan.table.rows}
    rows: list[Sequence[str]] = [
        [*(plan.table.headers[column] for column in used), _("Zeile"), _("Bitte ansehen")]
    ]
    for entry in plan.problems:
        cells = by_number[entry.number]
        reason = "; ".join(map(str, entry.problems))
        rows.append([*(clean(cells[column]) for column in used), str(entry.number), reason])
    return as_csv(rows) if plan.problems else b""
