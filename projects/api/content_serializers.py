"""What the API says about label schemas and guidelines."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from projects.api.common import ReferenceSerializer, TextSerializer
from projects.models import Guideline, GuidelinePicture, LabelSchema
from projects.schema.model import TYPES
from projects.services.guideline_pictures import SCHEME, html_of

ANY = {"type": "object", "additionalProperties": True}


class OptionSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = TextSerializer()
    retired = serializers.BooleanField(required=False)


class AnchorSerializer(serializers.Serializer[Any]):
    at = serializers.FloatField()
    name = TextSerializer()


class AttributeSerializer(serializers.Serializer[Any]):
    """`default`: option key, list of option keys, number, text or boolean, as `type` says."""

    key = serializers.CharField()
    name = TextSerializer()
    type = serializers.ChoiceField(choices=TYPES)
    options = OptionSerializer(many=True)
    min = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)
    step = serializers.FloatField(allow_null=True)
    default = serializers.JSONField(allow_null=True)
    required = serializers.BooleanField()  # type: ignore[assignment]  # a field of the JSON, not of Field
    when = serializers.JSONField(allow_null=True, help_text="{attribute, in: [values]}")
    anchors = AnchorSerializer(many=True, required=False)
    formula = serializers.CharField(required=False, help_text="How a number follows from attributes before it")
    retired = serializers.BooleanField(required=False)


class LabelSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = TextSerializer()
    color = serializers.CharField()
    hotkey = serializers.CharField(allow_null=True)
    kinds = serializers.ListField(child=serializers.CharField())
    attributes = AttributeSerializer(many=True)
    retired = serializers.BooleanField(required=False)
    retired_kinds = serializers.ListField(child=serializers.CharField(), required=False)


class SchemaContentSerializer(serializers.Serializer[Any]):
    """Described for readers; what is written is checked by the service, which names every place."""

    labels = LabelSerializer(many=True)
    questions = AttributeSerializer(many=True)
    transcription = serializers.JSONField(required=False, help_text="Rules of transcription, see docs/transcription.md")


class SchemaVersionSerializer(serializers.ModelSerializer[LabelSchema]):
    created_by = ReferenceSerializer(allow_null=True)

    class Meta:
        model = LabelSchema
        fields = ("version", "note", "created_by", "created_at")


class SchemaSerializer(SchemaVersionSerializer):
    content = SchemaContentSerializer()
    kinds = serializers.SerializerMethodField(help_text="Kinds a label of this project may allow")

    class Meta(SchemaVersionSerializer.Meta):
        fields = ("version", "note", "created_by", "created_at", "content", "kinds")  # type: ignore[assignment]

    def get_kinds(self, schema: LabelSchema) -> list[str]:
        return list(self.context["kinds"])

    def to_representation(self, instance: LabelSchema) -> dict[str, Any]:
        return {**super().to_representation(instance), "content": instance.content}


class NewSchemaSerializer(serializers.Serializer[Any]):
    content = serializers.JSONField(help_text="{labels: [...], questions: [...]}")
    base_version = serializers.IntegerField(min_value=0, required=False, help_text="The version the change began from")
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Say what it would do, change nothing")


class SchemaChangeSerializer(serializers.Serializer[Any]):
    verb = serializers.ChoiceField(
        choices=(
            "added",
            "retired",
            "restored",
            "changed",
            "kind-added",
            "kind-removed",
            "narrowed",
            "required",
            "moved",
        )
    )
    label = serializers.CharField(  # type: ignore[assignment]  # a field of the JSON, not of Field
        allow_blank=True, help_text="Empty: the questions about the whole task"
    )
    attribute = serializers.CharField(allow_blank=True)
    option = serializers.CharField(allow_blank=True)
    field = serializers.CharField(allow_blank=True)
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class ChangeWithUseSerializer(SchemaChangeSerializer):
    touches_records = serializers.BooleanField()
    records = serializers.IntegerField()
    tasks = serializers.IntegerField()
    open_tasks = serializers.IntegerField()


class ProblemSerializer(serializers.Serializer[Any]):
    path = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    params = serializers.JSONField()
    severity = serializers.ChoiceField(choices=("error", "warning"))
    message = serializers.CharField()


class ProposalSerializer(serializers.Serializer[Any]):
    content = SchemaContentSerializer()
    changes = ChangeWithUseSerializer(many=True)
    problems = ProblemSerializer(many=True)


class SchemaComparisonSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    against = serializers.IntegerField()
    changes = SchemaChangeSerializer(many=True)


class GuidelineVersionSerializer(serializers.ModelSerializer[Guideline]):
    created_by = ReferenceSerializer(allow_null=True)

    class Meta:
        model = Guideline
        fields = ("version", "note", "created_by", "created_at")


class GuidelineSerializer(GuidelineVersionSerializer):
    """`context["user"]` is who reads it: addresses of pictures are theirs."""

    html = serializers.SerializerMethodField()

    class Meta(GuidelineVersionSerializer.Meta):
        fields = ("version", "note", "created_by", "created_at", "text", "html")  # type: ignore[assignment]

    def get_html(self, guideline: Guideline) -> str:
        """Safe to put into a page."""
        return html_of(guideline.project_id, guideline.text, self.context["user"])


class NewGuidelineSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False)
    base_version = serializers.IntegerField(min_value=0)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class MarkdownSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=200_000)


class GuidelinePictureSerializer(serializers.ModelSerializer[GuidelinePicture]):
    address = serializers.SerializerMethodField()

    class Meta:
        model = GuidelinePicture
        fields = ("id", "address", "width", "height", "size")

    def get_address(self, picture: GuidelinePicture) -> str:
        """What the Markdown says: `![...](<address>)`."""
        return f"{SCHEME}{picture.pk}"


class NewGuidelinePictureSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="JPEG, PNG, WebP, TIFF, BMP or GIF of at most 10 MB")


class HtmlSerializer(serializers.Serializer[Any]):
    html = serializers.CharField()


class LineSerializer(serializers.Serializer[Any]):
    change = serializers.ChoiceField(choices=("same", "added", "removed"))
    text = serializers.CharField(allow_blank=True)


class GuidelineComparisonSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    against = serializers.IntegerField()
    lines = LineSerializer(many=True)
