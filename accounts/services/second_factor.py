"""A second factor for one's own account: an authenticator app, and recovery codes for when the telephone is gone."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError

Type = Authenticator.Type


@dataclass(frozen=True, slots=True)
class State:
    """Whether there is a second factor, and how many recovery codes are left."""

    enabled: bool
    recovery_codes_left: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What an authenticator app needs: the secret to type, the address to follow, or the picture to scan (SVG)."""

    secret: str
    url: str
    svg: str


def state(person: User) -> State:
    codes = _find(person, Type.RECOVERY_CODES)
    left = len(codes.wrap().get_unused_codes()) if codes else 0
    return State(_find(person, Type.TOTP) is not None, left)


def offer(person: User) -> Offer:
    """A new secret. It counts only when `enable` has seen a code made with it."""
    if _find(person, Type.TOTP):
        raise DomainError("mfa-enabled", "There is an authenticator already.", status=409)
    secret = generate_totp_secret()
    adapter = get_adapter()
    url = str(adapter.build_totp_url(person, secret))
    return Offer(secret, url, str(adapter.build_totp_svg(url)))


@transaction.atomic
def enable(*, person: User, secret: str, code: str) -> list[str]:
    """Turn the second factor on; returns the recovery codes, which are shown this once."""
    User.objects.select_for_update().get(pk=person.pk)
    if _find(person, Type.TOTP):
        raise DomainError("mfa-enabled", "There is an authenticator already.", status=409)
    if not secret or not validate_totp_code(secret, code.strip().replace(" ", "")):
        raise DomainError("wrong-code", "This code is not right, or it has expired.", fields={"code": ["wrong-code"]})
    TOTP.activate(person, secret)
    audit.record("person.mfa-enable", person, by=person)
    return _new_codes(person)


@transaction.atomic
def disable(*, person: User, password: str) -> None:
    """Turn the second factor off."""
    _require_password(person, password)
    Authenticator.objects.filter(user=person).delete()
    audit.record("person.mfa-disable", person, by=person)


@transaction.atomic
def new_recovery_codes(*, person: User, password: str) -> list[str]:
    """Fresh codes; the old ones stop working."""
    _require_password(person, password)
    if not _find(person, Type.TOTP):
        raise DomainError("mfa-disabled", "There is no authenticator.", status=409)
    audit.record("person.mfa-codes", person, by=person)
    return _new_codes(person)


def _new_codes(person: User) -> list[str]:
    Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(person).get_unused_codes())


def _require_password(person: User, password: str) -> None:
    if not person.check_password(password):
        raise DomainError("wrong-password", "This is not your password.", fields={"password": ["wrong-password"]})


def _find(person: User, kind: str) -> Authenticator | None:
    found: Authenticator | None = Authenticator.objects.filter(user=person, type=kind).first()
    return found
