"""Secrets of other systems that must be told again later: kept encrypted, by a key that is not in the database.

Fernet (AES-128 in CBC mode with HMAC-SHA256) under a key derived from SECRET_KEY by HKDF; SECRET_KEY_FALLBACKS open
what an earlier key has sealed.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"groundwork.core.sealed"


class SealBroken(ValueError):
    """It was sealed by another installation's key, or is damaged."""


def seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret. Raises SealBroken."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken("This was sealed with another SECRET_KEY.") from error


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_key(str(key))) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
