"""Projects, the templates they begin with, and their figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from core.api.pagination import Cursor
from projects.api import project_serializers as s
from projects.api.common import ReferenceSerializer, project_or_404
from projects.models import Project, Task
from projects.policies.roles import roles_by_project
from projects.services import projects as service
from projects.services.overview import overview
from projects.templates import TEMPLATES


class Newest(Cursor):
    ordering = ("-created_at", "-id")


class ProjectFilter(filters.FilterSet):
    search = filters.CharFilter(field_name="name", lookup_expr="icontains")

    class Meta:
        model = Project
        fields = ("state", "modality", "client")


class ProjectList(generics.ListAPIView[Project]):
    """The caller's projects, the newest first."""

    serializer_class = s.ProjectSerializer
    filterset_class = ProjectFilter
    pagination_class = Newest

    def get_queryset(self) -> QuerySet[Project]:
        if getattr(self, "swagger_fake_view", False):
            return Project.objects.none()
        projects = Project.objects.visible_to(caller(self.request)).select_related("organisation", "client")
        counts = {
            f"tasks_{state}": Count("tasks", filter=Q(tasks__state=state, tasks__answer_to=None))
            for state in Task.State.values
        }
        return projects.annotate(**counts)

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            context["roles"] = roles_by_project(caller(self.request))
        return context

    @extend_schema(request=s.NewProjectSerializer, responses={201: s.ProjectSerializer})
    def post(self, request: Request) -> Response:
        """Begin a project from a template."""
        data = s.NewProjectSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        project = service.create_project(by=caller(request), **data.validated_data)
        return _answer(project, request, status.HTTP_201_CREATED)


class ProjectDetail(APIView):
    @extend_schema(responses=s.ProjectSerializer)
    def get(self, request: Request, project: UUID) -> Response:
        return _answer(project_or_404(request, project), request)

    @extend_schema(request=s.ProjectChangesSerializer, responses=s.ProjectSerializer)
    def patch(self, request: Request, project: UUID) -> Response:
        data = s.ProjectChangesSerializer(data=request.data)
        found = project_or_404(request, project)
        data.is_valid(raise_exception=True)
        return _answer(service.update_project(project=found, by=caller(request), **data.validated_data), request)


class ProjectArchive(APIView):
    @extend_schema(request=None, responses=s.ProjectSerializer)
    def post(self, request: Request, project: UUID) -> Response:
        found = project_or_404(request, project)
        return _answer(service.archive_project(project=found, by=caller(request)), request)


class ProjectUnarchive(APIView):
    @extend_schema(request=None, responses=s.ProjectSerializer)
    def post(self, request: Request, project: UUID) -> Response:
        found = project_or_404(request, project)
        return _answer(service.unarchive_project(project=found, by=caller(request)), request)


class ProjectOverview(APIView):
    @extend_schema(responses=s.OverviewSerializer)
    def get(self, request: Request, project: UUID) -> Response:
        found = project_or_404(request, project)
        return Response(s.OverviewSerializer(overview(project=found, by=caller(request))).data)


class ProjectTemplates(APIView):
    """What a project can begin with. There are few of them: the list is not paged."""

    @extend_schema(responses=s.TemplateSerializer(many=True))
    def get(self, request: Request) -> Response:
        offered = [template for template in TEMPLATES if template.is_offered]
        templates = sorted(offered, key=lambda template: (template.order, template.slug))
        return Response([s.TemplateSerializer(template).data for template in templates])


class ProjectClients(APIView):
    """The clients for whom the caller may begin a project. There are few of them: the list is not paged."""

    @extend_schema(responses=ReferenceSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(ReferenceSerializer(service.clients_for(caller(request)), many=True).data)


def _answer(project: Project, request: Request, code: int = status.HTTP_200_OK) -> Response:
    return Response(s.ProjectSerializer(project, context={"request": request}).data, status=code)
