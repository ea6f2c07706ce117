"""Tasks over HTTP: lists, and what people do with one task or many."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.api.caller import caller
from core.api.jobs import JobSerializer
from core.verdict import require
from projects.api import task_serializers as s
from projects.api.common import project_or_404
from projects.api.task_filters import ORDERS, TaskCursor, TaskFilter
from projects.models import Task, TaskMove
from projects.policies.project import may_see_inside
from projects.services import bulk, hooks, leases, queue, tasks
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


class FilteredTasks(generics.GenericAPIView[Task]):
    """Whatever takes the filters of the task list."""

    serializer_class = s.TaskSerializer
    filterset_class = TaskFilter
    pagination_class = TaskCursor
    queryset = Task.objects.none()

    def get_queryset(self) -> QuerySet[Task]:
        if getattr(self, "swagger_fake_view", False):
            return Task.objects.none()
        project = project_or_404(self.request, self.kwargs["project"])
        require(may_see_inside(caller(self.request), project))
        by = caller(self.request)
        shown = Q(answer_to=None) | Q(annotator=by)  # the answers of others are seen where they are compared
        return with_facets(Task.objects.visible_to(by).filter(shown, project=project))

    def matching(self) -> QuerySet[Task]:
        """The project's tasks that the caller may see and the filters leave."""
        return self.filter_queryset(self.get_queryset())


class ProjectTasks(FilteredTasks, generics.ListAPIView[Task]):
    """The project's tasks that the caller may see."""

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


class BulkTasks(APIView):
    """One action on many tasks."""

    @extend_schema(request=s.BulkSerializer, responses=s.BulkResultSerializer)
    def post(self, request: Request, project: UUID) -> Response:
        """Assign by name, set priority, move into a batch, re-open what was skipped, or free what is stuck."""
        body = parsed(s.BulkSerializer, request)
        where, ids = project_or_404(request, project), body["tasks"]
        refused = bulk.change(project=where, tasks=ids, by=caller(request), **s.bulk_action(body))
        return Response({"changed": len(ids) - sum(map(len, refused.values())), "refused": refused})


class BulkMatching(FilteredTasks):
    """One action on all tasks that the filters of the list leave."""

    @extend_schema(request=s.BulkActionSerializer, responses={202: JobSerializer}, filters=True)
    def post(self, request: Request, project: UUID) -> Response:
        """The same actions on everything that matches now, however many, as a job that says what was left and why."""
        body = parsed(s.BulkActionSerializer, request)
        where = project_or_404(request, project)
        numbers = self.matching().order_by("number").values_list("number", flat=True)
        job = bulk.change_matching(project=where, numbers=numbers, by=caller(request), **s.bulk_action(body))
        return Response(JobSerializer(job, context={"request": request}).data, status=status.HTTP_202_ACCEPTED)


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


class SkipTask(APIView):
    @extend_schema(request=s.ReasonSerializer, responses=s.MovedTaskSerializer)
    def post(self, request: Request, task: UUID) -> Response:
        """Say that it cannot be labelled, and why."""
        by, body = caller(request), parsed(s.ReasonSerializer, request)
        return Response(moved(tasks.skip_task(task=visible_task(by, task), by=by, reason=body["reason"])))
