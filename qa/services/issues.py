"""Issues: what should be mended, pinned to an object or a place, with a thread."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.verdict import require
from projects.models import Task
from qa import policies
from qa.models import Comment, Issue
from qa.services.notices import tell_comment


def open_issue(
    *,
    task: Task,
    type: str,
    severity: str,
    text: str,
    by: User,
    record: UUID | None = None,
    anchor: dict[str, Any] | None = None,
) -> Issue:
    """Open an issue with its first comment."""
    require(policies.may_open_issue(by, task))
    return _open(task, by, text, type=type, severity=severity, record=record, anchor=anchor)


def open_by_client(*, task: Task, type: str, text: str, by: User | None, record: UUID | None = None) -> Issue:
    """What the client said about a delivered task, as a major issue; the caller has asked delivery's policy."""
    return _open(task, by, text, type=type, severity=Issue.Severity.MAJOR, record=record, anchor=None)


def _open(task: Task, by: User | None, text: str, **what: Any) -> Issue:
    with transaction.atomic():
        issue = Issue.objects.create(task=task, round=task.round, opened_by=by, **what)
        if text.strip():
            tell_comment(Comment.objects.create(issue=issue, by=by, text=text.strip()))
        kind, severity = what["type"], what["severity"]
        audit.record("issue.open", issue, by=by, scope=task.project_id, task=str(task.pk), type=kind, severity=severity)
    return issue


@transaction.atomic
def comment(*, issue: Issue, text: str, by: User) -> Comment:
    require(policies.may_comment(by, issue))
    if not text.strip():
        raise DomainError("comment-empty", "Write something first.", fields={"text": ["must not be empty"]})
    said = Comment.objects.create(issue=issue, by=by, text=text.strip())
    audit.record("issue.comment", issue, by=by, scope=issue.task.project_id, task=str(issue.task_id))
    tell_comment(said)
    return said


def resolve(*, issue: Issue, by: User) -> Issue:
    """The annotator says that it is mended; whoever reviews verifies it."""
    require(policies.may_resolve(by, issue))
    return _move(issue, Issue.State.RESOLVED, by)


def verify(*, issue: Issue, by: User) -> Issue:
    """The reviewer says that it is mended indeed."""
    require(policies.may_verify(by, issue))
    return _move(issue, Issue.State.VERIFIED, by)


def reopen(*, issue: Issue, by: User) -> Issue:
    """It is not mended after all."""
    require(policies.may_resolve(by, issue))
    return _move(issue, Issue.State.OPEN, by)


def _move(issue: Issue, state: Issue.State, by: User) -> Issue:
    with transaction.atomic():
        issue = Issue.objects.select_for_update(of=("self",)).select_related("task").get(pk=issue.pk)
        issue.state = state
        issue.resolved_by = None if state == Issue.State.OPEN else by
        issue.resolved_at = None if state == Issue.State.OPEN else timezone.now()
        issue.save(update_fields=["state", "resolved_by", "resolved_at"])
        audit.record(f"issue.{state}", issue, by=by, scope=issue.task.project_id, task=str(issue.task_id))
    return issue
