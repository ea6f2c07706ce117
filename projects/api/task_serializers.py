"""What the API says about tasks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from core.media import signed_url
from projects.api.common import ReferenceSerializer
from projects.models import Asset, Task, TaskMove
from projects.services import hooks

SLOTS = ("annotator", "reviewer")


class TaskAssetSerializer(serializers.ModelSerializer[Asset]):
    """The asset of a task as a list shows it."""

    thumbnail_url = serializers.SerializerMethodField()

    class Meta:
        model = Asset
        fields = ("id", "name", "media_type", "width", "height", "sequence", "thumbnail_url")

    def get_thumbnail_url(self, asset: Asset) -> str | None:
        user: User = self.context["request"].user
        return signed_url(asset.thumbnail, user=user) if asset.thumbnail else None


class LeaseSerializer(serializers.Serializer[Any]):
    user = ReferenceSerializer()
    until = serializers.DateTimeField()


class TaskSerializer(serializers.ModelSerializer[Task]):
    asset = TaskAssetSerializer()
    batch = ReferenceSerializer(allow_null=True)
    assignee = ReferenceSerializer(allow_null=True)
    annotator = ReferenceSerializer(allow_null=True)
    reviewer = ReferenceSerializer(allow_null=True)
    lease = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = (
            "id", "project", "number", "answer_to", "state", "priority", "round", "asset", "batch", "assignee",
            "annotator", "reviewer", "lease", "skip_reason", "annotate_seconds", "review_seconds", "object_count",
            "counts", "created_at", "submitted_at", "reviewed_at",
        )  # fmt: skip

    @extend_schema_field(LeaseSerializer(allow_null=True))
    def get_lease(self, task: Task) -> dict[str, Any] | None:
        lease = getattr(task, "lease", None)
        if lease is None:
            return None
        return {"user": {"id": str(lease.user.pk), "name": lease.user.name}, "until": lease.until.isoformat()}

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_counts(self, task: Task) -> dict[str, int]:
        """What other apps count for a task, by facet: {"issues": 2, "findings": 0}."""
        return {name: getattr(task, f"facet_{name}") for name in hooks.FACETS if hasattr(task, f"facet_{name}")}


class MovedTaskSerializer(serializers.ModelSerializer[Task]):
    """A task after a move: no more than where it is now."""

    class Meta:
        model = Task
        fields = ("id", "number", "state")


class MoveSerializer(serializers.ModelSerializer[TaskMove]):
    """One change of a task's state."""

    by = ReferenceSerializer(allow_null=True)

    class Meta:
        model = TaskMove
        fields = ("source", "target", "by", "at", "reason")


class SlotSerializer(serializers.Serializer[Any]):
    slot = serializers.ChoiceField(choices=SLOTS, default="annotator")


class HeartbeatSerializer(serializers.Serializer[Any]):
    """Seconds in which the person was active since the last heartbeat; the server bounds it by its own clock."""

    active_seconds = serializers.IntegerField(min_value=0, default=0)


class LeaseUntilSerializer(serializers.Serializer[Any]):
    until = serializers.DateTimeField()


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500)


class BulkActionSerializer(serializers.Serializer[Any]):
    """What to do to many tasks: the field that the action needs comes with it."""

    ACTIONS = ("assign", "prioritise", "batch", "reopen", "free")

    action = serializers.ChoiceField(choices=ACTIONS)
    assignee = serializers.UUIDField(allow_null=True, required=False)
    priority = serializers.IntegerField(min_value=-100, max_value=100, required=False)
    batch = serializers.UUIDField(allow_null=True, required=False)

    NEEDS = {"assign": "assignee", "prioritise": "priority", "batch": "batch"}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = self.NEEDS.get(attrs["action"])
        if needed and needed not in attrs:
            raise serializers.ValidationError({needed: ["is required for this action"]})
        return attrs


class BulkSerializer(BulkActionSerializer):
    tasks = serializers.ListField(child=serializers.UUIDField(), allow_empty=False)


def bulk_action(body: dict[str, Any]) -> dict[str, Any]:
    """{"action", "value"} of a valid body: the value that its action needs."""
    needed = BulkActionSerializer.NEEDS.get(body["action"])
    return {"action": body["action"], "value": body[needed] if needed else None}


class BulkResultSerializer(serializers.Serializer[Any]):
    """`refused` lists task ids by the reason why they stayed as they were."""

    changed = serializers.IntegerField()
    refused = serializers.DictField(child=serializers.ListField(child=serializers.UUIDField()))


class TaskCountsSerializer(serializers.Serializer[Any]):
    """How many tasks match, by state, and how many of them are in no batch."""

    total = serializers.IntegerField()
    unbatched = serializers.IntegerField()
    states = serializers.DictField(child=serializers.IntegerField())
