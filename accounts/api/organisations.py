"""Organisations, their members, and the directory of people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import serializers as s
from accounts.api.caller import caller
from accounts.models import Membership, Organisation, User
from accounts.models.user import UserQuerySet
from accounts.policies import may_see_members, reach_of
from accounts.services import organisations as service
from accounts.services import people
from core.api.fields import parsed
from core.api.pagination import Cursor
from core.verdict import require


class ByName(Cursor):
    ordering = ("name", "id")


class OrganisationFilter(filters.FilterSet):
    search = filters.CharFilter(field_name="name", lookup_expr="icontains", help_text="Part of the name")

    class Meta:
        model = Organisation
        fields = ("kind",)


class OrganisationView(generics.GenericAPIView[Organisation]):
    serializer_class = s.OrganisationSerializer
    filterset_class: type[filters.FilterSet] | None = OrganisationFilter

    def get_queryset(self) -> QuerySet[Organisation]:
        if getattr(self, "swagger_fake_view", False):
            return Organisation.objects.none()
        visible = Organisation.objects.filter(pk__in=Organisation.objects.visible_to(caller(self.request)).values("pk"))
        return visible.annotate(members=Count("memberships"))

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            context["reach"] = reach_of(caller(self.request))
        return context

    def described(self, organisation: Organisation, status: int = 200) -> Response:
        fresh = self.get_queryset().get(pk=organisation.pk)
        return Response(self.get_serializer(fresh).data, status=status)

    def organisation_or_404(self, pk: UUID) -> Organisation:
        return get_object_or_404(self.get_queryset(), pk=pk)


class Organisations(OrganisationView, generics.ListAPIView[Organisation]):
    """The organisations that the caller may know, by name."""

    pagination_class = ByName

    @extend_schema(request=s.NewOrganisationSerializer, responses={201: s.OrganisationSerializer})
    def post(self, request: Request) -> Response:
        """Set up a vendor, a client or a further operator."""
        made = service.create_organisation(by=caller(request), **parsed(s.NewOrganisationSerializer, request))
        return self.described(made, status.HTTP_201_CREATED)


class OneOrganisation(OrganisationView):
    filterset_class = None

    @extend_schema(responses=s.OrganisationSerializer)
    def get(self, request: Request, organisation: UUID) -> Response:
        return self.described(self.organisation_or_404(organisation))

    @extend_schema(request=s.OrganisationChangeSerializer, responses=s.OrganisationSerializer)
    def patch(self, request: Request, organisation: UUID) -> Response:
        """Give it another name."""
        change = parsed(s.OrganisationChangeSerializer, request)
        found = self.organisation_or_404(organisation)
        return self.described(service.rename_organisation(organisation=found, by=caller(request), **change))


class MembersByName(Cursor):
    ordering = ("user__name", "id")


class Members(generics.ListAPIView[Membership]):
    """Who belongs to an organisation, by name."""

    serializer_class = s.MemberSerializer
    pagination_class = MembersByName

    def get_queryset(self) -> QuerySet[Membership]:
        if getattr(self, "swagger_fake_view", False):
            return Membership.objects.none()
        by = caller(self.request)
        organisation = get_object_or_404(Organisation.objects.visible_to(by), pk=self.kwargs["organisation"])
        require(may_see_members(by, organisation))
        return organisation.memberships.select_related("user")


class OneMember(APIView):
    @extend_schema(request=s.RoleSerializer, responses=s.MemberSerializer)
    def patch(self, request: Request, organisation: UUID, person: UUID) -> Response:
        """Give the member another role in the organisation."""
        membership = self.membership_or_404(request, organisation, person)
        role = parsed(s.RoleSerializer, request)["role"]
        changed = service.change_role(membership=membership, role=role, by=caller(request))
        return Response(s.MemberSerializer(changed).data)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, organisation: UUID, person: UUID) -> Response:
        """Take the person out of the organisation."""
        membership = self.membership_or_404(request, organisation, person)
        service.remove_member(membership=membership, by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def membership_or_404(self, request: Request, organisation: UUID, person: UUID) -> Membership:
        visible = Organisation.objects.visible_to(caller(request)).values("pk")
        members = Membership.objects.filter(organisation__in=visible).select_related("user", "organisation")
        found = get_object_or_404(members, organisation=organisation, user=person)
        require(may_see_members(caller(request), found.organisation))
        return found


class PersonFilter(filters.FilterSet):
    search = filters.CharFilter(method="filter_search", help_text="Part of a name or address")
    active = filters.BooleanFilter(field_name="is_active")
    organisation = filters.UUIDFilter(field_name="memberships__organisation", distinct=True)
    role = filters.ChoiceFilter(field_name="memberships__role", choices=Membership.Role.choices, distinct=True)

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def filter_search(self, people: UserQuerySet, name: str, value: str) -> UserQuerySet:
        return people.matching(value)


class PersonView(generics.GenericAPIView[User]):
    serializer_class = s.ListedPersonSerializer

    def get_queryset(self) -> QuerySet[User]:
        if getattr(self, "swagger_fake_view", False):
            return User.objects.none()
        sessions = UserSession.objects.filter(user=OuterRef("pk")).order_by("-last_seen_at")
        second = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        return (
            User.objects.visible_to(caller(self.request))
            .annotate(last_seen_at=Subquery(sessions.values("last_seen_at")[:1]), second_factor=Exists(second))
            .prefetch_related("memberships__organisation")
        )

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            context["reach"] = reach_of(caller(self.request))
        return context

    def person_or_404(self, pk: UUID) -> User:
        return get_object_or_404(self.get_queryset(), pk=pk)

    def described(self, person: User) -> Response:
        return Response(self.get_serializer(self.person_or_404(person.pk)).data)


class People(PersonView, generics.ListAPIView[User]):
    """The people whom the caller may see, by name: operators and auditors all, administrators their own."""

    filterset_class = PersonFilter
    pagination_class = ByName


class OnePerson(PersonView):
    @extend_schema(responses=s.ListedPersonSerializer)
    def get(self, request: Request, person: UUID) -> Response:
        return self.described(self.person_or_404(person))


class DeactivatePerson(PersonView):
    @extend_schema(request=None, responses=s.ListedPersonSerializer)
    def post(self, request: Request, person: UUID) -> Response:
        """Not let the person sign in any more; their sessions and tokens end at once."""
        return self.described(people.deactivate(person=self.person_or_404(person), by=caller(request)))


class ReactivatePerson(PersonView):
    @extend_schema(request=None, responses=s.ListedPersonSerializer)
    def post(self, request: Request, person: UUID) -> Response:
        """Let the person sign in again."""
        return self.described(people.reactivate(person=self.person_or_404(person), by=caller(request)))
