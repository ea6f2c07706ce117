"""What quality adds to the apps below: the gate before a submit, sections of the workbench, facets of task lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from accounts.models import User
from annotation.workbench import section
from core import once
from core.errors import DomainError
from projects.models import Task
from projects.services.hooks import submit_check, task_facet
from projects.signals import task_moved
from qa import policies
from qa.models import CheckSetting, Finding, Issue
from qa.services import answers_of_several as answers
from qa.services import checks, sampling
from qa.services.settings import effective
from qa.services.since import changes_since, last_decision

OPEN_FINDINGS = Q(state=Finding.State.OPEN) & ~Q(severity="info")
OPEN_ISSUES = Q(state=Issue.State.OPEN)


@submit_check
def refuse_blocked(task: Task, by: User, revision: int) -> None:
    """Run the submit checks; open blocking findings and unanswered issues of earlier rounds refuse the submit."""
    blocking = checks.blocking(task=task)
    if blocking:
        raise DomainError(
            "findings-block",
            f"{len(blocking)} findings must be mended or waived first.",
            status=409,
            count=len(blocking),
        )
    issues = Issue.objects.filter(OPEN_ISSUES, task=task).count()
    if issues:
        raise DomainError("issues-open", f"{issues} issues are not answered yet.", status=409, count=issues)


@receiver(task_moved, dispatch_uid="qa.combine_answers")
def combine_answers(task: Task, verb: str, **_: Any) -> None:
    """The last answer is in: what they have in common is what the reviewer begins with."""
    if verb == "gather":
        answers.combine(task)


@section("answers")
def several_answers(task: Task, by: User) -> dict[str, Any] | None:
    """What everybody answered, for whoever compares and decides; null where one person labels, or answers are out."""
    if task.annotator_id is not None or task.state not in answers.COMPARED:
        return None
    return answers.compared(task, by)


@section("findings")
def findings(task: Task, by: User) -> list[dict[str, Any]]:
    from qa.api.serializers import FindingSerializer

    found = task.findings.exclude(state=Finding.State.GONE).prefetch_related("waived_by")
    return list(FindingSerializer(found, many=True).data)


@section("issues")
def issues(task: Task, by: User) -> list[dict[str, Any]]:
    from qa.api.serializers import IssueSerializer

    found = task.issues.prefetch_related("opened_by", "comments__by")
    return list(IssueSerializer(found, many=True).data)


@section("since")
def since(task: Task, by: User) -> dict[str, Any] | None:
    """What was decided about the round before, and what is different now."""
    review = last_decision(task)
    if review is None:
        return None
    return {
        "round": review.round,
        "decision": review.decision,
        "note": review.note,
        "by": {"id": str(review.reviewer.pk), "name": review.reviewer.name} if review.reviewer else None,
        "at": review.at.isoformat(),
        "changes": changes_since(review) if review.task_id == task.pk else [],
    }


@section("sample")
def sample(task: Task, by: User) -> dict[str, Any] | None:
    """What was said of the task in an open sample, and what the person may say, for those who inspect."""
    place = sampling.place_in_sample(task)
    if place is None or not policies.may_set_checks(by, task.project):
        return None
    item, figures = place.item, place.figures
    return {
        "id": str(item.sample_id),
        "verdict": item.verdict,
        "note": item.note,
        "can": policies.may_inspect(by, item).json(),
        "inspected": figures.inspected,
        "size": figures.size,
        "next": str(place.next) if place.next else None,
    }


@section("judge")
def judge(task: Task, by: User) -> bool | str:
    """Whether the person opens and verifies issues of the task: true, or the reason why not."""
    return policies.may_open_issue(by, task).json()


@section("checks")
def live_checks(task: Task, by: User) -> dict[str, dict[str, object]]:
    return {setting.check.slug: setting.json() for setting in effective(task.project) if "live" in setting.check.tiers}


def _count(model: type[Finding] | type[Issue], where: Q) -> Combinable:
    rows = model._default_manager.filter(where, task=OuterRef("pk")).order_by().values("task").annotate(n=Count("pk"))
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def _given() -> Combinable:
    rows = Task.objects.filter(answer_to=OuterRef("pk"), state__in=Task.GIVEN).order_by().values("answer_to")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


task_facet(
    "answers",
    count=_given,
    exists=lambda: Exists(Task.objects.filter(answer_to=OuterRef("pk"), state__in=Task.GIVEN)),
)
task_facet(
    "findings",
    count=lambda: _count(Finding, OPEN_FINDINGS),
    exists=lambda: Exists(Finding.objects.filter(OPEN_FINDINGS, task=OuterRef("pk"))),
)
task_facet(
    "issues",
    count=lambda: _count(Issue, OPEN_ISSUES),
    exists=lambda: Exists(Issue.objects.filter(OPEN_ISSUES, task=OuterRef("pk"))),
)


for changed in (post_save, post_delete):
    changed.connect(once.forget, CheckSetting, dispatch_uid="qa.effective")
