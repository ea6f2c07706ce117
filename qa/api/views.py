"""Findings, issues, reviews and check settings over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from core.api.pagination import Cursor
from core.verdict import require
from projects.models import Batch, Project, Task
from qa import policies
from qa.api import serializers as s
from qa.api.figures import RaterAgreementSerializer
from qa.models import Finding, Issue, Review
from qa.services import checks, findings, issues, preview, raters, review, summary
from qa.services.settings import Effective, effective, set_check


def project_or_404(request: Request, pk: UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(caller(request)), pk=pk)


def task_or_404(request: Request, pk: UUID) -> Task:
    """A task whose quality this person may see; otherwise it does not exist for them."""
    task = get_object_or_404(
        Task.objects.unsealed_for(caller(request))
        .select_related("project", "asset")
        .filter(project__in=Project.objects.visible_to(caller(request))),
        pk=pk,
    )
    require(policies.may_see_task(caller(request), task))
    return task


class FindingFilter(filters.FilterSet):
    batch = filters.UUIDFilter(field_name="task__batch")
    task = filters.UUIDFilter(field_name="task")
    check = filters.CharFilter(field_name="check_slug")
    annotator = filters.UUIDFilter(field_name="task__annotator")

    class Meta:
        model = Finding
        fields = ("severity", "state")


class ByFound(Cursor):
    ordering = ("-found_at", "id")


class ProjectFindings(generics.ListAPIView[Finding]):
    """Findings of a project, the newest first."""

    serializer_class = s.FindingRowSerializer
    filterset_class = FindingFilter
    pagination_class = ByFound

    def get_queryset(self) -> QuerySet[Finding]:
        if getattr(self, "swagger_fake_view", False):
            return Finding.objects.none()
        project = project_or_404(self.request, self.kwargs["project"])
        require(policies.may_see_quality(caller(self.request), project))
        found = Finding.objects.filter(task__project=project, task__sealed=False).exclude(state=Finding.State.GONE)
        return found.select_related("task__asset", "waived_by")


class IssueFilter(filters.FilterSet):
    batch = filters.UUIDFilter(field_name="task__batch")
    annotator = filters.UUIDFilter(field_name="task__annotator")

    class Meta:
        model = Issue
        fields = ("type", "severity", "state", "task")


class ByCreated(Cursor):
    ordering = ("-created_at", "id")


def with_threads(queryset: QuerySet[Issue]) -> QuerySet[Issue]:
    return queryset.select_related("task", "opened_by").prefetch_related("comments__by")


class ProjectIssues(generics.ListAPIView[Issue]):
    """Issues of a project, the newest first, with their threads."""

    serializer_class = s.IssueRowSerializer
    filterset_class = IssueFilter
    pagination_class = ByCreated

    def get_queryset(self) -> QuerySet[Issue]:
        if getattr(self, "swagger_fake_view", False):
            return Issue.objects.none()
        project = project_or_404(self.request, self.kwargs["project"])
        require(policies.may_see_quality(caller(self.request), project))
        return with_threads(Issue.objects.filter(task__project=project)).select_related("task__asset")


class TaskIssues(APIView):
    """Open an issue on a task."""

    @extend_schema(request=s.NewIssueSerializer, responses={201: s.IssueSerializer})
    def post(self, request: Request, task: UUID) -> Response:
        data = s.NewIssueSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        issue = issues.open_issue(task=task_or_404(request, task), by=caller(request), **data.validated_data)
        return Response(
            s.IssueSerializer(with_threads(Issue.objects.filter(pk=issue.pk)).get()).data, status.HTTP_201_CREATED
        )


class IssueView(APIView):
    """Base of the verbs of one issue."""

    def issue(self, request: Request, pk: UUID) -> Issue:
        issue = get_object_or_404(Issue.objects.select_related("task__project"), pk=pk)
        task_or_404(request, issue.task_id)
        return issue

    def answer(self, issue: Issue) -> Response:
        return Response(s.IssueSerializer(with_threads(Issue.objects.filter(pk=issue.pk)).get()).data)


class IssueComments(IssueView):
    @extend_schema(request=s.NewCommentSerializer, responses={201: s.IssueSerializer})
    def post(self, request: Request, issue: UUID) -> Response:
        data = s.NewCommentSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        found = self.issue(request, issue)
        issues.comment(issue=found, by=caller(request), **data.validated_data)
        response = self.answer(found)
        response.status_code = status.HTTP_201_CREATED
        return response


class IssueResolve(IssueView):
    @extend_schema(request=None, responses=s.IssueSerializer)
    def post(self, request: Request, issue: UUID) -> Response:
        return self.answer(issues.resolve(issue=self.issue(request, issue), by=caller(request)))


class IssueVerify(IssueView):
    @extend_schema(request=None, responses=s.IssueSerializer)
    def post(self, request: Request, issue: UUID) -> Response:
        return self.answer(issues.verify(issue=self.issue(request, issue), by=caller(request)))


class IssueReopen(IssueView):
    @extend_schema(request=None, responses=s.IssueSerializer)
    def post(self, request: Request, issue: UUID) -> Response:
        return self.answer(issues.reopen(issue=self.issue(request, issue), by=caller(request)))


class TaskCheck(APIView):
    """Run the checks of a task now."""

    @extend_schema(request=None, responses=s.FindingSerializer(many=True))
    def post(self, request: Request, task: UUID) -> Response:
        found = checks.check_task(task=task_or_404(request, task))
        return Response(s.FindingSerializer(found, many=True).data)


class TaskReview(APIView):
    """Accept a task or return it."""

    @extend_schema(request=s.DecisionSerializer, responses=s.ReviewSerializer)
    def post(self, request: Request, task: UUID) -> Response:
        data = s.DecisionSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        found = get_object_or_404(
            Task.objects.filter(project__in=Project.objects.visible_to(caller(request))).select_related("project"),
            pk=task,
        )
        decided = review.decide(task=found, by=caller(request), **data.validated_data)
        return Response(s.ReviewSerializer(decided).data)


class ByTime(Cursor):
    ordering = ("-at", "id")


class TaskReviews(generics.ListAPIView[Review]):
    """The decisions about a task, the newest first."""

    serializer_class = s.ReviewSerializer
    pagination_class = ByTime

    def get_queryset(self) -> QuerySet[Review]:
        if getattr(self, "swagger_fake_view", False):
            return Review.objects.none()
        return Review.objects.filter(task=task_or_404(self.request, self.kwargs["task"])).select_related("reviewer")


class FindingView(APIView):
    def finding(self, request: Request, pk: UUID) -> Finding:
        finding = get_object_or_404(Finding.objects.select_related("task__project", "waived_by"), pk=pk)
        task_or_404(request, finding.task_id)
        return finding


class FindingWaive(FindingView):
    @extend_schema(request=s.ReasonSerializer, responses=s.FindingSerializer)
    def post(self, request: Request, finding: UUID) -> Response:
        data = s.ReasonSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        found = findings.waive(finding=self.finding(request, finding), by=caller(request), **data.validated_data)
        return Response(s.FindingSerializer(found).data)


class FindingReopen(FindingView):
    @extend_schema(request=None, responses=s.FindingSerializer)
    def post(self, request: Request, finding: UUID) -> Response:
        found = findings.reopen(finding=self.finding(request, finding), by=caller(request))
        return Response(s.FindingSerializer(found).data)


class ProjectChecks(APIView):
    """The checks of a project, as it runs them."""

    pagination_class = None

    @extend_schema(responses=s.CheckSerializer(many=True))
    def get(self, request: Request, project: UUID) -> Response:
        found = project_or_404(request, project)
        require(policies.may_see_quality(caller(request), found))
        return Response([check_json(setting) for setting in effective(found)])


class ProjectCheck(APIView):
    """Set one check of a project."""

    @extend_schema(request=s.CheckSettingSerializer, responses=s.CheckSerializer)
    def put(self, request: Request, project: UUID, check: str) -> Response:
        data = s.CheckSettingSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        found = project_or_404(request, project)
        set_check(project=found, slug=check, by=caller(request), **data.validated_data)
        return Response(next(check_json(setting) for setting in effective(found) if setting.check.slug == check))


class CheckPreview(APIView):
    """What a check would find with other thresholds; nothing is kept."""

    @extend_schema(request=s.CheckPreviewRequestSerializer, responses=s.CheckPreviewSerializer)
    def post(self, request: Request, project: UUID, check: str) -> Response:
        data = s.CheckPreviewRequestSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        found = project_or_404(request, project)
        seen = preview.preview(project=found, slug=check, by=caller(request), **data.validated_data)
        return Response(s.CheckPreviewSerializer(seen).data)


def check_json(setting: Effective) -> dict[str, Any]:
    check = setting.check
    return {
        "slug": check.slug,
        "code": check.code,
        "title": check.title.json(),
        "message": check.message.json(),
        "tiers": sorted(check.tiers),
        **setting.json(),
        "limits": [
            {
                "key": param.key,
                "title": param.title.json(),
                "default": param.default,
                "minimum": param.minimum,
                "maximum": param.maximum,
                "unit": param.unit,
            }
            for param in check.params
        ],
    }


class CheckRuns(APIView):
    """Check a batch, or the whole project, on a worker."""

    @extend_schema(request=s.NewCheckRunSerializer, responses={202: s.CheckRunSerializer})
    def post(self, request: Request, project: UUID) -> Response:
        data = s.NewCheckRunSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        found = project_or_404(request, project)
        pk = data.validated_data["batch"]
        batch = get_object_or_404(Batch, project=found, pk=pk) if pk else None
        run = checks.start_run(project=found, batch=batch, by=caller(request))
        return Response(s.CheckRunSerializer(run).data, status.HTTP_202_ACCEPTED)


class ProjectAgreement(APIView):
    """How far the people agree who answered the same tasks without seeing one another."""

    @extend_schema(responses=RaterAgreementSerializer)
    def get(self, request: Request, project: UUID) -> Response:
        found = project_or_404(request, project)
        require(policies.may_see_quality(caller(request), found))
        return Response(raters.agreement_of_raters(found))


class ProjectQuality(APIView):
    """Figures of a project's quality, or of one batch (`?batch=`)."""

    @extend_schema(responses=s.QualitySummarySerializer)
    def get(self, request: Request, project: UUID) -> Response:
        found = project_or_404(request, project)
        require(policies.may_see_quality(caller(request), found))
        pk = request.query_params.get("batch")
        batch = get_object_or_404(Batch, project=found, pk=pk) if pk else None
        return Response(summary.quality_summary(project=found, batch=batch))
