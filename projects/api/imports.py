"""Imports, their reports, and the places to import from."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from core.api.pagination import Cursor
from core.models import Job
from core.verdict import require
from projects.api.common import ReferenceSerializer, project_or_404
from projects.models import Import, ImportItem, Project
from projects.policies import project as policy
from projects.services import imports as service
from projects.services import places

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run; such a cell gets a quote in front."""


class ImportJobSerializer(serializers.ModelSerializer[Job]):
    class Meta:
        model = Job
        fields = ("id", "state", "done", "total", "error")


class ImportSerializer(serializers.ModelSerializer[Import]):
    dataset = ReferenceSerializer()
    created_by = ReferenceSerializer(allow_null=True)
    job = ImportJobSerializer(allow_null=True)
    counts = serializers.SerializerMethodField()

    class Meta:
        model = Import
        fields = (
            "id", "project", "dataset", "source", "location", "format", "options", "counts", "job", "created_by",
            "created_at", "finished_at",
        )  # fmt: skip

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_counts(self, imported: Import) -> dict[str, Any]:
        """Items per outcome, records, `unknown_labels` (counts of classes that the project does not have), and
        `additions`: what its label schema lacks, label by label (kinds, attributes, points of skeletons)."""
        return dict(imported.counts)


class NewImportSerializer(serializers.Serializer[Any]):
    source = serializers.ChoiceField(choices=Import.Source.choices)  # type: ignore[assignment]  # a field of the JSON
    uploads = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=20_000)
    location = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    dataset = serializers.CharField(required=False, allow_blank=True, max_length=200)
    format = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text="A label format, or auto: what the files look like"
    )
    format_options = serializers.DictField(child=serializers.CharField(), required=False)
    add_missing_labels = serializers.BooleanField(required=False)
    tasks = serializers.BooleanField(required=False)
    batch = serializers.CharField(required=False, allow_blank=True, max_length=200)


class ImportItemSerializer(serializers.ModelSerializer[ImportItem]):
    class Meta:
        model = ImportItem
        fields = ("id", "name", "outcome", "code", "message", "params", "asset")


class FolderSerializer(serializers.Serializer[Any]):
    place = serializers.CharField()
    name = serializers.CharField()


class PlacesSerializer(serializers.Serializer[Any]):
    folders = FolderSerializer(many=True)
    buckets = FolderSerializer(many=True)
    demo = serializers.CharField(allow_null=True, help_text="Place of the photographs that come with Groundwork")


class Newest(Cursor):
    ordering = ("-created_at", "-id")


class InOrder(Cursor):
    ordering = "id"
    page_size = 100


def _data_project(request: Request, pk: UUID | str) -> Project:
    project = project_or_404(request, pk)
    require(policy.may_see_all_data(caller(request), project))
    return project


def _import_or_404(request: Request, pk: UUID | str) -> Import:
    """The import, when the caller may see all data of its project; a project they may not know of hides it."""
    visible = Project.objects.visible_to(caller(request))
    imports = Import.objects.select_related("project", "dataset", "created_by", "job").filter(project__in=visible)
    imported = get_object_or_404(imports, pk=pk)
    require(policy.may_see_all_data(caller(request), imported.project))
    return imported


class ProjectImports(generics.ListAPIView[Import]):
    """Imports, the newest first."""

    serializer_class = ImportSerializer
    pagination_class = Newest

    def get_queryset(self) -> QuerySet[Import]:
        if getattr(self, "swagger_fake_view", False):
            return Import.objects.none()
        project = _data_project(self.request, self.kwargs["project"])
        return Import.objects.filter(project=project).select_related("dataset", "created_by", "job")

    @extend_schema(request=NewImportSerializer, responses={201: ImportSerializer})
    def post(self, request: Request, project: UUID) -> Response:
        """Begin an import of complete uploads, a folder of the server or an S3 prefix. A worker does it."""
        data = NewImportSerializer(data=request.data)
        found = project_or_404(request, project)
        data.is_valid(raise_exception=True)
        values = dict(data.validated_data)
        source, uploads, location = values.pop("source"), values.pop("uploads", []), values.pop("location", "")
        imported = service.start_import(
            project=found,
            source=source,
            uploads=uploads,
            location=location,
            wish=service.Wish(**values),
            by=caller(request),
        )
        return Response(ImportSerializer(imported).data, status=status.HTTP_201_CREATED)


class OneImport(APIView):
    @extend_schema(responses=ImportSerializer)
    def get(self, request: Request, imported: UUID) -> Response:
        return Response(ImportSerializer(_import_or_404(request, imported)).data)


class ImportLabels(APIView):
    @extend_schema(request=None, responses=ImportSerializer)
    def post(self, request: Request, imported: UUID) -> Response:
        """Read the label files once more, adding to the label schema what it lacks."""
        again = service.read_labels_again(imported=_import_or_404(request, imported), by=caller(request))
        return Response(ImportSerializer(again).data)


class ItemFilter(filters.FilterSet):
    outcome = filters.MultipleChoiceFilter(choices=ImportItem.Outcome.choices)
    search = filters.CharFilter(field_name="name", lookup_expr="icontains")

    class Meta:
        model = ImportItem
        fields = ("code",)


class ImportItems(generics.ListAPIView[ImportItem]):
    """What became of each file, in the order in which they were read."""

    serializer_class = ImportItemSerializer
    filterset_class = ItemFilter
    pagination_class = InOrder

    def get_queryset(self) -> QuerySet[ImportItem]:
        if getattr(self, "swagger_fake_view", False):
            return ImportItem.objects.none()
        return ImportItem.objects.filter(imported_by=_import_or_404(self.request, self.kwargs["imported"]))


class ImportReport(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("language", str, enum=["en", "zh"])],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, imported: UUID) -> StreamingHttpResponse:
        """What became of each file, as CSV."""
        found = _import_or_404(request, imported)
        language = "zh" if request.query_params.get("language") == "zh" else "en"
        answer = StreamingHttpResponse(_csv(found, language), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="import-{found.created_at:%Y%m%d-%H%M}.csv"'
        return answer


class _Echo:
    """What csv writes into: gives each line back."""

    def write(self, line: str) -> str:
        return line


def _csv(imported: Import, language: str) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # so that spreadsheets read it as UTF-8
    yield writer.writerow(["name", "outcome", "code", "message"])
    rows = ImportItem.objects.filter(imported_by=imported).values_list("name", "outcome", "code", "message")
    for name, outcome, code, message in rows.iterator(chunk_size=2000):
        yield writer.writerow([_cell(text) for text in (name, outcome, code, message.get(language, ""))])


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


class ImportPlaces(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("place", str, description="Folders in this place; empty: where to begin")],
        responses=PlacesSerializer,
    )
    def get(self, request: Request, project: UUID) -> Response:
        """Folders of the server and S3 prefixes from which this project may import."""
        require(policy.may_manage(caller(request), project_or_404(request, project)))
        place = request.query_params.get("place", "")
        folders = [{"place": each.place, "name": each.name} for each in places.folders_in(place)]
        buckets = [] if place else [{"place": name, "name": name} for name in places.buckets()]
        return Response({"folders": folders, "buckets": buckets, "demo": places.demo_place()})
