"""Small secrets in the database, encrypted with keys made from SECRET_KEY: a backup does not give them away."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal(purpose: str, text: str) -> str:
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str:
    """What `seal` was given for the same purpose; raises cryptography's InvalidToken when SECRET_KEY changed since."""
    return _fernet(purpose).decrypt(sealed.encode()).decode()


def _fernet(purpose: str) -> Fernet:
    key = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
