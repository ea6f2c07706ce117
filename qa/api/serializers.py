"""What the API says about findings, issues and reviews."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from projects.api.task_serializers import TaskAssetSerializer
from qa.api.figures import BilingualSerializer, RateSerializer, ReviewChangesSerializer
from qa.checks import CHECKS
from qa.models import CheckRun, Comment, Finding, Issue, Review
from qa.models.check import Severity


class PersonSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ChangeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class WaiverSerializer(serializers.Serializer[Any]):
    by = PersonSerializer(allow_null=True)
    reason = serializers.CharField()


class FindingSerializer(serializers.ModelSerializer[Finding]):
    check = serializers.CharField(source="check_slug")
    title = serializers.SerializerMethodField()
    message = serializers.SerializerMethodField()
    fix = ChangeSerializer(many=True, allow_null=True)
    waiver = serializers.SerializerMethodField()
    task_number = serializers.IntegerField(source="task.number")

    class Meta:
        model = Finding
        fields = (
            "id",
            "task",
            "task_number",
            "check",
            "severity",
            "record",
            "title",
            "message",
            "params",
            "fix",
            "state",
            "waiver",
            "found_at",
        )
        read_only_fields = fields

    @extend_schema_field(BilingualSerializer)
    def get_title(self, finding: Finding) -> dict[str, str]:
        check = CHECKS.get(finding.check_slug)
        return check.title.json() if check else {"en": finding.check_slug, "zh": finding.check_slug}

    @extend_schema_field(BilingualSerializer)
    def get_message(self, finding: Finding) -> dict[str, str]:
        check = CHECKS.get(finding.check_slug)
        if check is None:
            return {"en": finding.check_slug, "zh": finding.check_slug}
        return check.message.format(**finding.params).json()

    @extend_schema_field(WaiverSerializer(allow_null=True))
    def get_waiver(self, finding: Finding) -> dict[str, Any] | None:
        if finding.state != Finding.State.WAIVED:
            return None
        by = finding.waived_by
        return {"by": PersonSerializer(by).data if by else None, "reason": finding.waiver_reason}


class FindingRowSerializer(FindingSerializer):
    """A finding in a list: with what its task is about, to be drawn."""

    asset = TaskAssetSerializer(source="task.asset", read_only=True)

    class Meta(FindingSerializer.Meta):
        fields = (*FindingSerializer.Meta.fields, "asset")  # type: ignore[assignment]


class CommentSerializer(serializers.ModelSerializer[Comment]):
    by = PersonSerializer(allow_null=True)

    class Meta:
        model = Comment
        fields = ("id", "by", "text", "at")
        read_only_fields = fields


class IssueSerializer(serializers.ModelSerializer[Issue]):
    opened_by = PersonSerializer(allow_null=True)
    comments = CommentSerializer(many=True)
    task_number = serializers.IntegerField(source="task.number")

    class Meta:
        model = Issue
        fields = (
            "id",
            "task",
            "task_number",
            "record",
            "anchor",
            "type",
            "severity",
            "state",
            "round",
            "opened_by",
            "created_at",
            "comments",
        )
        read_only_fields = fields


class IssueRowSerializer(IssueSerializer):
    """An issue in a list: with what its task is about, to be drawn."""

    asset = TaskAssetSerializer(source="task.asset", read_only=True)

    class Meta(IssueSerializer.Meta):
        fields = (*IssueSerializer.Meta.fields, "asset")  # type: ignore[assignment]


class AnchorSerializer(serializers.Serializer[Any]):
    x = serializers.FloatField()
    y = serializers.FloatField()


class NewIssueSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=Issue.Type.choices)
    severity = serializers.ChoiceField(choices=Issue.Severity.choices, default=Issue.Severity.MINOR)
    text = serializers.CharField(allow_blank=True, default="", max_length=5000)
    record = serializers.UUIDField(allow_null=True, default=None)
    anchor = AnchorSerializer(allow_null=True, default=None)


class NewCommentSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=5000)


@extend_schema_serializer(component_name="QualityReason")
class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500)


class DecisionSerializer(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(choices=Review.Decision.choices)
    note = serializers.CharField(allow_blank=True, default="", max_length=5000)


class ReviewSerializer(serializers.ModelSerializer[Review]):
    reviewer = PersonSerializer(allow_null=True)

    class Meta:
        model = Review
        fields = ("id", "task", "reviewer", "decision", "note", "round", "revision", "fixes", "at")
        read_only_fields = fields


class ParamSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = BilingualSerializer()
    default = serializers.FloatField()
    minimum = serializers.FloatField()
    maximum = serializers.FloatField()
    unit = serializers.CharField(allow_blank=True)


class CheckSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    code = serializers.CharField()
    title = BilingualSerializer()
    message = BilingualSerializer()
    tiers = serializers.ListField(child=serializers.CharField())
    enabled = serializers.BooleanField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    params = serializers.DictField(child=serializers.FloatField())
    limits = ParamSerializer(many=True)


class CheckSettingSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    params = serializers.DictField(child=serializers.FloatField(), default=dict)


class CheckPreviewRequestSerializer(serializers.Serializer[Any]):
    params = serializers.DictField(child=serializers.FloatField(), default=dict)


class PreviewExampleSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    name = serializers.CharField(source="asset__name")


class CheckPreviewSerializer(serializers.Serializer[Any]):
    """What a check would find with these thresholds; of more tasks than it had time for, `looked` says how many."""

    tasks = serializers.IntegerField(help_text="Tasks that hold work, or all where the file alone is checked")
    looked = serializers.IntegerField()
    affected = serializers.IntegerField(help_text="Tasks with findings")
    findings = serializers.IntegerField()
    examples = PreviewExampleSerializer(many=True)


class NewCheckRunSerializer(serializers.Serializer[Any]):
    batch = serializers.UUIDField(allow_null=True, default=None)


class CheckRunSerializer(serializers.ModelSerializer[CheckRun]):
    class Meta:
        model = CheckRun
        fields = ("id", "project", "batch", "job", "counts", "created_at")
        read_only_fields = fields


class CheckCountSerializer(serializers.Serializer[Any]):
    check_slug = serializers.CharField()
    title = BilingualSerializer()
    severity = serializers.ChoiceField(choices=Severity.choices)
    state = serializers.ChoiceField(choices=Finding.State.choices)
    count = serializers.IntegerField()


class IssueCountSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=Issue.Type.choices)
    severity = serializers.ChoiceField(choices=Issue.Severity.choices)
    state = serializers.ChoiceField(choices=Issue.State.choices)
    count = serializers.IntegerField()


class DecisionsSerializer(serializers.Serializer[Any]):
    accepted = serializers.IntegerField()
    returned = serializers.IntegerField()


class AnnotatorDecisionsSerializer(DecisionsSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    words = RateSerializer(allow_null=True, help_text="Words that reviewers corrected; null where none were compared")
    objects = serializers.FloatField(
        allow_null=True, help_text="F1 of objects beside what reviewers made of them; null where none were compared"
    )
    boxes = serializers.FloatField(allow_null=True, help_text="F1 of boxes of scenes in single frames")
    hota = serializers.FloatField(allow_null=True, help_text="Of tracks, as mota and idf1 are")
    mota = serializers.FloatField(allow_null=True)
    idf1 = serializers.FloatField(allow_null=True)


class DayDecisionsSerializer(DecisionsSerializer):
    date = serializers.DateField()


class QualitySummarySerializer(DecisionsSerializer):
    """Figures of a project's quality page. `accepted`, `returned`: decisions, of which a task may have had several."""

    reviewed = serializers.IntegerField(help_text="Decisions")
    tasks = serializers.IntegerField(help_text="Tasks that were reviewed at least once")
    accepted_first_round = serializers.IntegerField(help_text="Tasks that their first review accepted")
    findings = CheckCountSerializer(many=True)
    issues = IssueCountSerializer(many=True)
    people = AnnotatorDecisionsSerializer(many=True)
    days = DayDecisionsSerializer(many=True, help_text="Decisions per day, today last")
    changes = ReviewChangesSerializer()
