"""Passwords: made, judged and hashed tokens."""

from __future__ import annotations

import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from core.errors import DomainError

ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without letters that are mistaken for one another when somebody copies them by hand."""


def generated_password() -> str:
    """A password of four groups, about 116 bits: `kT4m-...`."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def require_good(password: str, user: User, field: str = "password") -> None:
    """Raise DomainError naming `field` with every reason why the password is too weak."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError("weak-password", "This password is too weak.", fields={field: error.messages}) from error


def token_hash(token: str) -> str:
    """What is kept of an access or invitation token. Tokens are random enough that a plain hash cannot be reversed."""
    return hashlib.sha256(token.encode()).hexdigest()
