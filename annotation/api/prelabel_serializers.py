"""Pre-labelling as JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotation.models import PrelabelModel, PrelabelRun
from annotation.prelabel import prelabelers
from core.api.fields import NamedPersonSerializer, VerdictField
from core.api.jobs import JobSerializer
from projects.api.common import ReferenceSerializer, TextSerializer

FIELD_TYPES = ["number", "text", "secret", "select", "checkbox", "classes", "labels"]


class FieldOptionSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = TextSerializer()


class PrelabelFieldSerializer(serializers.Serializer[Any]):
    """One setting of a model; the form is made of these."""

    key = serializers.CharField()
    title = TextSerializer()
    type = serializers.ChoiceField(choices=FIELD_TYPES)
    default = serializers.JSONField(allow_null=True)
    min = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)
    options = FieldOptionSerializer(many=True)
    required = serializers.BooleanField()  # type: ignore[assignment]
    help = TextSerializer(allow_null=True)


class NeededFileSerializer(serializers.Serializer[Any]):
    """What an administrator brings: how its name ends, what it is called, what must be in it."""

    suffix = serializers.CharField()
    title = TextSerializer()
    hint = TextSerializer()


class NeededPartSerializer(NeededFileSerializer):
    """One of the files of a model that has several."""

    key = serializers.CharField()


class PrelabelerSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = TextSerializer()
    description = TextSerializer()
    kinds = serializers.ListField(child=serializers.CharField())
    modalities = serializers.ListField(child=serializers.CharField())
    fields = PrelabelFieldSerializer(many=True)  # type: ignore[assignment]
    file = NeededFileSerializer(allow_null=True)
    parts = NeededPartSerializer(many=True)
    needs_server = serializers.BooleanField()
    learns = serializers.BooleanField()
    uses_neighbours = serializers.BooleanField()
    answers_prompts = serializers.BooleanField()
    installation_only = serializers.BooleanField()
    can_add = VerdictField()


class PrelabelModelSerializer(serializers.ModelSerializer[PrelabelModel]):
    """A model: its settings, and what was measured when it was trained or found when it was added."""

    title = serializers.SerializerMethodField()
    created_by = NamedPersonSerializer(allow_null=True)
    config = serializers.DictField()
    metrics = serializers.DictField()
    has_file = serializers.SerializerMethodField()
    secrets = serializers.SerializerMethodField()

    class Meta:
        model = PrelabelModel
        fields = (
            "id",
            "project",
            "prelabeler",
            "title",
            "name",
            "version",
            "state",
            "config",
            "secrets",
            "metrics",
            "has_file",
            "answers_prompts",
            "created_by",
            "created_at",
        )

    @extend_schema_field(TextSerializer)
    def get_title(self, model: PrelabelModel) -> dict[str, str]:
        plugin = prelabelers().get(model.prelabeler)
        return plugin.title.json() if plugin else {"en": model.prelabeler, "zh": model.prelabeler}

    def get_secrets(self, model: PrelabelModel) -> list[str]:
        """Which secret settings are set; they themselves are never shown."""
        return sorted(model.secrets)

    def get_has_file(self, model: PrelabelModel) -> bool:
        return bool(model.file or model.parts)


class NewModelSerializer(serializers.Serializer[Any]):
    prelabeler = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200, allow_blank=True, default="")
    config = serializers.DictField(default=dict)
    upload = serializers.UUIDField(required=False, allow_null=True)
    uploads = serializers.DictField(child=serializers.UUIDField(), required=False, help_text="By key of its parts")


class ModelChangeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, required=False)
    config = serializers.DictField(required=False)


class TrainingSerializer(serializers.Serializer[Any]):
    model = PrelabelModelSerializer()
    job = serializers.UUIDField()


class NewTrialSerializer(serializers.Serializer[Any]):
    model = serializers.UUIDField()
    task = serializers.UUIDField(required=False, allow_null=True)


class TrialSerializer(serializers.Serializer[Any]):
    """What was begun; the job's result will hold `proposals`, `refused` and `seconds`."""

    job = serializers.UUIDField()
    task = serializers.UUIDField()
    number = serializers.IntegerField()
    name = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    rate = serializers.IntegerField(help_text="Samples per second of a recording, 0 for others")
    image = serializers.CharField(help_text="Signed address of the image as it is shown")


class NewRunSerializer(serializers.Serializer[Any]):
    model = serializers.UUIDField()
    batch = serializers.UUIDField(required=False, allow_null=True)
    tasks = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=10_000)


class RunCountsSerializer(serializers.Serializer[Any]):
    """In objects but `tasks` and `failed`; empty until the run has ended."""

    tasks = serializers.IntegerField(required=False)
    proposed = serializers.IntegerField(required=False)
    labelled = serializers.IntegerField(required=False)
    rejected = serializers.IntegerField(required=False)
    unfit = serializers.IntegerField(required=False)
    failed = serializers.IntegerField(required=False)
    refused = serializers.IntegerField(required=False)


class ModelRunSerializer(serializers.ModelSerializer[PrelabelRun]):
    """One run of a model over tasks; `job` shows its progress."""

    model = ReferenceSerializer()
    version = serializers.CharField(source="model.version")
    counts = RunCountsSerializer()
    selection = serializers.DictField()
    job = JobSerializer(allow_null=True)
    created_by = NamedPersonSerializer(allow_null=True)

    class Meta:
        model = PrelabelRun
        fields = ("id", "model", "version", "selection", "counts", "job", "created_by", "created_at")


class WordEditsSerializer(serializers.Serializer[Any]):
    wrong = serializers.IntegerField()
    of = serializers.IntegerField()
    rate = serializers.FloatField()


class ModelGainSerializer(serializers.Serializer[Any]):
    """What became of a model's suggestions, in objects; `ignored` were left alone in a finished task."""

    id = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()
    prelabeler = serializers.CharField()
    tasks = serializers.IntegerField()
    proposed = serializers.IntegerField()
    kept = serializers.IntegerField()
    adjusted = serializers.IntegerField()
    rejected = serializers.IntegerField()
    ignored = serializers.IntegerField()
    open = serializers.IntegerField()
    kept_share = serializers.FloatField(allow_null=True)
    adjusted_overlap = serializers.FloatField(allow_null=True)
    words = WordEditsSerializer(allow_null=True, help_text="From its transcripts to those of finished tasks")


class TimeShareSerializer(serializers.Serializer[Any]):
    tasks = serializers.IntegerField()
    seconds_per_object = serializers.FloatField(allow_null=True)
    seconds_per_minute = serializers.FloatField(allow_null=True, help_text="Of sound; null for what has no length")


class GainTimeSerializer(serializers.Serializer[Any]):
    """Medians over finished tasks."""

    without = TimeShareSerializer()
    saved = serializers.IntegerField(allow_null=True, help_text="Seconds spared in all, by the medians")

    def get_fields(self) -> dict[str, Any]:
        return {"with": TimeShareSerializer(), **super().get_fields()}


class GainSerializer(serializers.Serializer[Any]):
    models = ModelGainSerializer(many=True)
    time = GainTimeSerializer()
