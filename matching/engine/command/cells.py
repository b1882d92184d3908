"""One cell of a roster: what was typed → what is meant. A CellError says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata

from matching.engine.model import SKILL_STEPS

SIDES = {
    "mentor": "mentor mentorin mentoren mentorinnen mentors",
    "mentee": "mentee mentees mentoree lernend",
}
FORMS = {
    "both": "hybrid beides both flexibel flexible",
    "online": "remote homeoffice online video virtuell mobil",
    "onsite": "inperson vorort onsite präsenz büro office",
}
LANGUAGES = {
    "de": "deutsch german",
    "en": "englisch english",
    "fr": "französisch french français",
    "es": "spanisch spanish español",
    "it": "italienisch italian italiano",
    "nl": "niederländisch dutch",
    "pl": "polnisch polish",
    "pt": "portugiesisch portuguese",
    "tr": "türkisch turkish",
    "uk": "ukrainisch ukrainian",
}
UNDER_ONE = re.compile(r"(less than|under|weniger als|unter|<)\s*(1|one|ein\w*)\b", re.IGNORECASE)
OVER = re.compile(r"(more than|over|mehr als|über|>)\s*", re.IGNORECASE)
YEARS = re.compile(r"(\d{1,2}(?:[.,]\d+)?)\s*\+?\s*(jahre?n?|years?|yrs?)?\Z", re.IGNORECASE)
LEVEL = re.compile(r"[^\W\d_ ]*[ .-]*(\d{1,2})\Z")
RATED = re.compile(r"(.+?)\s*:\s*([1-9])\Z")


class CellError(ValueError):
    """What is wrong with a cell, as the end of a sentence."""


def plain(text: str) -> str:
    """Letters and digits without case: "Mentor*in" → "mentorin"."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def side(text: str) -> str:
    return _word(text, SIDES, "is neither mentor nor mentee")


def form(text: str) -> str:
    """How somebody can meet; "Hybrid (some remote, some in-person)" counts by what stands before the bracket."""
    return _word(text.split("(", maxsplit=1)[0], FORMS, "is neither remote, hybrid nor in person")


def _word(text: str, meanings: dict[str, str], otherwise: str) -> str:
    found = next((name for name, words in meanings.items() if plain(text) in words.split()), None)
    if found is None:
        raise CellError(f"{shortened(text)} {otherwise}")
    return found


def level(text: str) -> int:
    """A career level: "4", "Stufe 4", "E4"."""
    found = LEVEL.match(text)
    if not found:
        raise CellError(f"{shortened(text)} is no level")
    return int(found[1])


def years(text: str) -> float:
    """Years of experience: "9", "9,5 Jahre", "More than 50 years"; less than one is half a year."""
    if UNDER_ONE.match(text):
        return 0.5
    found = YEARS.match(OVER.sub("", text, count=1))
    if not found:
        raise CellError(f"{shortened(text)} is no number of years")
    return float(found[1].replace(",", "."))


def capacity(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise CellError(f"{shortened(text)} is no number of places")
    return int(text)


def names(text: str) -> list[str]:
    """What a cell lists: split at ; else at line breaks or | else at commas, each once whatever its case."""
    sign = next((sign for sign in (";", "\n", "|") if sign in text), ",")
    unique: dict[str, str] = {}
    for part in text.split(sign):
        if name := " ".join(unicodedata.normalize("NFC", part).split()):
            unique.setdefault(name.casefold(), name)
    return list(unique.values())


def languages(text: str) -> frozenset[str]:
    """Languages as ISO 639-1 codes where we know them, else as typed, without case."""
    codes = {word: code for code, words in LANGUAGES.items() for word in words.split()}
    known = (plain(name) for name in re.split(r"[;,/|\n]", text))
    return frozenset(codes.get(name, name) for name in known if name)


def rated(text: str, usual: int, most: int = SKILL_STEPS) -> dict[str, int]:
    """Skills with level or priority: "Python: 3; Rust"; `usual` where none is given."""
    found = {}
    for entry in names(text):
        match = RATED.match(entry)
        name, step = (match[1], int(match[2])) if match else (entry, usual)
        if step > most:
            raise CellError(f"{shortened(entry)} goes beyond {most}")
        found[name] = step
    return found


def shortened(text: str, most: int = 40) -> str:
    """The text in quotation marks, on one line."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= most else line[: most - 1] + '…'}”"
