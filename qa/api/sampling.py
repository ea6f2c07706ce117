"""QA of batches over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from core import audit, media
from core.api.pagination import Cursor
from core.verdict import require
from projects.models import Batch, Project
from projects.services.move import may_move_batch
from qa import policies
from qa.api.serializers import PersonSerializer
from qa.models import Sample, SampleItem
from qa.services import sampling


class DrawSerializer(serializers.Serializer[Any]):
    share = serializers.FloatField(min_value=0.001, max_value=1, default=0.1)
    least = serializers.IntegerField(min_value=1, max_value=10000, default=10)


class InspectionSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=SampleItem.Verdict.choices)
    note = serializers.CharField(allow_blank=True, default="", max_length=1000)


class DecisionNoteSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(allow_blank=True, default="", max_length=5000)


class FiguresSerializer(serializers.Serializer[Any]):
    size = serializers.IntegerField()
    inspected = serializers.IntegerField()
    failed = serializers.IntegerField()
    accuracy = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()


class SampleBatchSerializer(serializers.ModelSerializer[Batch]):
    class Meta:
        model = Batch
        fields = ("id", "name", "state")
        read_only_fields = fields


class SampleCanSerializer(serializers.Serializer[Any]):
    approve = serializers.JSONField()
    reject = serializers.JSONField()


class SampleSerializer(serializers.ModelSerializer[Sample]):
    batch = SampleBatchSerializer()
    drawn_by = PersonSerializer(allow_null=True)
    decided_by = PersonSerializer(allow_null=True)
    figures = serializers.SerializerMethodField()
    can = serializers.SerializerMethodField()

    class Meta:
        model = Sample
        fields = (
            "id",
            "batch",
            "state",
            "seed",
            "population",
            "drawn_by",
            "created_at",
            "decided_by",
            "decided_at",
            "note",
            "figures",
            "can",
        )
        read_only_fields = fields

    @extend_schema_field(FiguresSerializer)
    def get_figures(self, sample: Sample) -> dict[str, Any]:
        return dict(FiguresSerializer(sampling.figures_of(sample)).data)

    @extend_schema_field(SampleCanSerializer)
    def get_can(self, sample: Sample) -> dict[str, bool | str]:
        user = caller(self.context["request"])
        verbs = ("approve", "reject")
        return {verb: may_move_batch(user, sample.batch, verb).json() for verb in verbs}


class SampleItemSerializer(serializers.ModelSerializer[SampleItem]):
    number = serializers.IntegerField(source="task.number")
    name = serializers.CharField(source="task.asset.name")
    objects = serializers.IntegerField(source="task.object_count")
    width = serializers.IntegerField(source="task.asset.width", allow_null=True, help_text="Pixels of the original")
    height = serializers.IntegerField(source="task.asset.height", allow_null=True)
    by = PersonSerializer(allow_null=True)
    thumbnail_url = serializers.SerializerMethodField()

    class Meta:
        model = SampleItem
        fields = (
            "id", "task", "number", "name", "objects", "width", "height", "thumbnail_url",
            "verdict", "note", "by", "at",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_thumbnail_url(self, item: SampleItem) -> str | None:
        name = item.task.asset.thumbnail
        return media.signed_url(name, user=caller(self.context["request"])) if name else None


def batch_or_404(request: Request, pk: UUID) -> Batch:
    visible = Project.objects.visible_to(caller(request))
    batch = get_object_or_404(Batch.objects.select_related("project").filter(project__in=visible), pk=pk)
    require(policies.may_see_quality(caller(request), batch.project))
    return batch


class ByNewest(Cursor):
    ordering = ("-created_at", "-id")


class ProjectSamples(generics.ListAPIView[Sample]):
    """The samples of a project, the newest first."""

    serializer_class = SampleSerializer
    pagination_class = ByNewest
    filterset_fields = ("state", "batch")

    def get_queryset(self) -> QuerySet[Sample]:
        if getattr(self, "swagger_fake_view", False):
            return Sample.objects.none()
        project = get_object_or_404(Project.objects.visible_to(caller(self.request)), pk=self.kwargs["project"])
        require(policies.may_see_quality(caller(self.request), project))
        found = Sample.objects.filter(batch__project=project)
        return found.select_related("batch__project", "drawn_by", "decided_by")


class ByOrder(Cursor):
    ordering = ("id",)


class SampleItems(generics.ListAPIView[SampleItem]):
    """The tasks of a sample."""

    serializer_class = SampleItemSerializer
    pagination_class = ByOrder
    filterset_fields = ("verdict",)

    def get_queryset(self) -> QuerySet[SampleItem]:
        if getattr(self, "swagger_fake_view", False):
            return SampleItem.objects.none()
        sample = get_object_or_404(Sample, pk=self.kwargs["sample"])
        batch_or_404(self.request, sample.batch_id)
        return sample.items.select_related("task__asset", "by")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of pictures was looked at: the trail says by whom."""
        answer = super().list(request, *args, **kwargs)
        sample = get_object_or_404(Sample.objects.select_related("batch"), pk=self.kwargs["sample"])
        seen = len(answer.data["results"])
        audit.record("sample.view", sample, by=caller(request), scope=sample.batch.project_id, count=seen)
        return answer


class BatchSample(APIView):
    """Close a finished batch for work and draw a sample from it."""

    @extend_schema(request=DrawSerializer, responses={201: SampleSerializer})
    def post(self, request: Request, batch: UUID) -> Response:
        data = DrawSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        sample = sampling.draw(batch=batch_or_404(request, batch), by=caller(request), **data.validated_data)
        body = SampleSerializer(sample, context={"request": request}).data
        return Response(body, status.HTTP_201_CREATED)


class SampleInspection(APIView):
    """What QA says of one task of a sample."""

    @extend_schema(request=InspectionSerializer, responses=SampleItemSerializer)
    def put(self, request: Request, sample: UUID, task: UUID) -> Response:
        data = InspectionSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        item = sampling.item_of(sample, task)
        batch_or_404(request, item.sample.batch_id)
        sampling.inspect(item=item, by=caller(request), **data.validated_data)
        return Response(SampleItemSerializer(item, context={"request": request}).data)


class BatchApprove(APIView):
    """Approve an inspected batch for delivery."""

    @extend_schema(request=DecisionNoteSerializer, responses=SampleBatchSerializer)
    def post(self, request: Request, batch: UUID) -> Response:
        data = DecisionNoteSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        approved = sampling.approve(batch=batch_or_404(request, batch), by=caller(request), **data.validated_data)
        return Response(SampleBatchSerializer(approved).data)


class BatchReject(APIView):
    """Send a batch back to work; what failed goes to its annotator."""

    @extend_schema(request=DecisionNoteSerializer, responses=SampleBatchSerializer)
    def post(self, request: Request, batch: UUID) -> Response:
        data = DecisionNoteSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        found = batch_or_404(request, batch)
        sampling.reject(batch=found, by=caller(request), **data.validated_data)
        found.refresh_from_db()
        return Response(SampleBatchSerializer(found).data)
