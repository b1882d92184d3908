"""One cell: what was typed → what is meant. Pure."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.emails import normalise
from programs.models import Form, Side
from ui.spreadsheets import FORMULA

EMPTY = frozenset({"", "-", "–", "—", "/", "n/a", "#n/v", "#n/a", "k. a.", "k.a.", "keine angabe"})
#: Cc are control characters, Cf zero-width and direction marks.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
SPACES = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]")
MOST_SKILLS = 100
#: Beside the first one.
MOST_MANAGERS = 3
#: That there are no further managers, while an empty cell says nothing.
NOBODY = frozenset({"keine", "keiner", "niemand", "none", "nobody"})
MOST_YEARS = 70
SKILL_LENGTH = 120
SIDES = {
    Side.MENTOR: (
        "mentor",
        "mentorin",
        "mentorinnen",
        "mentoren",
        "mentors",
        "mentoringperson",
        "mentormentorin",
        "mentorinmentor",
    ),
    Side.MENTEE: ("mentee", "mentees", "menteein", "mentoree", "lernend"),
}
FORMS = {
    Form.BOTH: ("hybrid", "beides", "both", "flexibel", "flexible", "beidesgeht"),
    Form.ONLINE: ("remote", "homeoffice", "online", "video", "pervideo", "mobil", "virtuell", "zuhause"),
    Form.ONSITE: ("inperson", "vorort", "onsite", "präsenz", "büro", "office", "imbüro", "inoffice"),
}
UNDER_ONE = re.compile(r"(less than|under|weniger als|unter|<)\s*(1|one|ein\w*)\b", re.IGNORECASE)
OVER = re.compile(r"(more than|over|mehr als|über|>)\s*", re.IGNORECASE)
YEARS = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*\+?\s*(jahre?n?|years?|yrs?|j\.?|y\.?)?\Z", re.IGNORECASE)
DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ T][\d:.]+)?\Z"),
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})\Z"),
    re.compile(r"(?P<month>\d{1,2})[./-](?P<year>\d{4})\Z"),
    re.compile(r"(?P<year>\d{4})\Z"),
)
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")
#: A date that lost its format: Excel counts days. Five digits reach from 1927 to 2173.
SERIAL = re.compile(r"[1-9]\d{4}\Z")
EXCEL_BEGINS = date(1899, 12, 30)
LEVEL = re.compile(r"[a-zäöü .\-]*(\d{1,2})\Z", re.IGNORECASE)


class CellError(ValueError):
    """A cell that cannot be what its column says. Its text names the value and what would be right."""


def clean(raw: str) -> str:
    """Return the text on one line: NFC, without control, zero-width and direction characters. Idempotent."""
    if not raw.isprintable():
        raw = SPACES.sub(" ", raw)
        raw = "".join(sign for sign in raw if unicodedata.category(sign) not in INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", raw).split())


def has_invisible(raw: str) -> bool:
    """Whether cleaning takes out characters that nobody sees; soft hyphens are not worth telling."""
    if raw.isprintable():
        return False
    return any(unicodedata.category(sign) in INVISIBLE for sign in SPACES.sub(" ", raw) if sign != "\u00ad")


def value(raw: str) -> str:
    """Return a cleaned value, "" for what stands for nothing, without the apostrophe that guards formulas.

    Raises CellError for a formula.
    """
    text = clean(raw)
    if text.casefold() in EMPTY:
        return ""
    if text.startswith("'") and text[1:2] in FORMULA:
        text = text[1:]
    if text.startswith(("=", "＝")):
        raise _wrong(_("„{value}“ ist eine Formel, richtig wäre ihr Ergebnis"), text)
    return text


def _wrong(sentence: str, text: str, **parts: int) -> CellError:
    """Return the error that quotes the cell in a sentence."""
    return CellError(sentence.format(value=shortened(text), **parts))


def shortened(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def plain(text: str) -> str:
    """Return letters and digits only, without case: "Mentor*in" → "mentorin"."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise _wrong(
            _("„{value}“ ist keine vollständige E-Mail-Adresse, richtig wäre etwa „name@firma.de“"), text
        ) from None
    if len(text) > 254 or len(normalise(text)) > 320:
        raise CellError(_("Die E-Mail-Adresse ist zu lang"))
    return text


def short_text(text: str, most: int) -> str:
    if len(text) > most:
        raise _wrong(_("„{value}“ ist länger als {most} Zeichen"), text, most=most)
    return text


def side(text: str) -> Side:
    """Return the side a cell names, in our words or, as the lists we write do, in the house's own."""
    word = plain(text)
    found = next(
        (side for side, words in SIDES.items() if word in words or word == plain(str(side.label))), None
    )
    if found is None:
        raise _wrong(_("„{value}“ ist weder Mentor noch Mentee, richtig wäre eins von beiden"), text)
    return found


def form(text: str) -> Form:
    """Return how somebody can meet; "Hybrid (some remote, some in-person)" counts by its first word."""
    first = plain(text.split("(", maxsplit=1)[0])
    found = next((form for form, words in FORMS.items() if first in words), None)
    if found is None:
        raise _wrong(_("„{value}“ ist weder Remote, Hybrid noch vor Ort, richtig wäre eins von diesen"), text)
    return found


def years(text: str) -> Decimal:
    """Return years of experience: "9", "9,5", "9 Jahre"; under one year is half a year."""
    if UNDER_ONE.match(text):
        return Decimal("0.5")
    found = YEARS.match(OVER.sub("", text, count=1))
    try:
        number = Decimal(found[1].replace(",", ".")) if found else None
    except InvalidOperation:
        number = None
    if number is None or number > MOST_YEARS:
        raise _wrong(
            _("„{value}“ ist keine Zahl von Jahren zwischen 0 und {most}, richtig wäre etwa „9“ oder „9,5“"),
            text,
            most=MOST_YEARS,
        )
    return number.quantize(Decimal("0.1"))


def years_since(text: str, today: date) -> Decimal:
    """Return the years from a date to today: "01.09.2015", "2015-09-01", "09/2015", "2015", "25/12/2015".

    Raises CellError for what is no date, for one to come, and for "05/06/2015", which may be either month.
    """
    begun = _date(text)
    if begun is None:
        raise _wrong(_("„{value}“ ist kein eindeutiges Datum, richtig wäre etwa „01.09.2015“"), text)
    if not 0 <= (today - begun).days <= MOST_YEARS * 366:
        raise _wrong(_("„{value}“ liegt nicht in den letzten {most} Jahren"), text, most=MOST_YEARS)
    return (Decimal((today - begun).days) / Decimal("365.25")).quantize(Decimal("0.1"))


def _date(text: str) -> date | None:
    for pattern in DATES:
        if found := pattern.match(text):
            parts = {name: int(value) for name, value in found.groupdict().items()}
            return _day(_century(parts["year"]), parts.get("month", 1), parts.get("day", 1))
    if SERIAL.match(text):
        return EXCEL_BEGINS + timedelta(days=int(text))
    if found := SLASHED.match(text):
        first, second, year = map(int, found.groups())
        if first == second or max(first, second) > 12:
            return _day(year, min(first, second), max(first, second))
    return None


def _century(year: int) -> int:
    """Two digits: the last century from 70 on, as spreadsheets read them roughly."""
    return year if year > 99 else year + (1900 if year >= 70 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def level(text: str) -> int:
    """Return a career level: "4", "Stufe 4", "E4"; higher is more senior."""
    found = LEVEL.match(text.removesuffix(".0").removesuffix(",0"))
    if not found:
        raise _wrong(_("„{value}“ ist keine Stufe als Zahl, richtig wäre etwa „4“ oder „Stufe 4“"), text)
    return int(found[1])


def skills(raw: str) -> list[str]:
    """Return what a cell lists: split at ; else at line breaks or | else at commas, each once."""
    separator = next((sign for sign in (";", "\n", "|") if sign in raw), ",")
    names = [name for part in raw.split(separator) if (name := value(part))]
    unique: dict[str, str] = {}
    for name in names:
        unique.setdefault(name.casefold(), name)
    if len(unique) > MOST_SKILLS:
        raise CellError(
            _("{number} Themen sind zu viele, höchstens {most}").format(number=len(unique), most=MOST_SKILLS)
        )
    return [short_text(name, SKILL_LENGTH) for name in unique.values()]


def managers(raw: str) -> tuple[str, ...]:
    """Return the addresses of further managers in a cell, each once and normalised; () where it says "keine"."""
    names = [name for part in re.split(r"[;,|\n]", raw) if (name := value(part))]
    if len(names) == 1 and plain(names[0]) in NOBODY:
        return ()
    found = tuple(dict.fromkeys(normalise(email(name)) for name in names))
    if len(found) > MOST_MANAGERS:
        raise CellError(
            _("{number} weitere Führungskräfte sind zu viele, höchstens {most}").format(
                number=len(found), most=MOST_MANAGERS
            )
        )
    return found


def languages(raw: str) -> list[str]:
    """Return ISO 639-1 codes of the languages in a cell, as German, English or own name, or as code."""
    names = [name for part in re.split(r"[;,/|\n]", raw) if (name := value(part))]
    known = language_names()
    unknown = next((name for name in names if plain(name.split("(")[0]) not in known), None)
    if unknown:
        raise _wrong(
            _("Die Sprache „{value}“ ist nicht bekannt, richtig wäre etwa „Deutsch“ oder „en“"), unknown
        )
    return list(dict.fromkeys(known[plain(name.split("(")[0])] for name in names))


@lru_cache(maxsize=1)
def language_names() -> dict[str, str]:
    """Names and codes of languages, as ``plain`` gives them, → ISO 639-1 code."""
    names: dict[str, str] = {}
    for locale in (Locale("de"), Locale("en")):
        for code, name in locale.languages.items():
            if len(code) == 2:
                names[plain(name)] = names[code] = code
    return names
