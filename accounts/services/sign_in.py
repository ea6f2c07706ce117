"""Signing in: password, then the second factor of those who have one, both through allauth with its rate limits.

These functions take Django's request because allauth counts attempts by its address and keeps the session in it.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, user_logged_in
from allauth.core import ratelimit
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import User
from core import audit
from core.errors import DomainError


class TooManyAttempts(DomainError):
    status = 429

    def __init__(self) -> None:
        super().__init__("too-many-requests", "Too many attempts; wait a moment.")


def sign_in(request: HttpRequest, *, email: str, password: str, code: str = "") -> User:
    """Begin a session. Raises DomainError: wrong-credentials (whether or not the address exists), mfa-required,
    wrong-code; TooManyAttempts."""
    user = _with_password(request, email.strip().lower(), password)
    second = _authenticators(user)
    if second and not code:
        raise DomainError("mfa-required", "Enter the code that your authenticator shows.", status=401)
    if second:
        _with_code(request, user, second, code)
    begin_session(request, user)
    audit.record("person.sign-in", user, by=user, ip=_address(request), second_factor=bool(second))
    return user


def begin_session(request: HttpRequest, user: User) -> None:
    """A fresh session for somebody who has proved who they are."""
    get_adapter(request).login(request, user)
    record_authentication(request, user, "password", email=user.email)
    user_logged_in.send(sender=User, request=request, user=user)


def sign_out(request: HttpRequest, *, by: User) -> None:
    audit.record("person.sign-out", by, by=by)
    logout(request)


def limit(request: HttpRequest, action: str, user: User) -> None:
    """Count one try of `action` (a name of allauth's rate limits). Raises TooManyAttempts."""
    if not ratelimit.consume(request, action=action, user=user):
        raise TooManyAttempts


def limit_address(request: HttpRequest) -> None:
    """Count one look at a link by somebody unknown. Raises TooManyAttempts."""
    if not ratelimit.consume(request, action="login"):
        raise TooManyAttempts


def keep_session(request: HttpRequest, user: User) -> None:
    """Let the running session outlive the change of its own password."""
    update_session_auth_hash(request, user)
    password_changed.send(sender=User, request=request, user=user)


def has_second_factor(user: User) -> bool:
    return bool(_authenticators(user))


def _with_password(request: HttpRequest, email: str, password: str) -> User:
    if not ratelimit.consume(request, action="login"):
        raise TooManyAttempts
    try:
        user = get_adapter(request).authenticate(request, email=email, password=password)
    except ValidationError as error:
        raise TooManyAttempts from error
    # allauth also hands over people who may not sign in any more; from outside they look like a wrong password.
    if not isinstance(user, User) or not user.is_active:
        known = User.objects.filter(email=email).first()
        audit.record("person.sign-in-failed", known or "user:", by=None, ip=_address(request), step="password")
        raise DomainError("wrong-credentials", "The email or the password is not right.", status=400)
    return user


def _with_code(request: HttpRequest, user: User, second: list[Authenticator], code: str) -> None:
    try:
        forget_attempts = check_rate_limit(user)
    except ValidationError as error:
        raise TooManyAttempts from error
    code = code.strip().replace(" ", "")
    for authenticator in second:
        if authenticator.wrap().validate_code(code):
            forget_attempts()
            post_authentication(request, authenticator)
            return
    audit.record("person.sign-in-failed", user, by=None, ip=_address(request), step="code")
    raise DomainError("wrong-code", "This code is not right, or it has expired.", status=400)


def _authenticators(user: User) -> list[Authenticator]:
    """TOTP first, then recovery codes; empty for those who never set up a second factor."""
    found = list(Authenticator.objects.filter(user=user).order_by("-type"))
    return found if any(each.type == Authenticator.Type.TOTP for each in found) else []


def _address(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))
