"""Bytes of an XLSX workbook → one of its visible sheets. Looks at what was declared before anything is unpacked."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from programs.roster import limits
from programs.roster.errors import RosterError

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
Grid = list[list[str]]
READER = Path(__file__).with_name("sheet_reader.py")
SECONDS = 20


def grid(content: bytes, choose: Callable[[Mapping[str, Grid]], str]) -> tuple[str, Grid, list[str]]:
    """Return a sheet's name, its rows of texts from the first row on, and the names of the other visible sheets.

    ``choose`` gets the head of each visible sheet that is not empty and returns the name of the one with the people.
    Raises RosterError.
    """
    _check_declared(content)
    heads = _read_apart(content, "")
    name = choose(heads)
    return name, _read_apart(content, name)[name], [other for other in heads if other != name]


def refuse_old(content: bytes) -> None:
    """Raise RosterError for the container of old Excel files and of ones with a password."""
    if ENCRYPTED in content:
        raise RosterError(_sentence("password"))
    raise RosterError(
        _(
            "Das ist eine Excel-Datei im alten Format (.xls). "
            "Bitte in Excel als „Excel-Arbeitsmappe (.xlsx)“ speichern."
        )
    )


def _check_declared(content: bytes) -> None:
    try:
        members = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise RosterError(_sentence("broken")) from None
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise RosterError(_("Diese Datei ist keine Excel-Tabelle. Bitte als XLSX oder CSV speichern."))
    if any(member.flag_bits & 1 for member in members):
        raise RosterError(_sentence("password"))
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.UNPACKED_BYTES or unpacked > limits.RATIO * len(content):
        raise RosterError(_sentence("packed"))


def _read_apart(content: bytes, sheet: str) -> dict[str, Grid]:
    """Let a child process read, so that a crafted workbook ends that process and not this one. Raises RosterError."""
    most = [str(limits.PEOPLE + limits.SPARE_ROWS), str(limits.COLUMNS)]
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER), sheet, *most],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, ValueError):  # ValueError: a name that cannot be an argument
        raise RosterError(_sentence("broken")) from None
    answer: dict[str, Any] = {"error": "broken"} if done.returncode else json.loads(done.stdout)
    if "error" in answer:
        raise RosterError(_sentence(answer["error"]))
    sheets: dict[str, Grid] = answer["sheets"]
    return sheets


def _sentence(code: str) -> str:
    return {
        "broken": _(
            "Die Excel-Datei lässt sich nicht lesen, sie ist beschädigt. Bitte in Excel öffnen und neu speichern."
        ),
        "columns": _(
            "Das Blatt hat mehr als 100 Spalten. Bitte nur die Spalten lassen, die gebraucht werden."
        ),
        "empty": _("In der Datei steht nichts. Die Personen müssen auf einem sichtbaren Blatt stehen."),
        "packed": _(
            "Die Excel-Datei ist entpackt zu groß. Bitte nur die Tabelle in eine neue Datei kopieren."
        ),
        "password": _("Die Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern."),
        "rows": _("Das Blatt hat mehr als 20.000 Zeilen. Bitte auf mehrere Dateien verteilen."),
    }[code]
