"""allauth's hooks: people join by invitation only, and second-factor secrets do not lie open in the database."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from accounts.sealing import seal, unseal

PURPOSE = "accounts.mfa"


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class EncryptedSecrets(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """Secrets of authenticators do not lie open in the database."""

    def encrypt(self, text: str) -> str:
        return seal(PURPOSE, text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(PURPOSE, encrypted_text)
