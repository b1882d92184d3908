"""The translation catalogues: what the code says in German, what is missing in English and in the Du overlay.

Message ids are the German (Sie) texts themselves, so `de` needs no catalogue of ours. `en` holds every message;
`de_DU` only those that address somebody, everything else falls back to `de`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NOT_OURS = {"tests", "migrations", "benchmarks", "staticfiles", "static", "var", "locale", "docs"}
TEMPLATE_ENDINGS = {".html", ".txt"}
FORMAL = re.compile(r"\b(Sie|Ihnen|Ihr|Ihre[mnrs]?|Ihrerseits|Ihretwegen)\b")
HEADER = """msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Found:
    """A message as it stands in a file; `id` is a pair for plurals."""

    file: str
    id: str | tuple[str, ...]
    context: str | None

    @property
    def text(self) -> str:
        return " ".join(self.id) if isinstance(self.id, tuple) else self.id


def messages(root: Path) -> Iterator[Found]:
    """Every message of the project's Python files and templates."""
    for file in sorted(sources(root)):
        name = file.relative_to(root).as_posix()
        for _line, message, _comments, context in extract("python", readable(file), keywords=KEYWORDS):
            yield Found(name, message, context)


def sources(root: Path) -> Iterator[Path]:
    for folder in root.iterdir():
        if not folder.is_dir() or folder.name.startswith(".") or folder.name in NOT_OURS:
            continue
        for file in folder.rglob("*"):
            wanted = file.suffix == ".py" or (folder.name == "templates" and file.suffix in TEMPLATE_ENDINGS)
            if wanted and not NOT_OURS.intersection(file.relative_to(root).parts):
                yield file


def readable(file: Path) -> IO[bytes]:
    """The file as Python; of a template only its messages remain, each as a call of gettext."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
    return BytesIO(text.encode())


def wanted(found: Iterable[Found], locale: str) -> list[Found]:
    return [message for message in found if locale != "de_DU" or FORMAL.search(message.text)]


def updated(found: Iterable[Found], path: Path, locale: str) -> Catalog:
    """A catalogue of exactly these messages, with the translations `path` already has."""
    old = load(path)
    catalog = Catalog(locale=None, charset="utf-8")
    for message in wanted(found, locale):
        known = old.get(message.id, message.context)
        translation = known.string if known and known.id == message.id else None
        catalog.add(message.id, translation, locations=[(message.file, 0)], context=message.context)
    return catalog


def load(path: Path) -> Catalog:
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def write(catalog: Catalog, path: Path, locale: str) -> None:
    """Sorted, without line numbers and dates: a diff shows changed texts and nothing else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(locale=locale).encode())
        write_po(file, catalog, width=100, sort_output=True, include_lineno=False, omit_header=True)


def keys(catalog: Catalog) -> set[Key]:
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in catalog
        if message.id
    }


def complaints(catalog: Catalog, path: Path) -> Iterator[str]:
    """What is wrong with the file at `path`, measured at the catalogue it should be."""
    yield from (f"obsolete: {name}" for _, name in sorted(keys(load(path)) - keys(catalog), key=str))
    for message in catalog:
        if message.id and (complaint := flaw(message)):
            yield f"{complaint}: {message.id!r} ({', '.join(sorted({file for file, _ in message.locations}))})"


def flaw(message: Message) -> str:
    translations = message.string if isinstance(message.string, list | tuple) else [message.string]
    if not all(translations):
        return "missing"
    return next((str(error) for error in message.check()), "")
