"""Tables that leave the house as CSV. No cell is ever a formula, whoever typed it."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
#: Excel reads UTF-8 only with a mark, and in Germany only semicolons.
MARK = "\ufeff"


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows as a CSV file that Excel opens as a table, every cell guarded."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return (MARK + text.getvalue()).encode()
