"""Decide a review: accept, or return with issues."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Case, When

from accounts.models import User
from annotation.models import Document, Revision
from core.errors import DomainError
from projects.models import Task
from projects.services.move import lock_task
from projects.services.tasks import accept_task, return_task
from qa.models import Finding, Issue, Review
from qa.services.changes import changes_of

MOST_REASON = 500
"""Characters of a reason that lists show; the issue has the rest."""


@transaction.atomic
def decide(*, task: Task, decision: str, note: str, by: User) -> Review:
    """Accept a task, or return it to its annotator. Who may do so is the task state machine's to say.

    Accepting is refused while an issue or a blocking finding is open; returning takes an open issue or a note, so that
    the annotator knows why.
    """
    task = lock_task(task.pk)
    round_decided = task.round
    open_issues = Issue.objects.filter(task=task, state=Issue.State.OPEN).count()
    if decision == Review.Decision.ACCEPT:
        # Who may not accept hears that, and not what is still open; what fails afterwards undoes the move.
        accept_task(task=task, by=by, note=note.strip())
        _require_clean(task, open_issues)
        Issue.objects.filter(task=task, state=Issue.State.RESOLVED).update(state=Issue.State.VERIFIED)
    else:
        if not open_issues and not note.strip():
            raise DomainError(
                "return-without-reason",
                "Say what is wrong: open an issue, or write a note.",
                fields={"note": ["must not be empty"]},
            )
        return_task(task=task, by=by, reason=(note.strip() or _first_words(task))[:MOST_REASON])
    return _record(task, decision, note, round_decided, by)


def _first_words(task: Task) -> str:
    """What is said of the gravest open issue: a return without a note still says in lists why it came back."""
    gravity = Case(*(When(severity=severity, then=at) for at, severity in enumerate(Issue.Severity.values)))
    issue = Issue.objects.filter(task=task, state=Issue.State.OPEN).order_by(gravity, "created_at", "id").first()
    words = issue.comments.order_by("at", "id").first() if issue else None
    return words.text if words else ""


def _require_clean(task: Task, open_issues: int) -> None:
    if open_issues:
        raise DomainError("issues-open", "Issues of this task are still open.", status=409, count=open_issues)
    blocking = Finding.objects.filter(task=task, severity="block", state=Finding.State.OPEN).count()
    if blocking:
        raise DomainError("findings-block", "Findings of this task block it.", status=409, count=blocking)


def _record(task: Task, decision: str, note: str, round_decided: int, by: User) -> Review:
    document = Document.objects.filter(task=task, layer=Document.Layer.WORK, owner="").first()
    fixes = Revision.objects.filter(document=document, origin=Revision.Origin.REVIEW, author=by)
    changed = {change["id"] for patch in fixes.patches() for change in patch}
    return Review.objects.create(
        task=task,
        reviewer=by,
        decision=decision,
        note=note.strip(),
        round=round_decided,
        revision=document.revision if document else 0,
        fixes=len(changed),
        changes=changes_of(document, by) if document else {},
    )
