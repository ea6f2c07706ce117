"""Label schemas and their versions."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from core.api.pagination import Cursor
from core.errors import DomainError
from core.verdict import require
from projects.api import content_serializers as s
from projects.api.common import project_or_404
from projects.models import LabelSchema, Project
from projects.policies import project as policy
from projects.schema import changes_between, kinds_of, parse
from projects.services import schemas as service


class NewestVersion(Cursor):
    ordering = "-version"


AGAINST = OpenApiParameter("against", int, description="The version to compare with; by default the one before")


def readable_project(request: Request, pk: UUID | str) -> Project:
    """The project, when the caller works in it."""
    project = project_or_404(request, pk)
    require(policy.may_see_inside(caller(request), project))
    return project


class CurrentSchema(APIView):
    @extend_schema(responses=s.SchemaSerializer)
    def get(self, request: Request, project: UUID) -> Response:
        found = readable_project(request, project)
        return _answer(service.current_schema(found), found)


class SchemaVersions(generics.ListAPIView[LabelSchema]):
    """Versions without their content, the newest first."""

    serializer_class = s.SchemaVersionSerializer
    pagination_class = NewestVersion

    def get_queryset(self) -> QuerySet[LabelSchema]:
        if getattr(self, "swagger_fake_view", False):
            return LabelSchema.objects.none()
        project = readable_project(self.request, self.kwargs["project"])
        return LabelSchema.objects.filter(project=project).select_related("created_by").defer("content")

    @extend_schema(request=s.NewSchemaSerializer, responses={200: s.ProposalSerializer, 201: s.SchemaSerializer})
    def post(self, request: Request, project: UUID) -> Response:
        """Publish the next version, or with `dry_run` learn what that would change and touch."""
        data = s.NewSchemaSerializer(data=request.data)
        found = project_or_404(request, project)
        data.is_valid(raise_exception=True)
        values = data.validated_data
        if values["dry_run"]:
            return Response(service.propose(project=found, content=values["content"], by=caller(request)).json())
        if "base_version" not in values:
            raise DomainError("base-version-missing", "Say from which version the change began.")
        schema = service.publish_schema(
            project=found,
            content=values["content"],
            base_version=values["base_version"],
            note=values.get("note", ""),
            by=caller(request),
        )
        return _answer(schema, found, status.HTTP_201_CREATED)


class SchemaVersion(APIView):
    @extend_schema(responses=s.SchemaSerializer)
    def get(self, request: Request, project: UUID, version: int) -> Response:
        found = readable_project(request, project)
        return _answer(get_object_or_404(LabelSchema, project=found, version=version), found)


class SchemaComparison(APIView):
    @extend_schema(parameters=[AGAINST], responses=s.SchemaComparisonSerializer)
    def get(self, request: Request, project: UUID, version: int) -> Response:
        """What differs from an earlier version."""
        found = readable_project(request, project)
        against = against_version(request, version)
        new = get_object_or_404(LabelSchema, project=found, version=version)
        old = get_object_or_404(LabelSchema, project=found, version=against)
        changes = changes_between(parse(old.content), parse(new.content))
        return Response({"version": version, "against": against, "changes": [change.json() for change in changes]})


def against_version(request: Request, version: int) -> int:
    given = request.query_params.get("against", "")
    return int(given) if given.isdecimal() else version - 1


def _answer(schema: LabelSchema, project: Project, code: int = status.HTTP_200_OK) -> Response:
    context = {"kinds": kinds_of(project.modality)}
    return Response(s.SchemaSerializer(schema, context=context).data, status=code)
