"""Tasks over HTTP: lists, the queue, and what people do with one task or many."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.models import User
from projects.api import task_serializers as s
from projects.api.common import project_or_404
from projects.api.task_filters import ORDERS, TaskCursor, TaskFilter
from projects.models import Batch, Project, Task, TaskMove
from projects.services import hooks, leases, queue, tasks
from projects.services.queue import visible_task

SHOWN = (
    *(name for name in s.TaskSerializer.Meta.fields if name not in ("lease", "counts")),
    *(f"asset__{name}" for name in s.TaskAssetSerializer.Meta.fields if name not in ("id", "thumbnail_url")),
    *(f"{person}__name" for person in ("batch", "assignee", "annotator", "reviewer", "lease__user")),
    "asset__thumbnail",
    "lease__until",
)
"""Columns of a task and of what it names."""


def parsed(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The body of a request as `serializer` reads it; raises ValidationError."""
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def with_facets(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with everything that TaskSerializer shows, in one query, and nothing else."""
    related = ("asset", "batch", "assignee", "annotator", "reviewer", "lease__user")
    counts = {f"facet_{facet.name}": facet.count() for facet in hooks.FACETS.values()}
    return rows.select_related(*related).only(*SHOWN).annotate(**counts)


def described(task: Task, request: Request) -> dict[str, Any]:
    """One task as the API tells it, freshly read."""
    fresh = with_facets(Task.objects.filter(pk=task.pk)).get()
    return dict(s.TaskSerializer(fresh, context={"request": request}).data)


def moved(task: Task) -> dict[str, Any]:
    """What an answer to a move says. The workbench asks for the rest in one go, so more would be read in vain."""
    return {"id": str(task.pk), "number": task.number, "state": task.state}


class ProjectTasks(generics.ListAPIView[Task]):
    """The project's tasks that the caller may see."""

    serializer_class = s.TaskSerializer
    filterset_class = TaskFilter
    pagination_class = TaskCursor
    queryset = Task.objects.none()

    def get_queryset(self) -> QuerySet[Task]:
        if getattr(self, "swagger_fake_view", False):
            return Task.objects.none()
        project = project_or_404(self.request, self.kwargs["project"])
        return with_facets(Task.objects.visible_to(caller(self.request)).filter(project=project))

    @extend_schema(parameters=[OpenApiParameter("order", enum=list(ORDERS))])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class TaskCounts(ProjectTasks):
    """The same filters as the list, counted."""

    @extend_schema(responses=s.TaskCountsSerializer, filters=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.filter_queryset(super().get_queryset())
        counted = tasks.counts(Task.objects.filter(pk__in=rows.values("pk")))
        return Response(s.TaskCountsSerializer(counted).data)


class NextTask(APIView):
    """The pull queue."""

    @extend_schema(request=s.SlotSerializer, responses={200: s.MovedTaskSerializer, 204: None})
    def post(self, request: Request, project: UUID) -> Response:
        """Claim what the caller should do next; 204 when there is nothing."""
        slot = parsed(s.SlotSerializer, request)["slot"]
        task = queue.next_task(project=project_or_404(request, project), by=caller(request), slot=slot)
        return Response(moved(task)) if task else Response(status=204)


class BulkTasks(APIView):
    """One action on many tasks."""

    @extend_schema(request=s.BulkSerializer, responses=s.BulkResultSerializer)
    def post(self, request: Request, project: UUID) -> Response:
        """Assign by name, set priority, move into a batch, re-open what was skipped, or free what is stuck."""
        body = parsed(s.BulkSerializer, request)
        where, by = project_or_404(request, project), caller(request)
        ids: list[UUID] = body["tasks"]
        refused: dict[str, list[str]] = {}
        match body["action"]:
            case "assign":
                assignee = _participant(where, body["assignee"])
                changed = tasks.assign(project=where, tasks=ids, assignee=assignee, by=by)
            case "prioritise":
                changed = tasks.set_priority(project=where, tasks=ids, priority=body["priority"], by=by)
            case "batch":
                batch = get_object_or_404(Batch, project=where, pk=body["batch"]) if body["batch"] else None
                changed = tasks.move_to_batch(project=where, tasks=ids, batch=batch, by=by)
            case action:
                refused = tasks.for_each(project=where, tasks=ids, verb=action, by=by)
                changed = len(ids) - sum(map(len, refused.values()))
        return Response({"changed": changed, "refused": refused})


def _participant(project: Project, user: UUID | None) -> User | None:
    people = User.objects.filter(participations__project=project).distinct()
    return get_object_or_404(people, pk=user) if user else None


class OneTask(APIView):
    @extend_schema(responses=s.TaskSerializer)
    def get(self, request: Request, task: UUID) -> Response:
        """One task."""
        return Response(described(visible_task(caller(request), task), request))


class TaskMoves(APIView):
    @extend_schema(responses=s.MoveSerializer(many=True))
    def get(self, request: Request, task: UUID) -> Response:
        """The task's history, the oldest move first."""
        found = visible_task(caller(request), task)
        moves = TaskMove.objects.filter(task=found).select_related("by")
        return Response(s.MoveSerializer(moves, many=True).data)


class ClaimTask(APIView):
    @extend_schema(request=s.SlotSerializer, responses=s.MovedTaskSerializer)
    def post(self, request: Request, task: UUID) -> Response:
        """Claim this very task, or go on with it after a pause."""
        slot = parsed(s.SlotSerializer, request)["slot"]
        by = caller(request)
        return Response(moved(queue.claim_task(task=visible_task(by, task), by=by, slot=slot)))


class ReleaseTask(APIView):
    @extend_schema(request=None, responses=s.MovedTaskSerializer)
    def post(self, request: Request, task: UUID) -> Response:
        """Give the task back to the queue; the draft stays."""
        by = caller(request)
        return Response(moved(queue.release_task(task=visible_task(by, task), by=by)))


class Heartbeat(APIView):
    @extend_schema(request=s.HeartbeatSerializer, responses=s.LeaseUntilSerializer)
    def post(self, request: Request, task: UUID) -> Response:
        """Keep the lease and count active time."""
        by, body = caller(request), parsed(s.HeartbeatSerializer, request)
        lease = leases.heartbeat(task=visible_task(by, task), by=by, active_seconds=body["active_seconds"])
        return Response({"until": lease.until})


class SubmitTask(APIView):
    @extend_schema(request=s.SubmitSerializer, responses=s.MovedTaskSerializer)
    def post(self, request: Request, task: UUID) -> Response:
        """Hand the work in; refused while the server has a newer revision or blocking findings are open."""
        by, body = caller(request), parsed(s.SubmitSerializer, request)
        done = tasks.submit_task(task=visible_task(by, task), by=by, revision=body["revision"])
        return Response(moved(done))


class SkipTask(APIView):
    @extend_schema(request=s.ReasonSerializer, responses=s.MovedTaskSerializer)
    def post(self, request: Request, task: UUID) -> Response:
        """Say that it cannot be labelled, and why."""
        by, body = caller(request), parsed(s.ReasonSerializer, request)
        return Response(moved(tasks.skip_task(task=visible_task(by, task), by=by, reason=body["reason"])))
