"""The layers of a task, and any two of them compared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.api.records import RecordSerializer
from projects.api.common import ReferenceSerializer
from projects.models import Task
from qa.services import layers


class LayerSerializer(serializers.Serializer[Any]):
    """`what`: work, earlier, answer, prelabel, gold or consensus. `person` is null for those the caller may not know.
    An earlier state says how it came to be, and in which round what was decided on it."""

    key = serializers.CharField()
    what = serializers.CharField()
    person = ReferenceSerializer(allow_null=True)
    model = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    origin = serializers.CharField()
    round = serializers.IntegerField(allow_null=True)
    decision = serializers.CharField()


class LayersSerializer(serializers.Serializer[Any]):
    layers = LayerSerializer(many=True)


class ThingSerializer(serializers.Serializer[Any]):
    """The ids of one thing in either layer, null where it has none. `parts` are what differs where both have it: label,
    shape, points, attributes, other."""

    left = serializers.UUIDField(allow_null=True)
    right = serializers.UUIDField(allow_null=True)
    parts = serializers.ListField(child=serializers.CharField())
    alike = serializers.FloatField(allow_null=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """Everything in either layer, and which of it is the same thing."""

    left = RecordSerializer(many=True)
    right = RecordSerializer(many=True)
    things = ThingSerializer(many=True)


def opened(request: Request, pk: UUID) -> Task:
    return get_object_or_404(Task.objects.visible_to(caller(request)).select_related("project"), pk=pk)


class TaskLayers(APIView):
    """What of a task can be compared."""

    @extend_schema(responses=LayersSerializer)
    def get(self, request: Request, task: UUID) -> Response:
        found = layers.described(opened(request, task), caller(request))
        return Response(LayersSerializer({"layers": found}).data)


class TaskComparison(APIView):
    """Two layers of a task beside each other."""

    @extend_schema(
        parameters=[OpenApiParameter(side, str, default="work") for side in ("left", "right")],
        responses=ComparisonSerializer,
    )
    def get(self, request: Request, task: UUID) -> Response:
        left, right = (request.query_params.get(side, "work") for side in ("left", "right"))
        found = layers.compare(task=opened(request, task), left=left, right=right, by=caller(request))
        return Response({"left": found.left, "right": found.right, "things": found.things})
