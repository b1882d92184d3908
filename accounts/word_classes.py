"""Which of a house's own words may stand in our German sentences.

Articles, adjectives and endings in a sentence follow the noun, and our sentences are written for "das Tandem" and "die
Sitzung". So a word may stand there only when it has the same gender and the same endings: by construction right, or not
used. Any other word stands where a word stands alone. English nouns have no gender: there every word will do.
"""

import re

#: What a word may consist of to become part of a text: nothing that a page, a placeholder or an address could read.
SAFE = re.compile(r"[^\W\d_][\w*:/.’' -]*\Z")
#: Neuter, plural and genitive with -s: what a word for the tandem has to end in.
LIKE_TANDEM = ("tandem", "duo", "trio", "team", "coaching", "training")
#: Feminine: what a word for the session has to end in, what its plural adds, and what joins it to a second noun.
LIKE_SESSION = (
    ("ung", "en", "s"),
    ("heit", "en", "s"),
    ("keit", "en", "s"),
    ("schaft", "en", "s"),
    ("session", "s", ""),
    ("ion", "en", "s"),
    ("zeit", "en", ""),
    ("runde", "n", "n"),
    ("stunde", "n", "n"),
    ("etappe", "n", "n"),
    ("pause", "n", "n"),
)
#: "Lernende, alle Lernenden" change with the word before them, as adjectives do.
LIKE_ADJECTIVES = re.compile(r"(?:end|en|er|ig|isch|lich|gt|lt|tzt|hrt|nnt)en?\Z|ender\Z")
SIGN = re.compile(r"(?:[*:]|/-?)in(?:nen)?\Z")
#: Words that fit, to name on the settings page.
FITTING = {
    "tandem": ("Duo", "Lernduo", "Zweierteam"),
    "session": ("Begegnung", "Besprechung", "Gesprächsrunde"),
    "mentor": ("Digital-Mentor*in", "Pate"),
    "mentee": ("Lernpartner*in", "Gastgeber*in"),
}


def fits(name: str, one: str, many: str) -> bool:
    """Whether a German word for ``name`` ("tandem") fits into sentences, given one and many of it."""
    if not SAFE.match(one) or not SAFE.match(many) or " " in one:
        return False
    if name == "tandem":
        return one.lower().endswith(LIKE_TANDEM) and many == f"{one}s"
    if name == "session":
        return _like_session(one, many) is not None
    return _fits_people(one, many)


def joint(one: str, many: str) -> str:
    """Return a word for the session as the first half of a compound: Begegnung → Begegnungs, Runde → Runden."""
    return one + (_like_session(one, many) or "")


def dative(many: str) -> str:
    """Return the dative of a plural: Führungskräfte → Führungskräften."""
    return f"{many}n" if many.endswith(("e", "er", "el")) else many


def half(one: str, many: str) -> str:
    """Return a word for people as the first half of a compound: Pat*in → Pat, Pate → Paten, Führungskraft as it is."""
    if SIGN.search(one):
        return SIGN.sub("", one)
    return many if many in {f"{one}n", f"{one}en", f"{one}nen"} else one


def _like_session(one: str, many: str) -> str | None:
    classes = ((plural, link) for ending, plural, link in LIKE_SESSION if one.lower().endswith(ending))
    return next((link for plural, link in classes if many == one + plural), None)


def _fits_people(one: str, many: str) -> bool:
    """Words for people stand without an article in our sentences; in the plural only the dative may change."""
    if LIKE_ADJECTIVES.search(one) or (one == many and one.endswith("e")):
        return False
    return many.endswith(("n", "s", "e", "er", "el"))
