"""One way to compare e-mail addresses."""

import unicodedata


def normalise(address: str) -> str:
    """Return the form of an address that is unique: NFKC, no surrounding space, no case.

    Idempotent, and unchanged by ``lower()``, which allauth applies to what it looks up. Stored beside the address
    as typed, because an index on ``lower()`` is unusable under row-level security (only leakproof comparisons use one).
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address).strip().casefold().lower())
