"""A program of its own: a workbook on stdin, its visible sheets (or the head of each) as JSON on stdout.

Runs in a child process with little memory and time, because a crafted file can make any parser exhaust both: one value
in the last cell of a sheet is enough. Imports nothing of ours.
"""

import json
import math
import resource
import sys
from contextlib import suppress
from io import BytesIO
from typing import Any

MEMORY = 512 * 1024 * 1024
SECONDS = 10
#: Enough to tell a list of people from a cover sheet.
HEAD = 50


def main(wanted: str, most_rows: int, most_columns: int) -> dict[str, Any]:
    """Return {"sheets": {name: [[text, …], …]}} from the first row on, or {"error": code}.

    ``wanted`` is the sheet to read in full, or "" for the first ``HEAD`` rows of each visible sheet that has any.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        names = [
            about.name
            for about in book.sheets_metadata
            if about.typ == calamine.SheetTypeEnum.WorkSheet
            and about.visible == calamine.SheetVisibleEnum.Visible
        ]
        found = {}
        for name in [wanted] if wanted in names else names:
            sheet = book.get_sheet_by_name(name)
            if wanted and sheet.total_height > most_rows:
                return {"error": "rows"}
            if wanted and sheet.total_width > most_columns:
                return {"error": "columns"}
            rows = grid(sheet, None if wanted else HEAD)
            if any(value for row in rows for value in row):
                found[name] = rows
    except calamine.PasswordError:
        return {"error": "password"}
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError):
        return {"error": "broken"}
    return {"sheets": found} if found else {"error": "empty"}


def grid(sheet: Any, most: int | None) -> list[list[str]]:
    """Return the texts of a sheet; what cells below one another share is written into each of them."""
    rows = [[text(value) for value in row] for row in sheet.to_python(skip_empty_area=False, nrows=most)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top < len(rows) and left == right:
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows


def text(value: Any) -> str:
    """A cell as a person would type it: whole numbers without a decimal point, dates in ISO form."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return value if isinstance(value, str) else str(value)


if __name__ == "__main__":
    with suppress(ValueError, OSError):  # some systems refuse a limit on memory
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(main(sys.argv[1], *map(int, sys.argv[2:])), sys.stdout)
