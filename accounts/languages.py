"""Which catalogue speaks to whom: German with Sie, German with Du, or English."""

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
