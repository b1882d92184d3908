"""Tables that leave the house: the template, and rows that were left out with the reason."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.utils.translation import gettext as _

from programs.roster.cells import clean, guarded
from programs.roster.headers import LABELS, Field
from programs.roster.preview import Plan

#: Excel reads UTF-8 only with a mark, and in Germany only semicolons.
MARK = "\ufeff"
IN_TEMPLATE = tuple(
    field for field in Field if field not in {Field.NAME, Field.NUMBER, Field.COUNTRY, Field.SINCE}
)


def template() -> bytes:
    """Return a CSV file with the headers we know, ready to be filled in."""
    return _csv([[str(LABELS[field]) for field in IN_TEMPLATE]])


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
    return _csv(rows) if plan.problems else b""


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return (MARK + text.getvalue()).encode()
