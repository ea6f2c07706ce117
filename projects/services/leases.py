"""Leases: who has a task right now. They slide with every heartbeat and save; their expiry keeps the draft."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import audit
from core.errors import NotAllowed
from core.verdict import require
from projects.models import Lease, Project, Task, newest_guideline
from projects.policies import task as policy
from projects.policies.roles import roles_in
from projects.services.move import lock_task, move_task

if TYPE_CHECKING:
    from accounts.models import User

State = Task.State
DEFAULT_MINUTES = 30
SLACK_SECONDS = 5
"""What a heartbeat may claim beyond the time since the last one, for requests that arrive late."""


def lease_time(project: Project) -> timedelta:
    """How long a lease lasts without a sign of life; `workflow.lease_minutes`, half an hour by default."""
    minutes = project.workflow.get("lease_minutes", DEFAULT_MINUTES)
    return timedelta(minutes=max(1, int(minutes)))


def hold(task: Task, by: User) -> Lease:
    """Give `by` the lease of a locked task, or renew it."""
    now = timezone.now()
    lease = Lease(task=task, user=by, until=now + lease_time(task.project), counted=now)
    Lease.objects.bulk_create([lease], update_conflicts=True, unique_fields=["task"], update_fields=["user", "until"])
    return lease


def drop(task: Task) -> None:
    Lease.objects.filter(task=task).delete()


def take_up(task: Task, by: User, roles: policy.Roles | None = None) -> None:
    """Give a locked task to `by` for labelling, or let them go on with it; raises NotAllowed with the reason.

    `roles` are those of `by`, when they are known.
    """
    if task.state == State.NEW:
        guideline = newest_guideline(task.project)
        version = guideline.version if guideline else None
        move_task(task=task, verb="claim", by=by, roles=roles, annotator=by, guideline_version=version)
    elif task.state not in Task.LABELLING:
        raise NotAllowed(f"task-{task.state.replace('_', '-')}")
    elif task.state == State.RETURNED and task.annotator_id is None:
        _take_over_rework(task, by)
    elif task.annotator_id != by.pk:
        raise NotAllowed("returned-to-other" if task.state == State.RETURNED else "held-by-other")
    hold(task, by)


def _take_over_rework(task: Task, by: User) -> None:
    """Returned work whose annotator has left the project waits for anybody."""
    require(policy.may_claim(by, task, roles_in(by, task.project)))
    task.annotator = by
    task.save(update_fields=["annotator"])
    audit.record("task.take-over", task, by=by, scope=task.project_id)


def take_up_review(task: Task, by: User, roles: policy.Roles | None = None) -> None:
    """Give a locked task to `by` for review, or let them go on with it."""
    if task.state == State.IN_REVIEW and task.reviewer_id != by.pk:
        raise NotAllowed("held-by-other")
    if task.state != State.IN_REVIEW:
        move_task(task=task, verb="start-review", by=by, roles=roles, reviewer=by)
    hold(task, by)


def keep(task: Task, by: User) -> bool:
    """Let whoever has a locked task go on with it, even after their lease ran out, as long as nobody else took it.

    Renews at most once a minute. Returns False when the task is not theirs to go on with.
    """
    labels = task.annotator_id == by.pk
    if labels and task.state == State.NEW and task.assignee_id in (None, by.pk):
        take_up(task, by)
    elif task.reviewer_id == by.pk and task.state == State.SUBMITTED:
        take_up_review(task, by)
    elif not (
        (labels and task.state in Task.LABELLING) or (task.reviewer_id == by.pk and task.state == State.IN_REVIEW)
    ):
        return False
    elif _ends_soon(task, by):
        hold(task, by)
    return True


def _ends_soon(task: Task, by: User) -> bool:
    fresh = timezone.now() + lease_time(task.project) - timedelta(minutes=1)
    return not Lease.objects.filter(task=task, user=by, until__gt=fresh).exists()


def heartbeat(*, task: Task, by: User, active_seconds: int) -> Lease:
    """Slide the lease and count active time, never more of it than has passed since it was last counted.

    So a report that arrives twice, or from two tabs, adds no time that nobody spent.
    """
    with transaction.atomic():
        task = lock_task(task.pk)
        before = Lease.objects.filter(task=task, user=by).first()
        if not keep(task, by):
            raise NotAllowed("lease-lost")
        lease = hold(task, by)
        _count(task, before, active_seconds)
        return lease


def _count(task: Task, lease: Lease | None, active_seconds: int) -> None:
    """Add active seconds to a locked task, as far as its lease has run since the last count."""
    if lease is None or active_seconds <= 0:
        return
    now = timezone.now()
    seconds = min(active_seconds, int((now - lease.counted).total_seconds()) + SLACK_SECONDS)
    if seconds <= 0:
        return
    # What arrived early is owed by the next report.
    counted = max(now, lease.counted + timedelta(seconds=seconds))
    Lease.objects.filter(pk=lease.pk).update(counted=counted)
    column = "review_seconds" if task.state == State.IN_REVIEW else "annotate_seconds"
    Task.objects.filter(pk=task.pk).update(**{column: F(column) + seconds})


def put_back(task: Task, *, by: User | None, reason: str = "", keep_annotator: bool = True) -> Task:
    """Give a locked task back: work goes to the queue with its draft, a review to the review queue.

    A draft stays first choice of whoever began it, unless a manager frees it for others.
    """
    if task.state == State.IN_REVIEW:
        move_task(task=task, verb="stop-review", by=by, reason=reason)
    elif task.state == State.IN_PROGRESS and task.round > 1:
        move_task(task=task, verb="release-rework", by=by, reason=reason)
    elif task.state == State.IN_PROGRESS and keep_annotator:
        move_task(task=task, verb="release", by=by, reason=reason)
    elif task.state in (State.CLAIMED, State.IN_PROGRESS):
        move_task(task=task, verb="release", by=by, reason=reason, annotator=None)
    drop(task)
    return task


def release_expired(project: Project | None = None) -> int:
    """Put back what nobody has given a sign of life for; returns how many tasks. Safe to run beside anything else."""
    expired = Lease.objects.filter(until__lt=timezone.now())
    if project is not None:
        expired = expired.filter(task__project=project)
    released = 0
    for task_id in list(expired.values_list("task", flat=True)[:1000]):
        released += _release_if_expired(task_id)
    return released


def _release_if_expired(task_id: UUID) -> bool:
    with transaction.atomic():
        locked = Task.objects.select_for_update(of=("self",), skip_locked=True).select_related("project", "batch")
        task = locked.filter(pk=task_id, lease__until__lt=timezone.now()).first()
        if task is None:
            return False
        if task.batch is None or task.batch.state == "open":
            put_back(task, by=None, reason="lease expired")
        else:
            drop(task)
        return True
