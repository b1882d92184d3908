"""What the settings page says about a house's own word: how far it reaches, and sentences as people will read them."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from accounts import word_classes
from accounts.models import Language, Organisation

#: Texts of ours, three for each word.
EXAMPLES = {
    "tandem": (
        gettext_noop("Ein Vorschlag für ein Tandem"),
        gettext_noop("Das Tandem ist beendet. Beide bekommen eine Nachricht."),
        gettext_noop("Wer „Beides geht“ wählt, findet am leichtesten ein Tandem."),
    ),
    "session": (
        gettext_noop("Die Sitzung ist verschoben. Beide bekommen eine Mail."),
        gettext_noop("Bitte mindestens eine Sitzung ankreuzen."),
        gettext_noop("Alle übrigen Sitzungen verabreden"),
    ),
    "mentor": (
        gettext_noop("Mentorinnen und Mentoren"),
        gettext_noop("E-Mail und Rolle: Mentor oder Mentee"),
        gettext_noop("Vorschlag an die Mentor-Seite"),
    ),
    "mentee": (
        gettext_noop("Mentees stehen auf einer höheren Stufe."),
        gettext_noop("Anteil der Mentees, die sich im Umgang mit KI-Werkzeugen sicher fühlen"),
        gettext_noop("Vorschlag an die Mentee-Seite"),
    ),
}


@dataclass(frozen=True)
class Reach:
    """How far a word reaches. ``word`` is the house's own, if it has one; ``fitting`` are some that reach all."""

    word: str
    everywhere: bool
    examples: tuple[str, ...]
    fitting: str


def reach(organisation: Organisation, language: str, name: str) -> Reach:
    """Return how far the own word for ``name`` reaches. Sentences come as the house in scope says them."""
    own = organisation.words.get(language, {})
    word, many = own.get(name, ""), own.get(f"{name}s", "")
    english = language == Language.EN
    everywhere = bool(word) and (english or word_classes.fits(name, word, many))
    return Reach(
        word=word,
        everywhere=everywhere,
        examples=_sentences(language, name) if everywhere else (),
        fitting="" if english else ", ".join(word_classes.FITTING[name]),
    )


def _sentences(language: str, name: str) -> tuple[str, ...]:
    with translation.override(language):
        return tuple(gettext(message) for message in EXAMPLES[name])
