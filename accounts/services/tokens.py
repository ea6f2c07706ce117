"""Personal access tokens for the API."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import AccessToken, User
from accounts.passwords import token_hash
from core import audit
from core.errors import DomainError

MARK = "gw_"
"""How every token begins, so that a leaked one is recognised by secret scanners."""
USE_NOTED_EVERY = timedelta(minutes=1)
MAX_TOKENS = 50


@transaction.atomic
def create_token(*, name: str, expires_at: datetime | None, by: User) -> tuple[AccessToken, str]:
    """(the token's row, the token itself). The token is shown this once; only its hash is kept."""
    if expires_at is not None and expires_at <= timezone.now():
        raise DomainError("invalid", "The token would be expired.", fields={"expires_at": ["This lies in the past."]})
    if by.access_tokens.filter(revoked_at=None).count() >= MAX_TOKENS:
        raise DomainError("too-many-tokens", f"One person has at most {MAX_TOKENS} tokens.", most=MAX_TOKENS)
    secret = MARK + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=by, name=name.strip(), prefix=secret[:9], token_hash=token_hash(secret), expires_at=expires_at
    )
    audit.record("token.create", token, by=by, name=token.name)
    return token, secret


@transaction.atomic
def revoke_token(*, token: AccessToken, by: User) -> None:
    """End one's own token."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record("token.revoke", token, by=by, name=token.name)


def owner_of(secret: str) -> tuple[User, AccessToken] | None:
    """Whose token this is, when it may still be used. Notes the use at most once a minute."""
    if not secret.startswith(MARK):
        return None
    try:
        token = AccessToken.objects.select_related("user").get(token_hash=token_hash(secret))
    except AccessToken.DoesNotExist:
        return None
    if not token.is_usable:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user, token
