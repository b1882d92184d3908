"""Bytes of a text file → rows of cells, whatever the encoding and the separator."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from programs.roster.errors import RosterError

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = (";", ",", "\t", "|")
HINT = re.compile(r"\s*\"?sep=([;,\t|])\"?\s*\Z", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"')
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: A text file holds hardly any control characters, a picture or a PDF many.
CONTROL_SHARE = 0.05


def rows(content: bytes) -> Iterator[list[str]]:
    """Yield the cells of each row, blank rows as []. Raises RosterError on what is no table."""
    text = decode(content)
    sample = text[:4096]
    if len(CONTROL.findall(sample)) > max(3, CONTROL_SHARE * len(sample)) or text.startswith(
        ("%PDF", "{\\rtf", "<", "BEGIN:")
    ):
        raise RosterError(
            _("Diese Datei ist keine Tabelle. Bitte als XLSX oder CSV speichern und noch einmal hochladen.")
        )
    separator, hinted = separator_of(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader):
            if number or not hinted:
                yield cells
    except csv.Error as error:
        raise RosterError(_sentence(error, reader.line_num)) from None


def decode(content: bytes) -> str:
    """Return the text: by byte order mark, else UTF-16 if every other byte is empty, else UTF-8, else Windows-1252."""
    marked = next((name for mark, name in BOMS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else (_wide(content) or "utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError(
        _("Die Zeichen der Datei lassen sich nicht lesen. Bitte in Excel als „CSV UTF-8“ speichern.")
    )


def _wide(content: bytes) -> str | None:
    head = content[:400]
    half = len(head) / 2
    if head[1::2].count(0) > 0.7 * half:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > 0.7 * half else None


def separator_of(text: str) -> tuple[str, bool]:
    """Return the separator, and whether the first line only names it (Excel's ``sep=;``)."""
    lines = [line for line in text[:65536].splitlines() if line.strip()][:10]
    hint = HINT.match(lines[0]) if lines else None
    if hint:
        return hint[1], True
    for line in lines:
        bare = QUOTED.sub("", line)
        best = max(SEPARATORS, key=bare.count)
        if best in bare:
            return best, False
    return SEPARATORS[0], False


def _sentence(error: csv.Error, line: int) -> str:
    if "limit" in str(error):
        return _(
            "In Zeile {line} steht eine Zelle mit mehr als {limit} Zeichen. Fehlt davor ein Anführungszeichen?"
        ).format(line=line, limit=csv.field_size_limit())
    return _(
        "In Zeile {line} steht ein Anführungszeichen, das nicht geschlossen wird oder zu viel ist."
    ).format(line=line)
