"""Assets: what there is to label, as a grid or a list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.models import User
from core import audit
from core.media import signed_url
from core.verdict import require
from projects.api.asset_filters import AssetFilter, AssetPages
from projects.api.common import ReferenceSerializer, project_or_404
from projects.models import Asset, Batch, Dataset, Project, Task
from projects.policies import project as policy
from projects.policies.project import visible_assets
from projects.services import assets as service

MOST_SEQUENCES = 500


class AssetTaskSerializer(serializers.ModelSerializer[Task]):
    batch = ReferenceSerializer(allow_null=True)
    assignee = ReferenceSerializer(allow_null=True)

    class Meta:
        model = Task
        fields = ("id", "number", "state", "batch", "assignee", "object_count")


class AssetSerializer(serializers.ModelSerializer[Asset]):
    dataset = ReferenceSerializer()
    task = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()
    near_duplicate_of = ReferenceSerializer(allow_null=True)
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = Asset
        fields = (
            "id", "name", "dataset", "media_type", "size", "width", "height", "sequence", "position",
            "near_duplicate_of", "warnings", "created_at", "thumbnail_url", "task",
        )  # fmt: skip

    def user(self) -> User:
        user: User = self.context["request"].user
        return user

    @extend_schema_field(AssetTaskSerializer(allow_null=True))
    def get_task(self, asset: Asset) -> dict[str, Any] | None:
        """The newest task made of it."""
        tasks = list(asset.tasks.all())
        return AssetTaskSerializer(tasks[0]).data if tasks else None

    def get_thumbnail_url(self, asset: Asset) -> str | None:
        return signed_url(asset.thumbnail, user=self.user(), about=asset.pk) if asset.thumbnail else None

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_warnings(self, asset: Asset) -> list[str]:
        """Codes of what there is to know about it."""
        found: list[str] = asset.meta.get("warnings", [])
        return found


class PreviewSerializer(serializers.Serializer[Any]):
    """A picture by which people judge an asset before tasks are made of it; `meta` is what the modality found."""

    key = serializers.CharField()
    url = serializers.CharField()
    meta = serializers.DictField()


class OneAssetSerializer(AssetSerializer):
    url = serializers.SerializerMethodField()
    original_url = serializers.SerializerMethodField()
    meta = serializers.JSONField()
    previews = serializers.SerializerMethodField()

    class Meta(AssetSerializer.Meta):
        fields = (*AssetSerializer.Meta.fields, "sha256", "meta", "url", "original_url", "previews")  # type: ignore[assignment]

    def get_url(self, asset: Asset) -> str:
        """What the browser shows: the original, or the copy made of it where that would be wrong."""
        return signed_url(asset.display or asset.original, user=self.user(), about=asset.pk)

    @extend_schema_field(PreviewSerializer(many=True))
    def get_previews(self, asset: Asset) -> list[dict[str, Any]]:
        found = asset.files.filter(role="preview")
        user = self.user()
        return [{"key": each.key, "url": signed_url(each.stored, user=user), "meta": each.meta} for each in found]

    def get_original_url(self, asset: Asset) -> str:
        return signed_url(asset.original, user=self.user(), filename=asset.name, as_attachment=True)


class IdsSerializer(serializers.Serializer[Any]):
    assets = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=service.MOST_AT_ONCE)


class NewTasksSerializer(serializers.Serializer[Any]):
    assets = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=service.MOST_AT_ONCE)
    imported = serializers.UUIDField(required=False, help_text="An import: all that it brought")
    batch = serializers.PrimaryKeyRelatedField(queryset=Batch.objects.all(), required=False, allow_null=True)


class CountSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()


class CountedSerializer(CountSerializer):
    id = serializers.CharField()
    name = serializers.CharField()


class FacetsSerializer(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    near_duplicates = serializers.IntegerField()
    without_task = serializers.IntegerField()
    datasets = CountedSerializer(many=True)
    sequences = CountedSerializer(many=True)


def _with_tasks(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    tasks = Task.objects.without_answers().select_related("batch", "assignee").order_by("-number")
    return assets.select_related("dataset", "near_duplicate_of").prefetch_related(Prefetch("tasks", tasks))


class ProjectAssets(generics.ListAPIView[Asset]):
    """Assets that the caller may know of, in the order of their import unless `order` says otherwise."""

    serializer_class = AssetSerializer
    filterset_class = AssetFilter
    pagination_class = AssetPages

    def get_queryset(self) -> QuerySet[Asset]:
        if getattr(self, "swagger_fake_view", False):
            return Asset.objects.none()
        project = project_or_404(self.request, self.kwargs["project"])
        require(policy.may_see_inside(caller(self.request), project))
        return _with_tasks(visible_assets(caller(self.request), project))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of pictures was looked at: the trail says whose and how many."""
        answer = super().list(request, *args, **kwargs)
        project, seen = self.kwargs["project"], len(answer.data["results"])
        if seen:
            audit.record("assets.view", f"project:{project}", by=caller(request), scope=project, count=seen)
        return answer


class OneAsset(APIView):
    @extend_schema(responses=OneAssetSerializer)
    def get(self, request: Request, asset: UUID) -> Response:
        visible = Project.objects.visible_to(caller(request))
        found = get_object_or_404(Asset.objects.filter(project__in=visible).select_related("project"), pk=asset)
        seen = get_object_or_404(_with_tasks(visible_assets(caller(request), found.project)), pk=asset)
        audit.record("asset.view", seen, by=caller(request), scope=found.project_id, name=seen.name)
        return Response(OneAssetSerializer(seen, context={"request": request}).data)


class AssetFacets(APIView):
    @extend_schema(responses=FacetsSerializer)
    def get(self, request: Request, project: UUID) -> Response:
        """What lists of assets can be narrowed to, with counts."""
        found = project_or_404(request, project)
        require(policy.may_see_inside(caller(request), found))
        assets = visible_assets(caller(request), found).order_by()
        totals = assets.aggregate(
            total=Count("pk"),
            near_duplicates=Count("pk", filter=Q(near_duplicate_of__isnull=False)),
        )
        with_task = Task.objects.filter(project=found).values("asset")
        datasets = Dataset.objects.filter(project=found).values_list("pk", "name")
        per_dataset = dict(assets.values_list("dataset").annotate(count=Count("pk")))
        sequences = assets.exclude(sequence="").values_list("sequence").annotate(count=Count("pk")).order_by("sequence")
        return Response(
            {
                **totals,
                "without_task": assets.exclude(pk__in=with_task).count(),
                "datasets": [{"id": str(pk), "name": name, "count": per_dataset.get(pk, 0)} for pk, name in datasets],
                "sequences": [{"id": name, "name": name, "count": count} for name, count in sequences[:MOST_SEQUENCES]],
            }
        )


class DeleteAssets(APIView):
    @extend_schema(request=IdsSerializer, responses=CountSerializer)
    def post(self, request: Request, project: UUID) -> Response:
        """Delete assets with their tasks. Refused as a whole when one was delivered or worked on."""
        data = IdsSerializer(data=request.data)
        found = project_or_404(request, project)
        data.is_valid(raise_exception=True)
        count = service.delete_assets(project=found, by=caller(request), **data.validated_data)
        return Response({"count": count})


class MakeTasks(APIView):
    @extend_schema(request=NewTasksSerializer, responses={201: CountSerializer})
    def post(self, request: Request, project: UUID) -> Response:
        """Make tasks of those assets that have none, in a batch if you like; labels that came along are read."""
        data = NewTasksSerializer(data=request.data)
        found = project_or_404(request, project)
        data.is_valid(raise_exception=True)
        values = {"batch": None, **data.validated_data}
        count = service.make_tasks(project=found, by=caller(request), **values)
        return Response({"count": count}, status=status.HTTP_201_CREATED)
