"""How a request says who it is: a session cookie with CSRF, or a personal access token."""

from __future__ import annotations

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request


class Session(SessionAuthentication):
    """Session cookie; answers 401 (not 403) when it is gone, so that the browser asks to sign in again."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class PersonalToken(BaseAuthentication):
    def authenticate(self, request: Request) -> None:
        return None
