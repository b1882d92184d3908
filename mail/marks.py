"""Signs that only we can make: who holds one got the mail it was made for."""

from django.utils.crypto import constant_time_compare, salted_hmac


def make(purpose: str, organisation: int, public_id: str, length: int) -> str:
    """Return so many hexadecimal digits for one mail and purpose."""
    signed = salted_hmac(f"umento.mail.{purpose}", f"{organisation}:{public_id}", algorithm="sha256")
    return signed.hexdigest()[:length]


def fits(mark: str, purpose: str, organisation: int, public_id: str) -> bool:
    """Return whether this is what ``make`` returned, in constant time."""
    return constant_time_compare(mark, make(purpose, organisation, public_id, len(mark)))
