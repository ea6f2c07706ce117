"""Following the boxes of a video on a worker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from annotation.services.prelabel import follow
from core.api.jobs import JobSerializer
from core.errors import NotFound
from projects.models import Task


class BoxSerializer(serializers.Serializer[Any]):
    x = serializers.FloatField()
    y = serializers.FloatField()
    width = serializers.FloatField(min_value=1)
    height = serializers.FloatField(min_value=1)


class FollowedThingSerializer(serializers.Serializer[Any]):
    """A box, and the first and last frame to which it is to be followed."""

    id = serializers.CharField(max_length=64)
    box = BoxSerializer()
    first = serializers.IntegerField(min_value=0)
    last = serializers.IntegerField(min_value=0)


class FollowSerializer(serializers.Serializer[Any]):
    frame = serializers.IntegerField(min_value=0)
    things = FollowedThingSerializer(many=True, allow_empty=False)


class FollowBoxes(APIView):
    @extend_schema(request=FollowSerializer, responses={202: JobSerializer})
    def post(self, request: Request, task: UUID) -> Response:
        """Follow boxes of a frame forwards and backwards on a worker; the job's result holds keyframes for each."""
        user = caller(request)
        found = Task.objects.visible_to(user).select_related("project", "asset", "batch").filter(pk=task).first()
        if found is None:
            raise NotFound("task")
        form = FollowSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        job = follow.start_follow(task=found, by=user, **form.validated_data)
        return Response(JobSerializer(job, context={"request": request}).data, status=status.HTTP_202_ACCEPTED)
