"""Whether a text that should be English still speaks German: our own catalogue knows the words of both."""

import re
from functools import lru_cache
from html import unescape

from babel.messages.pofile import read_po

from config.translations import LOCALE

WORD = re.compile(r"[^\W\d_]{2,}")
#: What stands in for a value, an address or a tag is no word of either language.
NO_WORDS = re.compile(r"%\(\w+\)\w|\{\w*\}|<[^>]+>|\S+@\S+|https?:\S+")
#: Codes and keys are nobody's words: scripts, what forms send along, and the values of what is chosen.
OUTSIDE = re.compile(
    r"<(script|style)\b.*?</\1>|<(\w+)[^>]* lang=.de.[^>]*>.*?</\2>"
    r"|<input[^>]* type=.(?:hidden|radio|checkbox)[^>]*>|(?<=<option) value=\"[^\"]*\"(?!></option>)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"\b(?:aria-label|title|alt|placeholder|value)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>")


def words_in(text: str, *, known: str = "") -> set[str]:
    """Return the German words of a text: those of our German sentences that no English one has, nor ``known``."""
    return _words(text) & _german() - _words(known)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(NO_WORDS.sub(" ", text))}


@lru_cache(maxsize=1)
def _german() -> set[str]:
    with (LOCALE / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id and any(_forms(message.string))]
    sides = [
        " ".join(" ".join(_forms(getattr(message, side))) for message in messages)
        for side in ("id", "string")
    ]
    german, english = map(_words, sides)
    return german - english


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def on_page(html: str, *, known: str = "") -> set[str]:
    """Return the German words that a page shows, hides or reads aloud; the name of the German language is right."""
    bare = OUTSIDE.sub(" ", html)
    spoken = " ".join(ATTRIBUTE.findall(bare))
    return words_in(unescape(f"{spoken} {TAG.sub(' ', bare)}"), known=known)
