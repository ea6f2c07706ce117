"""From one task to the next: hand in, pull, and open what comes, in as few requests as can be."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.models import User
from annotation.api.workbench import BundleSerializer, opened
from core.errors import DomainError
from projects.api.common import project_or_404
from projects.api.task_serializers import MovedTaskSerializer, SlotSerializer
from projects.api.tasks import moved, parsed
from projects.models import Project, Task
from projects.services import queue, tasks


class SubmitSerializer(serializers.Serializer[Any]):
    """The document revision that the person saw; a newer one on the server refuses the submit.

    With `next`, which is what next-task takes, the next task is claimed and opened in the same request.
    """

    revision = serializers.IntegerField(min_value=0)
    next = SlotSerializer(required=False)


class SubmittedSerializer(MovedTaskSerializer):
    """The task after the move, and the next one where it was asked for: null when there is nothing to do."""

    next = BundleSerializer(allow_null=True, required=False)

    class Meta(MovedTaskSerializer.Meta):
        fields = (*MovedTaskSerializer.Meta.fields, "next")  # type: ignore[assignment]


class SubmitTask(APIView):
    @extend_schema(request=SubmitSerializer, responses=SubmittedSerializer)
    def post(self, request: Request, task: UUID) -> Response:
        """Hand the work in; refused while the server has a newer revision or blocking findings are open.

        What is handed in stays so when there is no next task to be had: then `next` is left out, and to ask for it
        says why.
        """
        by, body = caller(request), parsed(SubmitSerializer, request)
        done = tasks.submit_task(task=queue.visible_task(by, task), by=by, revision=body["revision"])
        answer = moved(done)
        if wish := body.get("next"):
            with suppress(DomainError):
                answer["next"] = next_opened(done.project, by, wish["slot"])
        return Response(answer)


class NextTask(APIView):
    """The pull queue."""

    @extend_schema(request=SlotSerializer, responses={200: BundleSerializer, 204: None})
    def post(self, request: Request, project: UUID) -> Response:
        """Claim what the caller should do next and open it: all that the workbench needs. 204 when there is nothing."""
        slot = parsed(SlotSerializer, request)["slot"]
        bundle = next_opened(project_or_404(request, project), caller(request), slot)
        return Response(status=204) if bundle is None else Response(bundle)


def next_opened(project: Project, by: User, slot: queue.Slot) -> dict[str, Any] | None:
    """The bundle of the task that is now claimed; None when there is nothing to do."""
    task = queue.next_task(project=project, by=by, slot=slot)
    return opened(task, by, Task.objects.visible_to(by)) if task else None
