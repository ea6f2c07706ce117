"""Who asks, as the type that services want."""

from __future__ import annotations

from typing import cast

from rest_framework.request import Request

from accounts.models import User


def caller(request: Request) -> User:
    """The signed-in person of a request that IsAuthenticated has let through."""
    return cast(User, request.user)
