"""How long a person needs for what they do, by a model instead of a clock: the same figure on every machine.

The Keystroke-Level Model of Card, Moran and Newell (The Psychology of Human-Computer Interaction, 1983) for the hands,
Brysbaert (2019) for reading: 238 words a minute in silence. An M, a moment to think, stands before each button, link,
choice and field, although the model's own rules would leave many of them out. What the machine needs is not in it.
"""

from collections.abc import Sequence

from tests.journey.watch import Visit
from tests.stack import Mail

KEY = 0.28  # K: an average typist who is no secretary
POINT = 1.1  # P
PRESS = 0.1  # B: the button of a mouse goes down, or up
HOME = 0.4  # H: from the mouse to the keyboard, or back
THINK = 1.35  # M
WORDS_A_MINUTE = 238

CLICK = THINK + POINT + 2 * PRESS
FIELD = CLICK + 2 * HOME
#: The button opens the machine's own window; there the file is found and pressed twice.
FILE = CLICK + THINK + POINT + 4 * PRESS
CLICKS_A_FILE = 3


def seconds(visit: Visit) -> float:
    """Return what an experienced person needs on a page."""
    hands = visit.clicks * CLICK + visit.fields * FIELD + visit.keys * KEY + visit.files * FILE
    return hands + reading(visit.read)


def reading(words: int) -> float:
    return words / WORDS_A_MINUTE * 60


def total(visits: Sequence[Visit]) -> float:
    """Return what the way to the last page takes; whoever sees that one has arrived."""
    return sum(map(seconds, visits[:-1]))


def of_mail(mail: Mail) -> Visit:
    """Return the visit to a mail that is read from the first word to the last and has one link followed."""
    words = sum(not word.startswith("http") for word in f"{mail.subject} {mail.text}".split())
    return Visit(mail.subject, clicks=1, read=words, shown=words, text=f"{mail.subject}\n{mail.text}")
