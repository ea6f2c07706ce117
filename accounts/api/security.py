"""One's own second factor, signed-in browsers and tokens."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import serializers as s
from accounts.api.caller import caller
from accounts.authentication import SignedInByPassword
from accounts.models import AccessToken
from accounts.services import people, second_factor, sign_in, tokens
from core import audit
from core.api.fields import parsed
from core.api.pagination import Cursor

SECRET = "accounts.totp-secret"  # a name in the session, no secret


class SecondFactor(APIView):
    permission_classes = (SignedInByPassword,)

    @extend_schema(responses=s.SecondFactorSerializer)
    def get(self, request: Request) -> Response:
        """Whether one's own account has a second factor."""
        return Response(s.SecondFactorSerializer(second_factor.state(caller(request))).data)


class Authenticator(APIView):
    permission_classes = (SignedInByPassword,)

    @extend_schema(request=None, responses=s.AuthenticatorOfferSerializer, operation_id="authenticator_offer")
    def post(self, request: Request) -> Response:
        """A secret for an authenticator app; it counts once a code made with it was sent with PUT."""
        offer = second_factor.offer(caller(request))
        request.session[SECRET] = offer.secret
        return Response(s.AuthenticatorOfferSerializer(offer).data)

    @extend_schema(request=s.CodeSerializer, responses=s.RecoveryCodesSerializer, operation_id="authenticator_enable")
    def put(self, request: Request) -> Response:
        """Turn the second factor on. Answers with the recovery codes, this once."""
        sign_in.limit(request._request, "reauthenticate", caller(request))
        code = parsed(s.CodeSerializer, request)["code"]
        codes = second_factor.enable(person=caller(request), secret=request.session.get(SECRET, ""), code=code)
        request.session.pop(SECRET, None)
        return Response({"recovery_codes": codes})


class DisableSecondFactor(APIView):
    permission_classes = (SignedInByPassword,)

    @extend_schema(request=s.ConfirmationSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Turn the second factor off."""
        sign_in.limit(request._request, "reauthenticate", caller(request))
        second_factor.disable(person=caller(request), **parsed(s.ConfirmationSerializer, request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RecoveryCodes(APIView):
    permission_classes = (SignedInByPassword,)

    @extend_schema(request=s.ConfirmationSerializer, responses=s.RecoveryCodesSerializer)
    def post(self, request: Request) -> Response:
        """New recovery codes; the old ones stop working."""
        sign_in.limit(request._request, "reauthenticate", caller(request))
        confirmed = parsed(s.ConfirmationSerializer, request)
        return Response({"recovery_codes": second_factor.new_recovery_codes(person=caller(request), **confirmed)})


class RecentlySeen(Cursor):
    ordering = ("-last_seen_at", "-id")


class Devices(generics.ListAPIView[UserSession]):
    """The browsers in which one is signed in, the last seen first."""

    serializer_class = s.DeviceSerializer
    pagination_class = RecentlySeen
    permission_classes = (SignedInByPassword,)
    filter_backends = ()

    def get_queryset(self) -> QuerySet[UserSession]:
        if getattr(self, "swagger_fake_view", False):
            return cast("QuerySet[UserSession]", UserSession.objects.none())
        UserSession.objects.purge_and_list(caller(self.request))
        return cast("QuerySet[UserSession]", UserSession.objects.filter(user=caller(self.request)))


class OneDevice(APIView):
    permission_classes = (SignedInByPassword,)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, device: int) -> Response:
        """Sign out there."""
        session = get_object_or_404(UserSession, user=caller(request), pk=device)
        session.end()
        audit.record("person.end-session", caller(request), by=caller(request), ip=str(session.ip))
        return Response(status=status.HTTP_204_NO_CONTENT)


class OtherDevices(APIView):
    permission_classes = (SignedInByPassword,)

    @extend_schema(request=None, responses={204: None}, operation_id="session_devices_end_others")
    def post(self, request: Request) -> Response:
        """Sign out everywhere else."""
        count = people.end_sessions(caller(request), keep=request.session.session_key)
        audit.record("person.end-session", caller(request), by=caller(request), others=count)
        return Response(status=status.HTTP_204_NO_CONTENT)


class NewestFirst(Cursor):
    ordering = ("-created_at", "-id")


class Tokens(generics.ListAPIView[AccessToken]):
    """One's own tokens that are not revoked."""

    serializer_class = s.TokenSerializer
    pagination_class = NewestFirst
    permission_classes = (SignedInByPassword,)

    def get_queryset(self) -> QuerySet[AccessToken]:
        if getattr(self, "swagger_fake_view", False):
            return AccessToken.objects.none()
        return caller(self.request).access_tokens.filter(revoked_at=None)

    @extend_schema(request=s.NewTokenSerializer, responses={201: s.CreatedTokenSerializer})
    def post(self, request: Request) -> Response:
        """Make a token; it is shown this once."""
        token, secret = tokens.create_token(by=caller(request), **parsed(s.NewTokenSerializer, request))
        answer: dict[str, Any] = {**s.TokenSerializer(token).data, "token": secret}
        return Response(answer, status=status.HTTP_201_CREATED)


class OneToken(APIView):
    permission_classes = (SignedInByPassword,)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, token: UUID) -> Response:
        """Revoke a token of one's own."""
        tokens.revoke_token(token=get_object_or_404(caller(request).access_tokens, pk=token), by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
