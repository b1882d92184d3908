"""A file of separated values → rows of cells, whatever its encoding and separator."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from matching.engine.errors import ProblemError, demand

SEPARATORS = (";", ",", "\t", "|")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: Excel names the separator in a line of its own.
HINT = re.compile(r'"?sep=([;,\t|])"?\s*', re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Row:
    """The cells of one row, as many as there are headers; `line` is where it begins in the file, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """The table in a file. Raises ProblemError if there is none, naming the line where it ends to be one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ProblemError("no_file", f"{path} cannot be read: {error.strerror}.") from None
    rows = [row for row in _rows(decode(content, path), path) if any(row.cells)]
    demand(bool(rows), "no_table", f"{path} is empty.")
    head, *body = rows
    for row in body:
        surplus = any(row.cells[len(head.cells) :])
        demand(not surplus, "surplus", f"{path}, line {row.line}: there are more cells than headers.")
    width = len(head.cells)
    padded = [Row(row.line, (*row.cells, *[""] * width)[:width]) for row in body]
    return Table(str(path), head.cells, tuple(padded))


def decode(content: bytes, path: Path) -> str:
    """The text: by its byte order mark, else UTF-8, else Windows-1252."""
    marked = next((name for mark, name in MARKS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ProblemError("no_text", f"{path} is no text.")


def _rows(text: str, path: Path) -> Iterator[Row]:
    hint = HINT.match(text)
    lines, skipped = StringIO(text, newline=""), 0
    if hint:
        lines.readline()
        skipped = 1
    reader = csv.reader(lines, delimiter=hint[1] if hint else separator(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield Row(begins + skipped, tuple(cell.strip() for cell in cells))
            begins = reader.line_num + 1
    except csv.Error:
        sentence = f"{path}, line {begins + skipped}: a quotation mark is missing or too many."
        raise ProblemError("bad_quotes", sentence) from None


def separator(text: str) -> str:
    """The sign that separates the cells of the first line that has one."""
    for line in text.splitlines()[:10]:
        best = max(SEPARATORS, key=QUOTED.sub("", line).count)
        if best in QUOTED.sub("", line):
            return best
    return SEPARATORS[0]
