"""Long work over HTTP: watch it, cancel it, retry it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.fields import NamedPersonSerializer, VerdictField, caller
from core.api.pagination import Cursor
from core.jobs import KINDS
from core.models import Job
from core.policies import may_run_installation
from core.services import jobs as service
from core.verdict import Allowed, Denied, Verdict


class JobLineSerializer(serializers.Serializer[Any]):
    """One line of a job's log; the browser translates `jobs:log.<code>`."""

    at = serializers.DateTimeField()
    level = serializers.ChoiceField(choices=["info", "warning", "error"])
    code = serializers.CharField()
    params = serializers.DictField()


class JobErrorSerializer(serializers.Serializer[Any]):
    """What stopped a job; the browser translates `errors:<code>`."""

    code = serializers.CharField()
    message = serializers.CharField()
    params = serializers.DictField()


class JobCanSerializer(serializers.Serializer[Any]):
    cancel = VerdictField()
    retry = VerdictField()


class JobSerializer(serializers.ModelSerializer[Job]):
    """A job in a list: how far it is, and what may be done about it."""

    created_by = NamedPersonSerializer(allow_null=True)
    error = serializers.SerializerMethodField()
    can = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields: tuple[str, ...] = (
            "id",
            "kind",
            "scope",
            "subject",
            "title",
            "state",
            "done",
            "total",
            "result",
            "error",
            "cancel_requested",
            "attempt",
            "created_by",
            "created_at",
            "started_at",
            "heartbeat",
            "finished_at",
            "can",
        )

    @extend_schema_field(JobErrorSerializer(allow_null=True))
    def get_error(self, job: Job) -> dict[str, Any] | None:
        """A crash's trace is for those who run the installation."""
        if not job.error or self.context.get("with_trace"):
            return dict(job.error) if job.error else None
        params = {name: value for name, value in job.error.get("params", {}).items() if name != "trace"}
        return {**job.error, "params": params}

    @extend_schema_field(JobCanSerializer)
    def get_can(self, job: Job) -> dict[str, Any]:
        return {"cancel": may_cancel(job).json(), "retry": may_retry(job).json()}


class JobDetailSerializer(JobSerializer):
    """A job with its log."""

    log = JobLineSerializer(many=True)

    class Meta(JobSerializer.Meta):
        fields = (*JobSerializer.Meta.fields, "log")


def may_cancel(job: Job) -> Verdict:
    """Whoever sees a job may control it; what remains is whether there is anything to cancel."""
    if not job.is_active:
        return Denied("job-ended")
    return Denied("job-stopping") if job.cancel_requested else Allowed


def may_retry(job: Job) -> Verdict:
    if job.state not in {Job.State.FAILED, Job.State.CANCELLED}:
        return Denied("job-not-ended")
    return Allowed if job.kind in KINDS else Denied("unknown-job-kind")


class ChoicesFilter(filters.BaseInFilter, filters.ChoiceFilter):
    """Several choices with commas between them."""


class JobFilter(filters.FilterSet):
    active = filters.BooleanFilter(method="filter_active", help_text="Queued and running, or only those that ended")
    mine = filters.BooleanFilter(method="filter_mine", help_text="Only what the caller started")
    state = ChoicesFilter(choices=Job.State.choices, lookup_expr="in", help_text="One or several, with commas between")

    class Meta:
        model = Job
        fields = ("scope", "kind", "subject")

    def filter_active(self, jobs: QuerySet[Job], name: str, value: bool) -> QuerySet[Job]:
        active = [Job.State.QUEUED, Job.State.RUNNING]
        return jobs.filter(state__in=active) if value else jobs.exclude(state__in=active)

    def filter_mine(self, jobs: QuerySet[Job], name: str, value: bool) -> QuerySet[Job]:
        return jobs.filter(created_by=caller(self.request)) if value else jobs


class NewestFirst(Cursor):
    ordering = ("-created_at", "-id")


def job_or_404(request: Request, pk: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(caller(request)).select_related("created_by"), pk=pk)


def described(request: Request, job: Job) -> Response:
    context = {"request": request, "with_trace": bool(may_run_installation(caller(request)))}
    return Response(JobDetailSerializer(job, context=context).data)


class Jobs(generics.ListAPIView[Job]):
    """The caller's jobs, and those of the projects they manage; the newest first."""

    serializer_class = JobSerializer
    filterset_class = JobFilter
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Job]:
        if getattr(self, "swagger_fake_view", False):
            return Job.objects.none()
        return Job.objects.visible_to(caller(self.request)).select_related("created_by").defer("log", "state_data")


class OneJob(APIView):
    @extend_schema(responses=JobDetailSerializer)
    def get(self, request: Request, job: UUID) -> Response:
        """A job with its log."""
        return described(request, job_or_404(request, job))


class CancelJob(APIView):
    @extend_schema(request=None, responses=JobDetailSerializer)
    def post(self, request: Request, job: UUID) -> Response:
        """Ask the job to stop: one that waits ends at once, one that runs at its next report."""
        return described(request, service.cancel(job=job_or_404(request, job), by=caller(request)))


class RetryJob(APIView):
    @extend_schema(request=None, responses=JobDetailSerializer)
    def post(self, request: Request, job: UUID) -> Response:
        """Run a job that failed or was cancelled again, from where it stopped."""
        return described(request, service.retry(job=job_or_404(request, job), by=caller(request)))
