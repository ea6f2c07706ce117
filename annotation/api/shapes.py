"""Labels to draw over thumbnails: a few fields of the records of many tasks at once."""

from __future__ import annotations

from itertools import islice
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.models import Content, Document
from annotation.models.document import RecordJson
from annotation.services.counts import is_object
from core.errors import DomainError
from core.verdict import require
from projects.api.common import project_or_404
from projects.models import Task
from projects.policies import project as policy

MOST_TASKS = 100
MOST_SHAPES = 200
DRAWN = ("id", "kind", "label", "data")
"""Of one task: a thumbnail is covered by then."""


class ShapeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of the JSON, not of Field
    data = serializers.DictField()  # type: ignore[assignment]  # a field of the JSON, not of Field


class TaskShapesSerializer(serializers.Serializer[Any]):
    task = serializers.UUIDField()
    shapes = ShapeSerializer(many=True)


class ProjectShapes(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("tasks", str, required=True, description="Up to 100 task ids, parted by commas")],
        responses=TaskShapesSerializer(many=True),
    )
    def get(self, request: Request, project: UUID) -> Response:
        """What is drawn in the work of these tasks; tasks that the caller may not see are passed over."""
        found = project_or_404(request, project)
        require(policy.may_see_inside(caller(request), found))
        visible = Task.objects.visible_to(caller(request)).filter(project=found, pk__in=_ids(request))
        work = Content.objects.filter(document__task__in=visible.order_by(), document__layer=Document.Layer.WORK)
        shapes = {task: _drawn(records) for task, records in work.by_task().items()}
        return Response([{"task": str(task), "shapes": drawn} for task, drawn in shapes.items() if drawn])


def _drawn(records: list[RecordJson]) -> list[dict[str, Any]]:
    objects = islice(filter(is_object, records), MOST_SHAPES)
    return [{name: record[name] for name in DRAWN} for record in objects]


def _ids(request: Request) -> list[UUID]:
    texts = [text for text in request.query_params.get("tasks", "").split(",") if text]
    if len(texts) > MOST_TASKS:
        raise DomainError("too-many-at-once", f"At most {MOST_TASKS} at once.", limit=MOST_TASKS)
    try:
        return [UUID(text) for text in texts]
    except ValueError as error:
        raise DomainError("invalid", "These are not task ids.", fields={"tasks": ["are not ids"]}) from error
