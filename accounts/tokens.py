"""Secrets for links in mails. The organisation's key stands in front, so that its scope can be opened first."""

import hashlib
import secrets

from tenancy import scope

SEPARATOR = "-"


def issue() -> tuple[str, str]:
    """Return a new token for the organisation in scope, and the digest to keep instead of it."""
    token = f"{scope.organisation_id()}{SEPARATOR}{secrets.token_urlsafe(24).replace('-', '_')}"
    return token, digest(token)


def digest(token: str) -> str:
    """Return the SHA-256 of a token in hex. A fast hash is enough for 192 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def organisation_id(token: str) -> int | None:
    """Return the key of the organisation a token belongs to, or None when it has no such form."""
    head, separator, secret = token.partition(SEPARATOR)
    return int(head) if separator and secret and head.isascii() and head.isdigit() and len(head) < 18 else None
