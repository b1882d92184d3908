"""The order German readers expect: umlauts beside their plain letters, and of people titles passed over.

Of people the database works it out and keeps it, in its C order: the same on every server, with ICU or without, and
indexed. Other lists are short: ``in_order`` asks the database for it, ``letters`` is the same in memory.
"""

from django.db.models import Expression, F, Func, Value
from django.db.models.functions import Collate, Lower, Replace

#: Plain letters with those that sort as they do (DIN 5007-1).
LIKE = {
    "a": "àáâãäåāăąæ",
    "c": "çćč",
    "d": "ďđ",
    "e": "èéêëēėęě",
    "g": "ğģ",
    "i": "ìíîïīı",
    "k": "ķ",
    "l": "łļľ",
    "n": "ñńņň",
    "o": "òóôõöøōőœ",
    "r": "ř",
    "s": "śşšș",
    "t": "ťțţ",
    "u": "ùúûüūůűų",
    "y": "ýÿ",
    "z": "źżž",
}
_SMALL = "".join(LIKE.values())
_PLAIN = "".join(plain * len(marked) for plain, marked in LIKE.items())
_CAPITALS = _SMALL.upper()  # the dotless ı has the plain I as its capital
#: Words with a full stop at the beginning, such as "Prof. Dr.".
TITLES = r"^(\S+\.\s+)+"
_LETTERS = str.maketrans(f"{_SMALL}{_CAPITALS}İ", f"{_PLAIN}{_PLAIN}i")


def order_of(name: str) -> Expression:
    """Return the expression to sort a column of people's names by."""
    return _letters_of(Func(F(name), Value(TITLES), Value(""), function="regexp_replace"))


def in_order(column: str) -> Expression:
    """Return the expression to sort a column of other names by, such as topics or sites."""
    return Collate(_letters_of(F(column)), "C")


def letters(text: str) -> str:
    """Return the letters that a text is sorted by, as the database works them out."""
    return text.translate(_LETTERS).replace("ß", "ss").lower()


def _letters_of(source: Expression | F) -> Expression:
    plain = Func(source, Value(f"{_SMALL}{_CAPITALS}İ"), Value(f"{_PLAIN}{_PLAIN}i"), function="translate")
    return Lower(Replace(plain, Value("ß"), Value("ss")))
