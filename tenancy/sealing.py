"""Text that only the people concerned may read, kept in the database as AES-256-GCM.

Each organisation has a key of its own, derived from the installation's (HKDF, RFC 5869). ``SEALING_KEYS`` lists them:
the first one seals, all of them open, so that a new one can be put in front. What is sealed is bound to a name: moved
to another row or organisation, it no longer opens.
"""

import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FORMAT = b"\x01"
MARK_BYTES, NONCE_BYTES, KEY_BYTES = 4, 12, 32


class SealError(Exception):
    """Sealed text cannot be opened: its key is no longer listed, or it is not where it belongs."""


@dataclass(frozen=True, slots=True)
class _Key:
    """An organisation's key; ``mark`` stands in front of what it sealed."""

    mark: bytes
    cipher: AESGCM


def seal(text: str, *, organisation: int, name: str) -> bytes:
    """Return ``text`` sealed with the organisation's newest key. ``name`` is what it is bound to."""
    key = _keys(organisation)[0]
    head, nonce = FORMAT + key.mark, os.urandom(NONCE_BYTES)
    return head + nonce + key.cipher.encrypt(nonce, text.encode(), head + name.encode())


def unseal(sealed: bytes, *, organisation: int, name: str) -> str:
    """Return the text; raise SealError when no listed key opens it under this name."""
    head, rest = sealed[: 1 + MARK_BYTES], sealed[1 + MARK_BYTES :]
    for key in _keys(organisation):
        if head == FORMAT + key.mark:
            try:
                text = key.cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + name.encode())
            except InvalidTag as error:
                raise SealError(f"What is sealed as {name} does not belong there.") from error
            return text.decode()
    raise SealError(f"No key of SEALING_KEYS opens {name}.")


def is_newest(sealed: bytes, *, organisation: int) -> bool:
    """Return whether it was sealed with the first of the listed keys."""
    return sealed.startswith(FORMAT + _keys(organisation)[0].mark)


def _keys(organisation: int) -> list[_Key]:
    return [_derived(secret, organisation) for secret in settings.SEALING_KEYS]


@lru_cache(maxsize=1024)
def _derived(secret: str, organisation: int) -> _Key:
    material = HKDF(SHA256(), KEY_BYTES + MARK_BYTES, None, f"umento.sealing.{organisation}".encode()).derive(
        secret.encode()
    )
    return _Key(mark=material[KEY_BYTES:], cipher=AESGCM(material[:KEY_BYTES]))
