"""Batches over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from core.api.pagination import Cursor
from core.errors import NotAllowed, NotFound
from projects.api.common import VerdictField, project_or_404
from projects.api.tasks import FilteredTasks, parsed
from projects.models import Batch, Project
from projects.policies.project import may_see_inside
from projects.policies.roles import roles_in
from projects.services import batches as service
from projects.services.answers import MOST_ANSWERS
from projects.services.move import BATCH_MOVES, may_move_batch

STATES = serializers.DictField(child=serializers.IntegerField())


class BatchSerializer(serializers.ModelSerializer[Batch]):
    """A batch with its progress: tasks by state, labelled objects, and which moves the caller may make."""

    tasks = serializers.SerializerMethodField()
    objects = serializers.SerializerMethodField()
    states = serializers.SerializerMethodField()
    can = serializers.SerializerMethodField()

    class Meta:
        model = Batch
        fields = (
            "id",
            "project",
            "name",
            "state",
            "priority",
            "due",
            "answers",
            "created_at",
            "tasks",
            "objects",
            "states",
            "can",
        )

    def _progress(self, batch: Batch) -> dict[str, Any]:
        progress: dict[str, Any] = self.context["progress"][batch.pk]
        return progress

    def get_tasks(self, batch: Batch) -> int:
        return int(self._progress(batch)["tasks"])

    def get_objects(self, batch: Batch) -> int:
        return int(self._progress(batch)["objects"])

    @extend_schema_field(STATES)
    def get_states(self, batch: Batch) -> dict[str, int]:
        return dict(self._progress(batch)["states"])

    @extend_schema_field(serializers.DictField(child=VerdictField()))
    def get_can(self, batch: Batch) -> dict[str, bool | str]:
        """Per move `true` or the reason why not; only moves that the state allows."""
        user, roles = caller(self.context["request"]), self.context["roles"]
        possible = [verb for verb, move in BATCH_MOVES.items() if batch.state in move.sources]
        return {verb: may_move_batch(user, batch, verb, roles).json() for verb in possible}


class NewBatchSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    priority = serializers.IntegerField(min_value=-100, max_value=100, default=0)
    due = serializers.DateField(allow_null=True, default=None)
    answers = serializers.IntegerField(
        min_value=1,
        max_value=MOST_ANSWERS,
        allow_null=True,
        default=None,
        help_text="People who answer; null: as usual",
    )


class CutSerializer(NewBatchSerializer):
    """`tasks`: these, or null for all that are in no batch; `matching`: all that the filters of the task list leave.

    `size`: so many per batch, or null for one batch.
    """

    tasks = serializers.ListField(child=serializers.UUIDField(), allow_null=True, default=None)
    matching = serializers.BooleanField(required=False)
    size = serializers.IntegerField(min_value=1, allow_null=True, default=None)


class BatchChangeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, required=False)
    priority = serializers.IntegerField(min_value=-100, max_value=100, required=False)
    due = serializers.DateField(allow_null=True, required=False)
    answers = serializers.IntegerField(min_value=1, max_value=MOST_ANSWERS, allow_null=True, required=False)


def described(request: Request, project: Project, *batches: Batch) -> list[dict[str, Any]]:
    """Batches as the API tells them: their counts come from one query."""
    for batch in batches:
        batch.project = project
    roles = roles_in(caller(request), project)
    context = {"request": request, "progress": service.progress(batches), "roles": roles}
    return list(BatchSerializer(batches, many=True, context=context).data)


def batch_or_404(request: Request, pk: UUID) -> Batch:
    """The batch, for those who see inside its project."""
    batch = Batch.objects.select_related("project").filter(pk=pk).first()
    if batch is None or not may_see_inside(caller(request), batch.project):
        raise NotFound("batch")
    return batch


def inside_project(request: Request, pk: UUID) -> Project:
    project = project_or_404(request, pk)
    verdict = may_see_inside(caller(request), project)
    if not verdict:
        raise NotAllowed(verdict.reason or "not-in-project")
    return project


class ByUrgency(Cursor):
    ordering = ("-priority", "created_at", "id")


class ProjectBatches(generics.GenericAPIView[Batch]):
    queryset = Batch.objects.none()
    serializer_class = BatchSerializer
    pagination_class = ByUrgency

    def batches_of(self, project: Project) -> QuerySet[Batch]:
        batches = project.batches.all()
        state = self.request.query_params.get("state")
        return batches.filter(state__in=state.split(",")) if state else batches

    @extend_schema(responses=BatchSerializer(many=True))
    def get(self, request: Request, project: UUID) -> Response:
        """The project's batches, the most urgent first."""
        where = inside_project(request, project)
        page = self.paginate_queryset(self.batches_of(where)) or []
        return self.get_paginated_response(described(request, where, *page))

    @extend_schema(request=NewBatchSerializer, responses={201: BatchSerializer})
    def post(self, request: Request, project: UUID) -> Response:
        """Make an empty batch."""
        where = project_or_404(request, project)
        batch = service.create_batch(project=where, by=caller(request), **parsed(NewBatchSerializer, request))
        return Response(described(request, where, batch)[0], status=status.HTTP_201_CREATED)


class CutBatches(FilteredTasks):
    @extend_schema(request=CutSerializer, responses={201: BatchSerializer(many=True)}, filters=True)
    def post(self, request: Request, project: UUID) -> Response:
        """Make batches of chosen tasks, of all that match the filters, or of all that are in none."""
        where, given = project_or_404(request, project), parsed(CutSerializer, request)
        if given.pop("matching", False):
            given["tasks"] = self.matching()
        made = service.cut_batches(project=where, by=caller(request), **given)
        return Response(described(request, where, *made), status=status.HTTP_201_CREATED)


class OneBatch(APIView):
    @extend_schema(responses=BatchSerializer)
    def get(self, request: Request, batch: UUID) -> Response:
        """One batch."""
        found = batch_or_404(request, batch)
        return Response(described(request, found.project, found)[0])

    @extend_schema(request=BatchChangeSerializer, responses=BatchSerializer)
    def patch(self, request: Request, batch: UUID) -> Response:
        """Change name, priority, due date, or how many people answer each task."""
        found = batch_or_404(request, batch)
        service.change_batch(batch=found, by=caller(request), **parsed(BatchChangeSerializer, request))
        return Response(described(request, found.project, found)[0])

    @extend_schema(responses={204: None})
    def delete(self, request: Request, batch: UUID) -> Response:
        """Dissolve an open batch; its tasks stay."""
        service.dissolve_batch(batch=batch_or_404(request, batch), by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
