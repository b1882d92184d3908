"""Which catalogue speaks to whom: German with Sie, German with Du, or English."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Address, Language, Membership, Organisation

GERMAN_DU = "de-du"


def for_participant(language: str, organisation: Organisation) -> str:
    """Return the catalogue for the participants' area and mails: Du only where the house says Du."""
    if language == Language.DE and organisation.address == Address.DU:
        return GERMAN_DU
    return language


def of_participant(membership: Membership) -> str:
    """Return the catalogue for a mail to somebody as a participant."""
    return for_participant(membership.language, membership.organisation)


def sender_name(organisation: Organisation, language: str) -> str:
    """Return the name a mail for this house comes from, in the language of the mail."""
    with translation.override(language):
        return _("{organisation} über Umento").format(organisation=organisation.name)
