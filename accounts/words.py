"""How a house calls what it has in its programs: mentors, mentees, tandems and sessions."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import word_classes
from accounts.models import GenderForm, Language, Organisation


@dataclass(frozen=True)
class Words:
    """Words in one language, one and many.

    ``own`` names those that the house chose itself, ``alone`` those of them that fit into no sentence of ours.
    """

    mentor: str
    mentors: str
    mentee: str = "Mentee"
    mentees: str = "Mentees"
    tandem: str = "Tandem"
    tandems: str = "Tandems"
    session: str = "Sitzung"
    sessions: str = "Sitzungen"
    own: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()

    @property
    def my_tandem(self) -> str:
        """The heading of the participants' own tandem. Of a word that stands alone we do not know the gender."""
        return self.tandem if "tandem" in self.alone else _("Mein Tandem")

    @property
    def your_tandem(self) -> str:
        return self.tandem if "tandem" in self.alone else _("Ihr Tandem")

    @property
    def my_sessions(self) -> str:
        return self.sessions if "sessions" in self.own else _("Termine")


NAMES = tuple(field.name for field in fields(Words) if field.name not in {"own", "alone"})
PAIRS = tuple(zip(NAMES[::2], NAMES[1::2], strict=True))
ENGLISH = Words("Mentor", "Mentors", session="Session", sessions="Sessions")
GERMAN = {
    GenderForm.MIXED: Words("Mentor*in", "Mentorinnen und Mentoren"),
    GenderForm.PAIR: Words("Mentorin oder Mentor", "Mentorinnen und Mentoren"),
    GenderForm.STAR: Words("Mentor*in", "Mentor*innen"),
    GenderForm.COLON: Words("Mentor:in", "Mentor:innen"),
    GenderForm.SLASH: Words("Mentor/-in", "Mentor/-innen"),
}


def usual(organisation: Organisation, language: str) -> Words:
    """Return our words in a language ("de", "en"), in the house's form of gender."""
    return ENGLISH if language == Language.EN else GERMAN[GenderForm(organisation.gender_form)]


def of(organisation: Organisation) -> Words:
    """Return the words of a house in the language of the page: its own where it has them, else ours."""
    language = (get_language() or Language.DE)[:2]
    ours, own = usual(organisation, language), organisation.words.get(language, {})
    values = {name: own.get(name) or getattr(ours, name) for name in NAMES}
    return Words(
        **values,
        own=frozenset(name for name in NAMES if own.get(name)),
        alone=frozenset(_alone(own) if language == Language.DE else ()),
    )


def _alone(own: dict[str, str]) -> Iterator[str]:
    for one, many in PAIRS:
        if own.get(one) and not word_classes.fits(one, own[one], own.get(many, "")):
            yield one
