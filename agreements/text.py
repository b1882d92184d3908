"""The text of an agreement: fixed words in one language, the same on the page, in the file and under the digest."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import languages
from agreements.clauses import SHARED, TAKEAWAY, Names
from agreements.positions import Position
from programs.models import Side, Tandem


class Line(NamedTuple):
    """One paragraph; ``name`` is that of its clause, ``title``, or the side whose takeaway it is."""

    name: str
    heading: str
    words: str

    @property
    def is_shared(self) -> bool:
        return self.name in SHARED

    @property
    def is_own(self) -> bool:
        return self.name in Side.values


def lines(tandem: Tandem, version: int, positions: Mapping[Side, Position]) -> list[Line]:
    """Return the agreement's text once the two say the same, in the language both speak."""
    mentor, mentee = tandem.members
    names = Names(mentor.name, mentee.name)
    answers = positions[Side.MENTOR].answers
    with translation.override(_language(tandem)):
        title = Line(
            "title",
            _("Vereinbarung, Fassung {version}").format(version=version),
            _("{mentor} und {mentee}").format(mentor=names.mentor, mentee=names.mentee),
        )
        clauses = [
            Line(name, str(clause.heading), clause.sentence(answers.get(name, ""), names).strip())
            for name, clause in SHARED.items()
        ]
        own = [
            Line(
                side,
                _("Was {name} mitnehmen möchte").format(name=name),
                positions[side].answers.get(TAKEAWAY, "").strip(),
            )
            for side, name in ((Side.MENTOR, names.mentor), (Side.MENTEE, names.mentee))
        ]
    return [title, *clauses, *own]


def plain(lines: Iterable[Line]) -> str:
    """Return the text as a file to take along. What people confirm is exactly this."""
    return "\n\n".join(f"{line.heading}\n{_unix(line.words)}" for line in lines) + "\n"


def digest(lines: Iterable[Line]) -> str:
    """Return the SHA-256 of ``plain(lines)`` in UTF-8, as hex."""
    return hashlib.sha256(plain(lines).encode()).hexdigest()


def _unix(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")


def _language(tandem: Tandem) -> str:
    """Return the catalogue of both; where they speak different languages, the house's."""
    mentor, mentee = tandem.members
    house = tandem.program.organisation
    language = mentor.language if mentor.language == mentee.language else house.language
    return languages.for_participant(language, house)
