"""Whose words hold now: those of the house in whose scope a text is read.

Every request and every task of the worker runs in an organisation's scope, so neither a page nor a mail can forget its
house or take another's. Outside of a scope, and in our own house's (public pages, back office), our words stay.
"""

from contextvars import ContextVar
from functools import partial

from accounts.models import GenderForm, Language, Organisation
from accounts.organisations import HOUSE
from accounts.own_words import Voice, say, voice
from tenancy import scope
from ui.texts import Say

#: Messages with the names of their own role among which people choose: each stays what somebody chose.
CHOSEN_NAMES = frozenset({"Mentorin", "Mentor", "Mentoring-Person"})
#: The house of a scope that was opened by its key alone.
_found: ContextVar[tuple[scope.Scope, Organisation | None] | None] = ContextVar(
    "speaking_found", default=None
)


def current(language: str) -> Say | None:
    """Return how the house in scope says our texts of a language ("de", "de-du", "en"); None: as they are."""
    opened = scope.current()
    if opened is None or opened.organisation_id is None:
        return None
    house = opened.organisation
    if not isinstance(house, Organisation):
        house = _by_key(opened, opened.organisation_id)
    spoken = voice_of(house, language) if house else None
    return partial(_said, spoken) if spoken else None


def _said(spoken: Voice, message: str, text: str) -> str:
    return text if message in CHOSEN_NAMES else say(text, spoken)


def voice_of(organisation: Organisation, language: str) -> Voice | None:
    """Return how a house speaks in a language; None: as we do."""
    own = organisation.words.get(language[:2])
    if not own and (organisation.gender_form == GenderForm.MIXED or language.startswith(Language.EN)):
        return None
    if organisation.slug == HOUSE:
        return None
    return voice(language[:2], str(organisation.gender_form), tuple((own or {}).items()))


def _by_key(opened: scope.Scope, key: int) -> Organisation | None:
    known = _found.get()
    if known is None or known[0] is not opened:
        known = (opened, Organisation.objects.filter(pk=key).first())
        _found.set(known)
    return known[1]
