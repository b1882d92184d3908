"""Secrets for links in mails. The organisation's key stands in front, so that its scope can be opened first."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

from tenancy import scope

SEPARATOR = "-"


def issue() -> tuple[str, str]:
    """Return a new token for the organisation in scope, and the digest to keep instead of it."""
    token = f"{scope.organisation_id()}{SEPARATOR}{secrets.token_urlsafe(24).replace('-', '_')}"
    return token, digest(token)


def derive(purpose: str, name: str) -> tuple[str, str]:
    """Return the token that always belongs to the object of this name, and its digest.

    For links that a later mail or page must repeat: nothing but the digest is stored, and the key signs it anew.
    """
    secret = salted_hmac(
        f"umento.{purpose}", f"{scope.organisation_id()}:{name}", algorithm="sha256"
    ).hexdigest()
    token = f"{scope.organisation_id()}{SEPARATOR}{secret[:40]}"
    return token, digest(token)


def digest(token: str) -> str:
    """Return the SHA-256 of a token in hex. A fast hash is enough for 192 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def organisation_id(token: str) -> int | None:
    """Return the key of the organisation a token belongs to, or None when it has no such form."""
    head, separator, secret = token.partition(SEPARATOR)
    return (
        int(head) if separator and secret and head.isascii() and head.isdigit() and len(head) < 18 else None
    )
