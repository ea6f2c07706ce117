"""Guidelines and their versions."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from projects.api import content_serializers as s
from projects.api.common import project_or_404
from projects.api.schemas import AGAINST, NewestVersion, against_version, readable_project
from projects.markdown import render
from projects.models import Guideline
from projects.services import guidelines as service


class CurrentGuideline(APIView):
    @extend_schema(responses=s.GuidelineSerializer)
    def get(self, request: Request, project: UUID) -> Response:
        """404 while nothing was written."""
        guideline = service.current_guideline(readable_project(request, project))
        if guideline is None:
            raise Http404
        return Response(s.GuidelineSerializer(guideline).data)


class GuidelineVersions(generics.ListAPIView[Guideline]):
    """Versions without their text, the newest first."""

    serializer_class = s.GuidelineVersionSerializer
    pagination_class = NewestVersion

    def get_queryset(self) -> QuerySet[Guideline]:
        if getattr(self, "swagger_fake_view", False):
            return Guideline.objects.none()
        project = readable_project(self.request, self.kwargs["project"])
        return Guideline.objects.filter(project=project).select_related("created_by").defer("text")

    @extend_schema(request=s.NewGuidelineSerializer, responses={201: s.GuidelineSerializer})
    def post(self, request: Request, project: UUID) -> Response:
        """Publish the next version."""
        data = s.NewGuidelineSerializer(data=request.data)
        found = project_or_404(request, project)
        data.is_valid(raise_exception=True)
        guideline = service.publish_guideline(project=found, by=caller(request), **data.validated_data)
        return Response(s.GuidelineSerializer(guideline).data, status=status.HTTP_201_CREATED)


class GuidelineVersion(APIView):
    @extend_schema(responses=s.GuidelineSerializer)
    def get(self, request: Request, project: UUID, version: int) -> Response:
        found = readable_project(request, project)
        return Response(s.GuidelineSerializer(get_object_or_404(Guideline, project=found, version=version)).data)


class GuidelineComparison(APIView):
    @extend_schema(parameters=[AGAINST], responses=s.GuidelineComparisonSerializer)
    def get(self, request: Request, project: UUID, version: int) -> Response:
        """Both versions line by line."""
        found = readable_project(request, project)
        against = against_version(request, version)
        new = get_object_or_404(Guideline, project=found, version=version)
        old = get_object_or_404(Guideline, project=found, version=against)
        lines = [asdict(line) for line in service.compare(old.text, new.text)]
        return Response({"version": version, "against": against, "lines": lines})


class GuidelinePreview(APIView):
    @extend_schema(request=s.MarkdownSerializer, responses=s.HtmlSerializer)
    def post(self, request: Request, project: UUID) -> Response:
        """Markdown as it will look; nothing is kept."""
        readable_project(request, project)
        data = s.MarkdownSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        return Response({"html": render(data.validated_data["text"])})
