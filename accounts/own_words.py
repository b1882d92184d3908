"""Puts a house's own words and form of gender into a finished text of ours. Pure: no house, no request, no database.

``voice`` says once how a house speaks in a language, or nothing where it speaks as we do; ``say`` then changes one
text. Only whole words change, and compounds with them; placeholders, tags, addresses, file names and words already
changed stay as they are. So doing it twice changes nothing more.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from accounts import word_classes

Own = tuple[tuple[str, str], ...]
Replace = Callable[[re.Match[str]], str]

#: Texts without any of this are most of ours, and need no closer look.
OURS = re.compile(r"tandem|sitzung|session|mentor|mentee|innen|\*in", re.IGNORECASE)
#: The three names among which a mentor chooses their own. They are names there, not our words for everybody.
CHOSEN = r"Mentorin, Mentor (?:oder|or) Mentoring-Person"
KEPT = (
    r"%\(\w+\)[sd]",
    r"\{\{[^{}]*\}\}|\{[^{}]*\}",
    r"<[^<>]*>",
    r"\S+(?:://|@)\S+",
    r"[\w{}()%-]+\.(?:ics|csv|xlsx|pdf|txt)\b",
    CHOSEN,
)
SIGNS = {"star": "*", "colon": ":", "slash": "/-"}
#: Words with a sign that a house without signs writes out. One, many.
WRITTEN_OUT = {"Mentor": ("Mentorin oder Mentor", "Mentorinnen und Mentoren")}
DATIVE = re.compile(
    r"\b(?:von|mit|bei|zu|aus|nach|seit|den|allen|beiden|zwischen)(?: (?:\d+|\{\w+\}|%\(\w+\)s))? \Z"
)
SOUNDS_LIKE_A_CONSONANT = re.compile(r"(?:uni|use|usu|uti|eu|ew|one\b|once)", re.IGNORECASE)
SOUNDS_LIKE_A_VOWEL = re.compile(r"(?:[aeiou]|hour|honest|honou?r|heir)", re.IGNORECASE)
SPELT = re.compile(r"[AEFHILMNORSX](?:[A-Z]|\b)")


@dataclass(frozen=True, eq=False)
class Voice:
    """How a house speaks in one language: what to look for, and what to say instead."""

    pattern: re.Pattern[str]
    replace: Replace


@lru_cache(maxsize=256)
def voice(language: str, gender_form: str, own: Own) -> Voice | None:
    """Return how a house speaks in "de" or "en", with its ``own`` words by their names; None: as we do."""
    words = {name: word for name, word in own if word_classes.SAFE.match(word)}
    rules = _english(words) if language == "en" else _german(words) + _gendered(gender_form)
    return _joined(rules, _kept(words)) if rules else None


@lru_cache(maxsize=20_000)
def say(text: str, voice: Voice) -> str:
    """Return a text of our catalogues as the house says it."""
    return voice.pattern.sub(voice.replace, text) if OURS.search(text) else text


Rules = list[tuple[str, Replace]]


def _joined(rules: Rules, kept: str) -> Voice:
    """Make one pattern of all, so that what one rule wrote no other rule reads."""
    parts = [f"(?P<rule{number}>{pattern})" for number, (pattern, _) in enumerate(rules)]
    replacements = {f"rule{number}": replace for number, (_, replace) in enumerate(rules)}

    def replace(match: re.Match[str]) -> str:
        return match[0] if match.lastgroup == "kept" else replacements[str(match.lastgroup)](match)

    return Voice(re.compile("|".join([f"(?P<kept>{kept})", *parts])), replace)


def _kept(words: dict[str, str]) -> str:
    """What stays: all that is no word, and the house's words themselves in every form we give them."""
    forms = set(words.values())
    forms |= {word_classes.dative(word) for word in words.values()}
    if "session" in words and "sessions" in words:
        forms.add(word_classes.joint(words["session"], words["sessions"]))
    own = [rf"(?<!\w)(?i:{re.escape(form)})(?!\w)" for form in sorted(forms, key=len, reverse=True)]
    return "|".join([*KEPT, *own])


# German


def _german(words: dict[str, str]) -> Rules:
    rules: Rules = []
    for name, make in (("tandem", _tandem), ("session", _session), ("mentor", _mentor), ("mentee", _mentee)):
        one, many = words.get(name, ""), words.get(f"{name}s", "")
        if one and many and word_classes.fits(name, one, many):
            rules += make(_capital(one), _capital(many))
    return rules


def _tandem(one: str, many: str) -> Rules:
    return [
        (r"\bTandems\b", lambda _match: many),
        (r"\bTandem\b", lambda _match: one),
        (r"\bTandem(?P<after_tandem>[a-zäöüß]+)", lambda match: f"{one}-{_capital(match['after_tandem'])}"),
        _compound("tandem", "s", one, many),
    ]


def _session(one: str, many: str) -> Rules:
    first = word_classes.joint(one, many)
    return [
        (r"\bSitzungen\b", lambda _match: many),
        (r"\bSitzung\b", lambda _match: one),
        (r"\bSitzungs(?=-)", lambda _match: first),
        (
            r"\bSitzungs(?P<after_session>[a-zäöüß]+)",
            lambda match: f"{first}-{_capital(match['after_session'])}",
        ),
        _compound("sitzung", "en", one, many),
    ]


def _compound(ours: str, plural: str, one: str, many: str) -> tuple[str, Replace]:
    """Our word as the second half: Lerntandem → Lern-Duo."""
    lead, several = f"before_{ours}", f"several_{ours}"
    pattern = rf"\b(?P<{lead}>[A-ZÄÖÜ]\w+?){ours}(?P<{several}>{plural})?\b"
    return pattern, lambda match: f"{match[lead]}-{many if match[several] else one}"


def _mentor(one: str, many: str) -> Rules:
    half = word_classes.half(one, many)
    return [
        (r"\bMentorinnen, Mentoren und\b", lambda _match: f"{many.replace(' und ', ', ')} und"),
        (r"\bMentor(?:en|innen)?-(?=[A-ZÄÖÜ])", lambda _match: f"{half}-"),
        (
            r"\b(?:Mentorinnen (?:und|oder) Mentoren|Mentor(?:[*:]|/-)innen|Mentorinnen|Mentoren)\b",
            _plural(many),
        ),
        (r"\b(?:Mentorin (?:und|oder) Mentor|Mentor(?:[*:]|/-)in|Mentorin|Mentor)\b", lambda _match: one),
    ]


def _mentee(one: str, many: str) -> Rules:
    half = word_classes.half(one, many)
    return [
        (r"\bMentee-(?=[A-ZÄÖÜ])", lambda _match: f"{half}-"),
        (r"\bMentees\b", _plural(many)),
        (r"\bMentee\b", lambda _match: one),
    ]


def _plural(many: str) -> Replace:
    return lambda match: word_classes.dative(many) if DATIVE.search(match.string[: match.start()]) else many


def _gendered(form: str) -> Rules:
    """Our sentences say "Kolleginnen und Kollegen", where space is short "Mentor*innen"."""
    if form == "pair":
        return [(r"\b(?P<written>" + "|".join(WRITTEN_OUT) + r")\*in(?P<written_many>nen)?\b", _written_out)]
    if form not in SIGNS:
        return []
    sign = SIGNS[form]

    def shortened(match: re.Match[str]) -> str:
        return f"{' und ' if match['comma'] else ''}{match['both']}{sign}innen"

    return [
        (r"\bMentorinnen, Mentoren und\b", lambda _match: f"Mentor{sign}innen und"),
        (
            r"(?P<comma>, )?\b(?P<both>[A-ZÄÖÜ][\wäöüß]+?)innen (?:und|oder) (?P=both)(?:en|ern|e|n)?\b",
            shortened,
        ),
        (r"(?<=\w)\*(?=in(?:nen)?\b)", lambda _match: sign),
    ]


def _written_out(match: re.Match[str]) -> str:
    return WRITTEN_OUT[match["written"]][1 if match["written_many"] else 0]


# English


def _english(words: dict[str, str]) -> Rules:
    names = ("tandem", "session", "mentor", "mentee")
    return [
        _english_rule(name, words[name], words[f"{name}s"])
        for name in names
        if words.get(name) and words.get(f"{name}s")
    ]


def _english_rule(name: str, one: str, many: str) -> tuple[str, Replace]:
    article, several = f"article_{name}", f"several_{name}"
    first = f"first_{name}"

    def replace(match: re.Match[str]) -> str:
        word = _cased(many if match[several] else one, capital=match[first].isupper())
        if not match[article]:
            return word
        return f"{match[article][0]}{'n' if _takes_an(word) else ''} {word}"

    pattern = rf"(?:\b(?P<{article}>[Aa]n?) )?\b(?P<{first}>[{name[0].upper()}{name[0]}]){name[1:]}(?P<{several}>s)?\b"
    return pattern, replace


def _cased(word: str, *, capital: bool) -> str:
    """In the middle of a sentence a noun is small, but not an abbreviation or a name such as "TechDuo"."""
    if capital:
        return _capital(word)
    return " ".join(part.lower() if part.istitle() else part for part in word.split(" "))


def _takes_an(word: str) -> bool:
    if SPELT.match(word):
        return True
    return bool(SOUNDS_LIKE_A_VOWEL.match(word)) and not SOUNDS_LIKE_A_CONSONANT.match(word)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
