"""What the caller has to do."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from projects.api.task_serializers import TaskAssetSerializer
from projects.models import Batch, Project, Task
from projects.services import hooks, my_work


class WorkProjectSerializer(serializers.ModelSerializer[Project]):
    class Meta:
        model = Project
        fields = ("id", "name", "modality", "deadline")


class LabelWorkSerializer(serializers.Serializer[Any]):
    """Tasks to label: begun, returned, assigned by name, handed in and not decided, and waiting in the queue."""

    begun = serializers.IntegerField()
    returned = serializers.IntegerField()
    assigned = serializers.IntegerField()
    submitted = serializers.IntegerField()
    available = serializers.IntegerField()


class ReviewWorkSerializer(serializers.Serializer[Any]):
    """Tasks to review: begun, rework of what the caller returned, and waiting in the queue."""

    begun = serializers.IntegerField()
    again = serializers.IntegerField()
    available = serializers.IntegerField()


class ProjectWorkSerializer(serializers.Serializer[Any]):
    project = WorkProjectSerializer()
    annotator = LabelWorkSerializer(allow_null=True)
    reviewer = ReviewWorkSerializer(allow_null=True)


class WorkTaskSerializer(serializers.ModelSerializer[Task]):
    project = WorkProjectSerializer()
    asset = TaskAssetSerializer()

    class Meta:
        model = Task
        fields = ("id", "number", "state", "round", "project", "asset", "object_count")


class ReturnedTaskSerializer(WorkTaskSerializer):
    """Returned work with who returned it, when and why."""

    returned_at = serializers.DateTimeField()
    returned_by = serializers.CharField(allow_null=True)
    return_reason = serializers.CharField(allow_null=True)
    counts = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = (*WorkTaskSerializer.Meta.fields, "returned_at", "returned_by", "return_reason", "counts")

    def get_counts(self, task: Task) -> dict[str, int]:
        return {name: getattr(task, f"facet_{name}") for name in hooks.FACETS}


class WaitingBatchSerializer(serializers.ModelSerializer[Batch]):
    """A batch and what it waits for: its QA sample, the inspection of that, its delivery, or the client's rework."""

    project = WorkProjectSerializer()
    step = serializers.ChoiceField(choices=["sample", "inspect", "deliver", "rework"])

    class Meta:
        model = Batch
        fields = ("id", "name", "project", "step")


class DoneSerializer(serializers.Serializer[Any]):
    """The last seven days: handed in, reviewed, own work accepted, own work returned."""

    submitted = serializers.IntegerField()
    reviewed = serializers.IntegerField()
    accepted = serializers.IntegerField()
    returned = serializers.IntegerField()


class MyWorkSerializer(serializers.Serializer[Any]):
    projects = ProjectWorkSerializer(many=True)
    begun = WorkTaskSerializer(many=True)
    returned = ReturnedTaskSerializer(many=True)
    batches = WaitingBatchSerializer(many=True)
    done = DoneSerializer()


class MyWork(APIView):
    @extend_schema(responses=MyWorkSerializer)
    def get(self, request: Request) -> Response:
        """Counts per project, what is begun, what was returned and why, batches that wait, and the last week."""
        user = caller(request)
        work = {
            "projects": my_work.projects_with_work(user),
            "begun": my_work.begun_by(user),
            "returned": my_work.returned_to(user),
            "batches": my_work.batches_waiting_for(user),
            "done": my_work.done_by(user),
        }
        return Response(MyWorkSerializer(work, context={"request": request}).data)
