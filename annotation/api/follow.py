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


class FollowingSerializer(FollowSerializer):
    job = JobSerializer()


class OpenFollowSerializer(serializers.Serializer[Any]):
    following = FollowingSerializer(allow_null=True)


class FollowBoxes(APIView):
    @extend_schema(responses=OpenFollowSerializer)
    def get(self, request: Request, task: UUID) -> Response:
        """What the caller has let a worker follow and has not put into their work yet; null when there is nothing."""
        job = follow.open_follow(task=_task(request, task), by=caller(request))
        asked = job and {"job": job, "frame": job.params["frame"], "things": job.params["things"]}
        return Response(OpenFollowSerializer({"following": asked}, context={"request": request}).data)

    @extend_schema(request=FollowSerializer, responses={202: JobSerializer})
    def post(self, request: Request, task: UUID) -> Response:
        """Follow boxes of a frame forwards and backwards on a worker; the job's result holds keyframes for each."""
        form = FollowSerializer(data=request.data)
        found = _task(request, task)
        form.is_valid(raise_exception=True)
        job = follow.start_follow(task=found, by=caller(request), **form.validated_data)
        return Response(JobSerializer(job, context={"request": request}).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, task: UUID) -> Response:
        """What was found is in the work now, or is not wanted."""
        follow.take_follow(task=_task(request, task), by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _task(request: Request, task: UUID) -> Task:
    visible = Task.objects.visible_to(caller(request)).select_related("project", "asset", "batch")
    found = visible.filter(pk=task).first()
    if found is None:
        raise NotFound("task")
    return found
