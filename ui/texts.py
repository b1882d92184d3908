"""Lets the texts of our catalogues be changed as they are read: a house may have words of its own for what we name.

Every text of ours goes through gettext, so this is the one place that no page, mail or report can forget, and that
never sees what people typed. Django offers no hook there: ``trans_real.translation`` makes each catalogue from the
class of that name in its module, so ``install`` exchanges that class, before the first catalogue is made. All that is
overridden are ``gettext`` and ``ngettext``, which are Python's own, and through which all of Django's functions, lazy
ones and template tags go. Nothing private is touched.
"""

from collections.abc import Callable

from django.utils.translation import trans_real

#: Takes a message and its text in the catalogue's language; returns the text to show.
Say = Callable[[str, str], str]
#: Takes a catalogue's language ("de-du"); returns how its texts are said just now, or None: as they are.
Speaker = Callable[[str], Say | None]
_speakers: list[Speaker] = []


class SpokenTranslation(trans_real.DjangoTranslation):
    """A catalogue that asks how its texts are to be said."""

    def gettext(self, message: str) -> str:
        text = super().gettext(message)
        say = _how(self.to_language())
        if say is None:
            return text
        # Without a translation the context is still in front, and Django would fall back to the message as it is.
        return say(message, text.rpartition(trans_real.CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        text = super().ngettext(msgid1, msgid2, n)
        say = _how(self.to_language())
        # With a context in front Django asks once more without it.
        return text if say is None or trans_real.CONTEXT_SEPARATOR in text else say(msgid1, text)


def install() -> None:
    """Make every catalogue one that asks. Call it before models load: Django translates a name while it loads them."""
    trans_real.DjangoTranslation = SpokenTranslation  # type: ignore[misc]


def ask(speaker: Speaker) -> None:
    """Let ``speaker`` say how texts are to be said. The app that knows the houses calls it once."""
    _speakers[:] = [speaker]


def _how(language: str) -> Say | None:
    return _speakers[0](language) if _speakers else None
