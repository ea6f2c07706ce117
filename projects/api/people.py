"""The people of a project over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.models import Membership, Organisation, User
from accounts.standing import vendors_administered
from core.api.pagination import Cursor
from projects.api.batches import inside_project
from projects.api.common import ReferenceSerializer, project_or_404
from projects.api.tasks import parsed
from projects.models import Participant, Project
from projects.policies import people as policy
from projects.services import people as service

ROLES = Participant.Role.choices


class ParticipantOrganisationSerializer(ReferenceSerializer):
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices)


class ParticipantSerializer(serializers.ModelSerializer[User]):
    """A person and their roles in one project; the address only for those who manage them."""

    email = serializers.SerializerMethodField()
    organisations = serializers.SerializerMethodField()
    roles = serializers.SerializerMethodField()
    can_change = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("id", "name", "email", "is_active", "organisations", "roles", "can_change")

    def get_email(self, person: User) -> str | None:
        known = self.context["managed"] is None or person.pk in self.context["managed"]
        return person.email if known or person == self.context["request"].user else None

    @extend_schema_field(ParticipantOrganisationSerializer(many=True))
    def get_organisations(self, person: User) -> list[dict[str, Any]]:
        organisations = [each.organisation for each in person.memberships.all()]
        return [{"id": str(each.pk), "name": each.name, "kind": each.kind} for each in organisations]

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=ROLES)))
    def get_roles(self, person: User) -> list[str]:
        return [each.role for each in getattr(person, "parts", [])]

    def get_can_change(self, person: User) -> bool:
        """Whether the caller may change this person's roles."""
        return self.context["managed"] is None or person.pk in self.context["managed"]


class RolesSerializer(serializers.Serializer[Any]):
    """All roles the person shall have in the project; none means that they leave it."""

    roles = serializers.ListField(child=serializers.ChoiceField(choices=ROLES))


class ByName(Cursor):
    ordering = ("name", "id")
    page_size = 200


def described_people(people: QuerySet[User], project: Project) -> QuerySet[User]:
    parts = Participant.objects.filter(project=project).order_by("id")
    memberships = Membership.objects.select_related("organisation").order_by("organisation__name")
    return people.prefetch_related(
        Prefetch("participations", queryset=parts, to_attr="parts"), Prefetch("memberships", queryset=memberships)
    )


def managed_by(user: User, project: Project) -> set[UUID] | None:
    """Ids of people whose roles `user` may change; None for everybody."""
    if not policy.may_manage_people(user, project):
        return set()
    vendors = vendors_administered(user)
    if policy.is_manager(user, project):
        return None
    return set(Membership.objects.filter(organisation__in=vendors).values_list("user", flat=True))


class PeopleView(generics.ListAPIView[User]):
    serializer_class = ParticipantSerializer
    pagination_class = ByName
    queryset = User.objects.none()

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            project = project_or_404(self.request, self.kwargs["project"])
            context["managed"] = managed_by(caller(self.request), project)
        return context


class ProjectPeople(PeopleView):
    """People with a role in the project. A vendor's people see their colleagues only."""

    def get_queryset(self) -> QuerySet[User]:
        if getattr(self, "swagger_fake_view", False):
            return User.objects.none()
        project = inside_project(self.request, self.kwargs["project"])
        people = service.people_of(project, seen_by=caller(self.request))
        role = self.request.query_params.get("role")
        if role:
            people = people.filter(pk__in=Participant.objects.filter(project=project, role=role).values("user"))
        return described_people(people, project)

    @extend_schema(parameters=[OpenApiParameter("role", enum=[value for value, _ in ROLES])])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class Candidates(PeopleView):
    """People without a role here to whom the caller may give one."""

    def get_queryset(self) -> QuerySet[User]:
        if getattr(self, "swagger_fake_view", False):
            return User.objects.none()
        project = project_or_404(self.request, self.kwargs["project"])
        search = self.request.query_params.get("search", "")
        return described_people(service.candidates(project, by=caller(self.request), search=search), project)

    @extend_schema(parameters=[OpenApiParameter("search", description="Part of a name or address")])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OneParticipant(APIView):
    @extend_schema(request=RolesSerializer, responses=ParticipantSerializer)
    def put(self, request: Request, project: UUID, person: UUID) -> Response:
        """Give somebody exactly these roles."""
        where, by = project_or_404(request, project), caller(request)
        known = User.objects.filter(pk=person)
        found = known.first() if policy.is_manager(by, where) else None
        if found is None:
            colleagues = Membership.objects.filter(organisation__in=vendors_administered(by))
            found = get_object_or_404(known, pk__in=colleagues.values("user"))
        service.set_roles(project=where, person=found, roles=parsed(RolesSerializer, request)["roles"], by=by)
        fresh = described_people(User.objects.filter(pk=found.pk), where).get()
        context = {"request": request, "managed": managed_by(by, where)}
        return Response(ParticipantSerializer(fresh, context=context).data)
