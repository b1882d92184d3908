"""A program of its own: a workbook on stdin, its first visible sheet as JSON on stdout.

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


def main(most_rows: int, most_columns: int) -> dict[str, Any]:
    """Return {"sheet": name, "rows": [[text, …], …]} from the first row on, or {"error": code}."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        for about in book.sheets_metadata:
            if (
                about.typ == calamine.SheetTypeEnum.WorkSheet
                and about.visible == calamine.SheetVisibleEnum.Visible
            ):
                sheet = book.get_sheet_by_name(about.name)
                if sheet.total_height > most_rows:
                    return {"error": "rows"}
                if sheet.total_width > most_columns:
                    return {"error": "columns"}
                rows = sheet.to_python(skip_empty_area=False)
                if any(value != "" for row in rows for value in row):
                    return {"sheet": about.name, "rows": [[text(value) for value in row] for row in rows]}
    except calamine.PasswordError:
        return {"error": "password"}
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError):
        return {"error": "broken"}
    return {"error": "empty"}


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
    json.dump(main(*map(int, sys.argv[1:])), sys.stdout)
