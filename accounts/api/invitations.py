"""Invitations: made and withdrawn by administrators, seen and accepted by whoever has the link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import serializers as s
from accounts.api.caller import caller
from accounts.authentication import require_csrf
from accounts.models import Invitation, Letter, Organisation, User
from accounts.models.invitation import InvitationQuerySet
from accounts.services import invitations as service
from accounts.services import post, sign_in
from core.api.fields import parsed
from core.api.pagination import Cursor


class InvitationFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        method="filter_state", choices=[(each, each) for each in ("open", "accepted", "revoked", "expired")]
    )
    search = filters.CharFilter(field_name="email", lookup_expr="icontains", help_text="Part of the address")

    class Meta:
        model = Invitation
        fields = ("organisation",)

    def filter_state(self, invitations: InvitationQuerySet, name: str, value: str) -> InvitationQuerySet:
        if value == "open":
            return invitations.open()
        if value == "accepted":
            return invitations.exclude(accepted_at=None)
        if value == "revoked":
            return invitations.exclude(revoked_at=None)
        return invitations.filter(accepted_at=None, revoked_at=None, expires_at__lte=timezone.now())


class NewestFirst(Cursor):
    ordering = ("-created_at", "-id")


class InvitationView(generics.GenericAPIView[Invitation]):
    serializer_class = s.InvitationSerializer

    def get_queryset(self) -> QuerySet[Invitation]:
        if getattr(self, "swagger_fake_view", False):
            return Invitation.objects.none()
        return Invitation.objects.visible_to(caller(self.request)).select_related("organisation", "invited_by")

    def sent(self, invitation: Invitation, link: str, status: int = 200) -> Response:
        answer: dict[str, Any] = {**s.InvitationSerializer(invitation).data, "link": link, "mailed": post.is_on()}
        return Response(answer, status=status)


class Invitations(InvitationView, generics.ListAPIView[Invitation]):
    """Invitations to the organisations that the caller administers, the newest first."""

    filterset_class = InvitationFilter
    pagination_class = NewestFirst
    letters: dict[UUID, Letter] = {}

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self.letters = service.letters_of(page or [])
        return page

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "letters": self.letters}

    @extend_schema(request=s.NewInvitationSerializer, responses={201: s.SentInvitationSerializer})
    def post(self, request: Request) -> Response:
        """Invite somebody. The answer carries the link to pass on, this once."""
        given = parsed(s.NewInvitationSerializer, request)
        given["organisation"] = get_object_or_404(
            Organisation.objects.visible_to(caller(request)), pk=given["organisation"]
        )
        roles = [{"project": str(each["project"]), "role": each["role"]} for each in given.pop("project_roles")]
        invitation, link = service.invite(by=caller(request), project_roles=roles, **given)
        return self.sent(invitation, link, status.HTTP_201_CREATED)


class RenewInvitation(InvitationView):
    @extend_schema(request=None, responses=s.SentInvitationSerializer)
    def post(self, request: Request, invitation: UUID) -> Response:
        """A new link for a week; the old one stops working."""
        found = get_object_or_404(self.get_queryset(), pk=invitation)
        return self.sent(*service.renew(invitation=found, by=caller(request)))


class RevokeInvitation(InvitationView):
    @extend_schema(request=None, responses=s.InvitationSerializer)
    def post(self, request: Request, invitation: UUID) -> Response:
        """Withdraw an invitation."""
        found = get_object_or_404(self.get_queryset(), pk=invitation)
        return Response(s.InvitationSerializer(service.revoke(invitation=found, by=caller(request))).data)


@method_decorator(ensure_csrf_cookie, name="dispatch")
class InvitationByToken(APIView):
    """Open to whoever has the link. 404 unknown, 410 used, withdrawn or too old."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(responses=s.OpenInvitationSerializer, auth=[])
    def get(self, request: Request, token: str) -> Response:
        """Who invites to what."""
        sign_in.limit_address(request._request)
        invitation = service.by_token(token)
        answer = {
            "email": invitation.email,
            "organisation": s.OrganisationReferenceSerializer(invitation.organisation).data,
            "role": invitation.role,
            "invited_by": invitation.invited_by.name if invitation.invited_by else None,
            "expires_at": invitation.expires_at,
            "has_account": User.objects.filter(email=invitation.email).exists(),
        }
        return Response(answer)

    @extend_schema(request=s.AcceptSerializer, responses={201: s.AcceptedSerializer}, auth=[])
    def post(self, request: Request, token: str) -> Response:
        """Join: with a name and a new password, or with the password of the account one has."""
        require_csrf(request)
        sign_in.limit_address(request._request)
        person = service.accept(token=token, **parsed(s.AcceptSerializer, request))
        signed_in = not sign_in.has_second_factor(person)
        if signed_in:
            sign_in.begin_session(request._request, person)
        answer = {"person": s.PersonSerializer(person).data, "signed_in": signed_in}
        return Response(answer, status=status.HTTP_201_CREATED)
