"""Placeholders in texts that a house writes: ``{{vorname}}`` and nothing more.

A text is never a template of any language: the only thing ever done with it is to put plain values in place of names
from a fixed list, once. What a value contains is not looked at again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MARK = re.compile(r"\{\{[ \t]*([^\s{}]+)[ \t]*\}\}")
#: What stands between double braces, whatever it is, or a brace that stands alone.
LEFT_OVER = re.compile(r"\{\{[^{}]*\}\}|[{}]")
LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One thing a text may name. Both names are understood in every language."""

    key: str
    german: str
    english: str
    about: "_StrPromise"

    def name(self, language: str) -> str:
        return self.english if language == "en" else self.german

    def mark(self, language: str) -> str:
        """Return it as it stands in a text."""
        return "{{" + self.name(language) + "}}"


ALL = {
    found.key: found
    for found in (
        Placeholder(
            "first_name", "vorname", "first_name", gettext_lazy("Vorname der Person, die die Mail bekommt")
        ),
        Placeholder("name", "name", "name", gettext_lazy("ganzer Name der Person, die die Mail bekommt")),
        Placeholder("program", "programm", "program", gettext_lazy("Name des Programms")),
        Placeholder("organisation", "organisation", "organisation", gettext_lazy("Name der Organisation")),
        Placeholder("contact", "ansprechperson", "contact", gettext_lazy("wer das Programm leitet")),
        Placeholder("count", "sitzungen", "sessions", gettext_lazy("Zahl der Sitzungen")),
        Placeholder("minutes", "minuten", "minutes", gettext_lazy("Minuten je Sitzung")),
        Placeholder("months", "monate", "months", gettext_lazy("Dauer des Programms in Monaten")),
        Placeholder("start", "beginn", "start", gettext_lazy("Tag, an dem das Programm beginnt")),
        Placeholder("until", "frist", "deadline", gettext_lazy("letzter Tag für eine Antwort")),
        Placeholder(
            "invitation",
            "einladung",
            "invitation",
            gettext_lazy("der Satz, der einlädt und je nach Seite sagt, worum es geht"),
        ),
        Placeholder(
            "partner",
            "gegenüber",
            "partner",
            gettext_lazy("Name der anderen Person im Tandem, den beide schon kennen"),
        ),
    )
}
#: What every mail may name: the reader's own name and what everybody in the program knows.
COMMON = ("first_name", "name", "program", "organisation", "contact", "count", "minutes", "months", "start")


def allowed(keys: Iterable[str]) -> list[Placeholder]:
    return [ALL[key] for key in keys]


def problems(text: str, keys: Iterable[str], language: str) -> Iterator[str]:
    """Yield a sentence for every placeholder that does not exist, and for every brace that belongs to none."""
    known = _keys(keys)
    for name in dict.fromkeys(MARK.findall(text)):
        if name.casefold() not in known:
            yield _unknown(name, known, language)
    for rest in dict.fromkeys(LEFT_OVER.findall(MARK.sub("", text))):
        quoted = rest if len(rest) <= LONGEST_QUOTE else rest[:LONGEST_QUOTE] + "…"
        yield _(
            "„{text}“ geht nicht: Geschweifte Klammern stehen nur um Platzhalter, etwa {example}."
        ).format(text=quoted, example=ALL["first_name"].mark(language))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the values, by key, in place of their names. Values are not expanded again."""
    known = _keys(values)

    def value(match: re.Match[str]) -> str:
        key = known.get(match[1].casefold())
        return match[0] if key is None else values[key]

    return MARK.sub(value, text)


def _keys(keys: Iterable[str]) -> dict[str, str]:
    """Return the key by each name under which it may stand."""
    return {name: key for key in keys for name in (ALL[key].german, ALL[key].english)}


def _unknown(name: str, known: Mapping[str, str], language: str) -> str:
    mark = "{{" + (name if len(name) <= LONGEST_QUOTE else name[:LONGEST_QUOTE] + "…") + "}}"
    close = get_close_matches(name.casefold()[:LONGEST_QUOTE], known, n=1)
    if not close:
        return _("{mark} gibt es in dieser Mail nicht.").format(mark=mark)
    meant = ALL[known[close[0]]].mark(language)
    return _("{mark} gibt es in dieser Mail nicht. Gemeint ist {meant}?").format(mark=mark, meant=meant)
