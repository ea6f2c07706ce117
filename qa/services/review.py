"""Decide a review: accept, or return with issues."""

from __future__ import annotations

from django.db import transaction
from projects.services.tasks import accept_task, return_task

from accounts.models import User
from annotation.models import Document, Revision
from core.errors import DomainError
from core.verdict import require
from projects.models import Task
from qa import policies
from qa.models import Finding, Issue, Review


def decide(*, task: Task, decision: str, note: str, by: User) -> Review:
    """Accept a task, or return it to its annotator.

    Accepting is refused while an issue or a blocking finding is open; returning takes an open issue or a note, so that
    the annotator knows why.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update(of=("self",)).select_related("project").get(pk=task.pk)
        require(policies.may_review(by, task))
        open_issues = Issue.objects.filter(task=task, state=Issue.State.OPEN).count()
        if decision == Review.Decision.ACCEPT:
            _require_clean(task, open_issues)
        elif not open_issues and not note.strip():
            raise DomainError(
                "return-without-reason",
                "Say what is wrong: open an issue, or write a note.",
                fields={"note": ["must not be empty"]},
            )
        review = _record(task, decision, note, by)
        if decision == Review.Decision.ACCEPT:
            Issue.objects.filter(task=task, state=Issue.State.RESOLVED).update(state=Issue.State.VERIFIED)
            accept_task(task=task, by=by)
        else:
            return_task(task=task, by=by, reason=note.strip())
    return review


def _require_clean(task: Task, open_issues: int) -> None:
    if open_issues:
        raise DomainError("issues-open", "Issues of this task are still open.", status=409, count=open_issues)
    blocking = Finding.objects.filter(task=task, severity="block", state=Finding.State.OPEN).count()
    if blocking:
        raise DomainError("findings-block", "Findings of this task block it.", status=409, count=blocking)


def _record(task: Task, decision: str, note: str, by: User) -> Review:
    document = Document.objects.filter(task=task, layer=Document.Layer.WORK, owner="").first()
    fixes = (
        Revision.objects.filter(document=document, origin=Revision.Origin.REVIEW, author=by).values_list(
            "patch", flat=True
        )
        if document
        else []
    )
    return Review.objects.create(
        task=task,
        reviewer=by,
        decision=decision,
        note=note.strip(),
        round=task.round,
        revision=document.revision if document else 0,
        fixes=len({change["id"] for patch in fixes for change in patch}),
    )
