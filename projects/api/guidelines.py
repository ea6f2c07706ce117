"""Guidelines and their versions."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from core.verdict import require
from projects.api import content_serializers as s
from projects.api.common import project_or_404
from projects.api.schemas import AGAINST, NewestVersion, against_version, readable_project
from projects.models import Guideline
from projects.policies import project as policy
from projects.services import guideline_pictures as pictures
from projects.services import guidelines as service


def _described(guideline: Guideline, request: Request, status: int = 200) -> Response:
    return Response(s.GuidelineSerializer(guideline, context={"user": caller(request)}).data, status=status)


class CurrentGuideline(APIView):
    @extend_schema(responses=s.GuidelineSerializer)
    def get(self, request: Request, project: UUID) -> Response:
        """404 while nothing was written."""
        guideline = service.current_guideline(readable_project(request, project))
        if guideline is None:
            raise Http404
        return _described(guideline, request)


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
        return _described(guideline, request, status.HTTP_201_CREATED)


class GuidelineVersion(APIView):
    @extend_schema(responses=s.GuidelineSerializer)
    def get(self, request: Request, project: UUID, version: int) -> Response:
        found = readable_project(request, project)
        return _described(get_object_or_404(Guideline, project=found, version=version), request)


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
        found = readable_project(request, project)
        data = s.MarkdownSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        return Response({"html": pictures.html_of(found, data.validated_data["text"], caller(request))})


class GuidelinePictures(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        request={"multipart/form-data": s.NewGuidelinePictureSerializer},
        responses={201: s.GuidelinePictureSerializer},
    )
    def post(self, request: Request, project: UUID) -> Response:
        """Keep a picture for the guidelines. 413: too large; 400 `picture-refused` says why."""
        found = project_or_404(request, project)
        require(policy.may_manage(caller(request), found))
        data = s.NewGuidelinePictureSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        kept = pictures.add_picture(project=found, source=data.validated_data["file"], by=caller(request))
        return Response(s.GuidelinePictureSerializer(kept).data, status=status.HTTP_201_CREATED)
