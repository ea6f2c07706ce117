"""What the API says about deliveries."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.api.caller import caller
from annotation.api.imports import FormatOptionSerializer
from annotation.api.records import RecordSerializer
from annotation.formats.registry import FORMATS
from core import media
from delivery import policies
from delivery.models import Delivery, DeliveryRemark, Package, SnapshotItem
from qa.api.figures import BilingualSerializer
from qa.api.serializers import PersonSerializer
from qa.models import Issue


@extend_schema_serializer(component_name="PackageFormat")
class FormatSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = BilingualSerializer()
    cannot_carry = BilingualSerializer(many=True)
    modalities = serializers.ListField(child=serializers.CharField())
    options = FormatOptionSerializer(many=True)


class BatchLossesQuerySerializer(serializers.Serializer[Any]):
    formats = serializers.CharField(help_text="Slugs, joined by commas")
    options = serializers.JSONField(
        default=dict, help_text="What is chosen of the formats' options, as JSON: {slug: {key: value}}"
    )

    def validate_options(self, value: Any) -> dict[str, dict[str, str]]:
        field = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))
        chosen: dict[str, dict[str, str]] = field.run_validation(value)
        return chosen


class LossSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    count = serializers.IntegerField()
    message = BilingualSerializer()


class FormatLossesSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    losses = LossSerializer(many=True)


class UsedAttributeSerializer(serializers.Serializer[Any]):
    """An attribute that occurs in the batch, and on how many objects."""

    key = serializers.CharField()
    count = serializers.IntegerField()


class BatchLossesSerializer(serializers.Serializer[Any]):
    """A trial run over the first `examined` of `tasks` accepted tasks."""

    tasks = serializers.IntegerField()
    examined = serializers.IntegerField()
    formats = FormatLossesSerializer(many=True)
    attributes = UsedAttributeSerializer(many=True)


class PackageContentsSerializer(serializers.Serializer[Any]):
    files = serializers.IntegerField(required=False)
    images = serializers.IntegerField(required=False)
    objects = serializers.IntegerField(required=False)
    losses = LossSerializer(many=True, required=False)
    cannot_carry = BilingualSerializer(many=True, required=False)


class PackageSerializer(serializers.ModelSerializer[Package]):
    title = serializers.SerializerMethodField()
    contents = PackageContentsSerializer()
    ready = serializers.SerializerMethodField()

    class Meta:
        model = Package
        fields = ("id", "format", "title", "with_media", "ready", "size", "sha256", "contents", "job", "built_at")
        read_only_fields = fields

    @extend_schema_field(BilingualSerializer)
    def get_title(self, package: Package) -> dict[str, str]:
        format = FORMATS.get(package.format)
        return format.title.json() if format else {"en": package.format, "zh": package.format}

    def get_ready(self, package: Package) -> bool:
        return bool(package.file)


class RemarkSerializer(serializers.ModelSerializer[DeliveryRemark]):
    by = PersonSerializer(allow_null=True)
    name = serializers.CharField(source="task.asset.name")

    class Meta:
        model = DeliveryRemark
        fields = ("id", "task", "name", "record", "type", "text", "by", "at")
        read_only_fields = fields


class NamedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class SnapshotCountsSerializer(serializers.Serializer[Any]):
    images = serializers.IntegerField()
    objects = serializers.IntegerField()
    empty_images = serializers.IntegerField()
    skipped = serializers.IntegerField()


class VerdictField(serializers.JSONField):
    """`true`, or the key of the reason why not."""


class DeliveryVerdictsSerializer(serializers.Serializer[Any]):
    send = VerdictField()
    decide = VerdictField()
    rework = VerdictField()


@extend_schema_serializer(component_name="SampleLabel")
class LabelSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = BilingualSerializer()
    color = serializers.CharField()


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    project = NamedSerializer()
    batch = NamedSerializer(source="snapshot.batch")
    version = serializers.IntegerField(source="snapshot.version")
    digest = serializers.CharField(source="snapshot.digest")
    schema_version = serializers.IntegerField(source="snapshot.schema_version")
    counts = SnapshotCountsSerializer(source="snapshot.counts")
    packages = PackageSerializer(many=True)
    remarks = RemarkSerializer(many=True)
    created_by = PersonSerializer(allow_null=True)
    decided_by = PersonSerializer(allow_null=True)
    can = serializers.SerializerMethodField()
    labels = serializers.SerializerMethodField()

    class Meta:
        model = Delivery
        fields = (
            "id",
            "number",
            "project",
            "batch",
            "version",
            "digest",
            "schema_version",
            "labels",
            "counts",
            "state",
            "note",
            "packages",
            "remarks",
            "created_by",
            "created_at",
            "sent_at",
            "decided_by",
            "decided_at",
            "decision_note",
            "can",
        )
        read_only_fields = fields

    @extend_schema_field(LabelSerializer(many=True))
    def get_labels(self, delivery: Delivery) -> list[dict[str, Any]]:
        """The labels of the delivered schema, by which samples are drawn."""
        schema = delivery.project.schemas.get(version=delivery.snapshot.schema_version)
        return [{field: label[field] for field in ("key", "name", "color")} for label in schema.content["labels"]]

    @extend_schema_field(DeliveryVerdictsSerializer)
    def get_can(self, delivery: Delivery) -> dict[str, bool | str]:
        user = caller(self.context["request"])
        return {
            "send": policies.may_send(user, delivery).json(),
            "decide": policies.may_decide(user, delivery).json(),
            "rework": policies.may_rework(user, delivery).json(),
        }


class DeliveryRowSerializer(serializers.ModelSerializer[Delivery]):
    """A delivery in a list."""

    project = NamedSerializer()
    batch = NamedSerializer(source="snapshot.batch")
    version = serializers.IntegerField(source="snapshot.version")
    counts = SnapshotCountsSerializer(source="snapshot.counts")
    formats = serializers.SerializerMethodField()
    size = serializers.SerializerMethodField()

    class Meta:
        model = Delivery
        fields = (
            "id",
            "number",
            "project",
            "batch",
            "version",
            "counts",
            "state",
            "formats",
            "size",
            "created_at",
            "sent_at",
            "decided_at",
        )
        read_only_fields = fields

    def get_formats(self, delivery: Delivery) -> list[str]:
        return [package.format for package in delivery.packages.all()]

    def get_size(self, delivery: Delivery) -> int:
        return sum(package.size for package in delivery.packages.all())


class NewDeliverySerializer(serializers.Serializer[Any]):
    batch = serializers.UUIDField()
    formats = serializers.ListField(child=serializers.CharField(max_length=40), min_length=1, max_length=20)
    format_options = serializers.DictField(child=serializers.DictField(child=serializers.CharField()), default=dict)
    with_media = serializers.BooleanField(default=True)
    note = serializers.CharField(allow_blank=True, default="", max_length=5000)


class NoteSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(allow_blank=True, default="", max_length=5000)


class NewRemarkSerializer(serializers.Serializer[Any]):
    task = serializers.UUIDField()
    record = serializers.UUIDField(allow_null=True, default=None)
    type = serializers.ChoiceField(choices=Issue.Type.choices, default=Issue.Type.OTHER)
    text = serializers.CharField(max_length=5000)


class ReturnSerializer(NoteSerializer):
    remarks = NewRemarkSerializer(many=True, default=list)


class ReworkSerializer(serializers.Serializer[Any]):
    tasks = serializers.IntegerField()


class LinkSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()
    seconds = serializers.IntegerField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()


class TaskDiffSerializer(serializers.Serializer[Any]):
    task = serializers.UUIDField()
    name = serializers.CharField()
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    changed = serializers.IntegerField()


class DiffSerializer(serializers.Serializer[Any]):
    from_version = serializers.IntegerField()
    to_version = serializers.IntegerField()
    images_added = serializers.IntegerField()
    images_removed = serializers.IntegerField()
    images_changed = serializers.IntegerField()
    objects_added = serializers.IntegerField()
    objects_removed = serializers.IntegerField()
    objects_changed = serializers.IntegerField()
    schema_changed = serializers.BooleanField()
    guidelines_changed = serializers.BooleanField()
    tasks = TaskDiffSerializer(many=True)


class ItemSerializer(serializers.ModelSerializer[SnapshotItem]):
    """One image of a delivery with its labels, for the viewer."""

    name = serializers.CharField(source="task.asset.name")
    width = serializers.IntegerField(source="task.asset.width", allow_null=True)
    height = serializers.IntegerField(source="task.asset.height", allow_null=True)
    sha256 = serializers.CharField(source="task.asset.sha256")
    url = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()
    records = serializers.SerializerMethodField()

    class Meta:
        model = SnapshotItem
        fields = ("id", "task", "name", "width", "height", "sha256", "url", "thumbnail_url", "records")
        read_only_fields = fields

    def get_url(self, item: SnapshotItem) -> str:
        asset = item.task.asset
        return media.signed_url(
            asset.display or asset.original, user=caller(self.context["request"]), filename=asset.name
        )

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_thumbnail_url(self, item: SnapshotItem) -> str | None:
        name = item.task.asset.thumbnail
        return media.signed_url(name, user=caller(self.context["request"])) if name else None

    @extend_schema_field(RecordSerializer(many=True))
    def get_records(self, item: SnapshotItem) -> list[Any]:
        return list(self.context["records"][item.pk])
