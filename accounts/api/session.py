"""One's own session: sign in and out, profile, password."""

from __future__ import annotations

from typing import Any

from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import serializers as s
from accounts.api.caller import caller
from accounts.authentication import SignedInByPassword, require_csrf
from accounts.models import User
from accounts.permissions import permissions_of
from accounts.services import people, post, sign_in
from core.api.fields import parsed


def described_session(request: Request) -> dict[str, Any]:
    person: User = User.objects.prefetch_related("memberships__organisation").get(pk=caller(request).pk)
    return {
        "me": s.MeSerializer(person).data,
        "language": str(person.preferences.get("language", "")),
        "csrf": get_token(request._request),
        "memberships": s.MembershipSerializer(person.memberships.all(), many=True).data,
        "permissions": permissions_of(person),
        "second_factor": sign_in.has_second_factor(person),
        "mail": post.is_on(),
    }


@method_decorator(ensure_csrf_cookie, name="dispatch")
class Session(APIView):
    def get_permissions(self) -> list[Any]:
        return [AllowAny() if self.request.method == "POST" else IsAuthenticated()]

    @extend_schema(responses=s.SessionSerializer)
    def get(self, request: Request) -> Response:
        """Who is signed in. 401 for nobody."""
        return Response(described_session(request))

    @extend_schema(request=s.SignInSerializer, responses=s.SessionSerializer, auth=[])
    def post(self, request: Request) -> Response:
        """Sign in. 400 wrong-credentials or wrong-code, 401 mfa-required, 429 after too many attempts."""
        require_csrf(request)
        sign_in.sign_in(request._request, **parsed(s.SignInSerializer, request))
        request.user = request._request.user
        return Response(described_session(request))

    @extend_schema(request=s.ProfileSerializer, responses=s.SessionSerializer)
    def patch(self, request: Request) -> Response:
        """Change one's own name or preferences."""
        people.change_profile(person=caller(request), **parsed(s.ProfileSerializer, request))
        return Response(described_session(request))

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign out."""
        sign_in.sign_out(request._request, by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Password(APIView):
    permission_classes = (SignedInByPassword,)

    @extend_schema(request=s.PasswordSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Change one's own password; every other session ends."""
        sign_in.limit(request._request, "change_password", caller(request))
        given = parsed(s.PasswordSerializer, request)
        key = request.session.session_key
        changed = people.change_password(person=caller(request), keep_session=key, **given)
        sign_in.keep_session(request._request, changed)
        return Response(status=status.HTTP_204_NO_CONTENT)
