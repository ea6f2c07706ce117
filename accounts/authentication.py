"""How a request says who it is: a session cookie with CSRF, or a personal access token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import AccessToken, User
from accounts.services.tokens import owner_of
from core.errors import DomainError

if TYPE_CHECKING:
    # REST framework's views import this module.
    from rest_framework.views import APIView


class Session(SessionAuthentication):
    """Session cookie; answers 401 (not 403) when it is gone, so that the browser asks to sign in again."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"

    def enforce_csrf(self, request: Request) -> None:
        """A token of an older page gets its own code: the browser fetches a new one and tries again."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise DomainError("csrf-failed", "The page is too old; reload it.", status=403) from error


def require_csrf(request: Request) -> None:
    """For what is open to strangers: signing somebody in to another's account from a foreign page is an attack, too."""
    Session().enforce_csrf(request)


class PersonalToken(BaseAuthentication):
    """`Authorization: Bearer gw_...`."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        found = owner_of(parts[1].decode("ascii", "replace")) if len(parts) == 2 else None
        if found is None:
            raise AuthenticationFailed
        return found


class SignedInByPassword(BasePermission):
    """For what a stolen token must not be able to do: change the password, make further tokens."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        if isinstance(request.auth, AccessToken):
            raise DomainError("denied", "Sign in for this; a token is not enough.", status=403, reason="needs-session")
        return True


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library ships no types
    target_class = "accounts.authentication.Session"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library ships no types
    target_class = "accounts.authentication.PersonalToken"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
