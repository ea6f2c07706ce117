"""What people do with tasks: submit, skip, decide, and what managers do to many at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from core import audit
from core.errors import DomainError, NotAllowed
from core.verdict import require
from projects.models import Batch, Project, Task
from projects.policies.roles import Role, has_role, roles_in
from projects.services import hooks, leases
from projects.services.move import lock_task, may_move, move_task

if TYPE_CHECKING:
    from accounts.models import User

State = Task.State
MOST_AT_ONCE = 1000


def require_manager(by: User, project: Project) -> None:
    if not has_role(by, project, Role.MANAGER):
        raise NotAllowed("not-manager")


def submit_task(*, task: Task, by: User, revision: int) -> Task:
    """Hand the work in. `revision` is the document revision the person saw; what is registered in `hooks` may refuse.

    Without review, or outside the reviewed share of the project, the task is accepted at once.
    """
    with transaction.atomic():
        locked = lock_task(task.pk)
        if locked.annotator_id == by.pk and locked.state == State.NEW:
            leases.keep(locked, by)
        roles = roles_in(by, locked.project)
        require(may_move(by, locked, "submit", roles))
        refusal = _refusal(locked, by, revision)
        if refusal is None:
            _hand_in(locked, by, roles)
    if refusal is not None:
        raise refusal
    return locked


def _refusal(task: Task, by: User, revision: int) -> DomainError | None:
    """What a submit check objects to. Returned, not raised, so that what the checks wrote down is kept."""
    try:
        hooks.run_submit_checks(task, by, revision)
    except DomainError as error:
        return error
    return None


def _hand_in(task: Task, by: User, roles: frozenset[str]) -> None:
    move_task(task=task, verb="submit", by=by, roles=roles, submitted_at=timezone.now())
    leases.drop(task)
    if not needs_review(task):
        move_task(task=task, verb="accept-unreviewed", by=None, reviewed_at=timezone.now())


def needs_review(task: Task) -> bool:
    """Whether the project's workflow sends the task to a reviewer; what was returned once always goes there."""
    workflow = task.project.workflow
    mode = workflow.get("review", "all")
    if mode == "all" or task.round > 1:
        return True
    if mode == "none":
        return False
    return _lot(task.pk) < float(workflow.get("review_share", 1.0))


def _lot(task_id: UUID) -> float:
    """A number in [0, 1) that nobody can choose and that never changes for a task."""
    return int.from_bytes(hashlib.sha256(task_id.bytes).digest()[:6], "big") / 2**48


@transaction.atomic
def skip_task(*, task: Task, by: User, reason: str) -> Task:
    """Say that it cannot be labelled, and why; a manager decides what becomes of it."""
    locked = lock_task(task.pk)
    if not reason.strip():
        raise DomainError("reason-missing", "Say why.", fields={"reason": ["is required"]})
    move_task(task=locked, verb="skip", by=by, reason=reason, skip_reason=reason.strip()[:500])
    leases.drop(locked)
    return locked


@transaction.atomic
def start_review(*, task: Task, by: User) -> Task:
    locked = lock_task(task.pk)
    leases.take_up_review(locked, by)
    return locked


@transaction.atomic
def accept_task(*, task: Task, by: User, note: str = "") -> Task:
    """Accept the work; begins the review first when that has not happened."""
    locked = _in_review(task, by)
    move_task(task=locked, verb="accept", by=by, reason=note, reviewed_at=timezone.now())
    leases.drop(locked)
    return locked


@transaction.atomic
def return_task(*, task: Task, by: User, reason: str = "") -> Task:
    """Send the work back to its annotator; QA and managers may recall what was accepted already."""
    if Task.objects.filter(pk=task.pk, state=State.ACCEPTED).exists():
        locked, verb = lock_task(task.pk), "recall"
    else:
        locked, verb = _in_review(task, by), "return"
    move_task(task=locked, verb=verb, by=by, reason=reason, reviewed_at=timezone.now(), round=locked.round + 1)
    leases.drop(locked)
    return locked


def _in_review(task: Task, by: User) -> Task:
    locked = lock_task(task.pk)
    if locked.state == State.SUBMITTED:
        leases.take_up_review(locked, by)
    return locked


@transaction.atomic
def reopen_task(*, task: Task, by: User) -> Task:
    """Put a skipped task into the queue again, for anybody."""
    locked = lock_task(task.pk)
    return move_task(task=locked, verb="reopen", by=by, skip_reason="", annotator=None)


@transaction.atomic
def assign(*, project: Project, tasks: Sequence[UUID], assignee: User | None, by: User) -> int:
    """Name who shall do these tasks, or nobody; returns how many changed.

    A named annotator finds them at the top of their queue. Returned work passes to the one who is named. Tasks that
    somebody has right now are taken from them with their draft; what is submitted or done is left alone.
    """
    require_manager(by, project)
    if assignee is not None and not has_role(assignee, project, Role.ANNOTATOR):
        raise DomainError("not-an-annotator", f"{assignee.name} is no annotator of this project.", name=assignee.name)
    ids = _selected(project, tasks)
    waiting = Task.objects.filter(pk__in=ids, state=State.NEW)
    assigned = list(waiting.select_for_update().values_list("pk", flat=True))
    waiting.update(assignee=assignee)
    others = Task.objects.filter(pk__in=ids, state__in=[*Task.LABELLING, State.SKIPPED]).order_by("number")
    for task_id in list(others.values_list("pk", flat=True)):
        if _reassign(lock_task(task_id), assignee, by):
            assigned.append(task_id)
    name = str(assignee.pk) if assignee else None
    audit.record("tasks.assign", project, by=by, scope=project, tasks=ids_text(assigned), assignee=name)
    return len(assigned)


def _reassign(task: Task, assignee: User | None, by: User) -> bool:
    """Give a task that is under way, returned or skipped to somebody; False when nothing changes."""
    if assignee is None and task.state == State.SKIPPED:
        return False
    if task.state == State.SKIPPED:
        move_task(task=task, verb="reopen", by=by, skip_reason="", annotator=None)
    elif task.state != State.RETURNED and (assignee is None or task.annotator_id != assignee.pk):
        leases.put_back(task, by=by, reason="assigned to somebody else", keep_annotator=False)
    if task.state == State.RETURNED and assignee is not None and task.annotator_id != assignee.pk:
        task.annotator = assignee
        leases.drop(task)
    task.assignee = assignee
    task.save(update_fields=["assignee", "annotator"])
    return True


@transaction.atomic
def set_priority(*, project: Project, tasks: Sequence[UUID], priority: int, by: User) -> int:
    """Higher comes first in the queue, within a batch."""
    require_manager(by, project)
    ids = _selected(project, tasks)
    changed = Task.objects.filter(pk__in=ids).update(priority=priority)
    audit.record("tasks.prioritise", project, by=by, scope=project, tasks=ids_text(ids), priority=priority)
    return changed


@transaction.atomic
def move_to_batch(*, project: Project, tasks: Sequence[UUID], batch: Batch | None, by: User) -> int:
    """Put tasks into an open batch, or into none. Tasks of batches that are past work stay where they are."""
    require_manager(by, project)
    if batch is not None and (batch.project_id != project.pk or batch.state != Batch.State.OPEN):
        raise NotAllowed("batch-closed")
    ids = _selected(project, tasks)
    chosen = Task.objects.filter(pk__in=ids)
    if chosen.exclude(batch=None).exclude(batch__state=Batch.State.OPEN).exists():
        raise NotAllowed("batch-closed")
    changed = chosen.update(batch=batch)
    audit.record(
        "tasks.batch", project, by=by, scope=project, tasks=ids_text(ids), batch=str(batch.pk) if batch else None
    )
    return changed


def counts(chosen: QuerySet[Task]) -> dict[str, Any]:
    """How many tasks there are, by state, and how many of them are in no batch; in one query."""
    grouped = chosen.order_by().values("state").annotate(n=Count("pk"), loose=Count("pk", filter=Q(batch=None)))
    rows = list(grouped.values_list("state", "n", "loose"))
    return {
        "total": sum(count for _, count, _ in rows),
        "unbatched": sum(unbatched for _, _, unbatched in rows),
        "states": {state: count for state, count, _ in rows},
    }


def ids_text(ids: Sequence[UUID]) -> list[str]:
    return [str(each) for each in ids]


@transaction.atomic
def for_each(*, project: Project, tasks: Sequence[UUID], verb: str, by: User) -> dict[str, list[str]]:
    """Do one thing to many tasks as a manager: `reopen` or `free`. Returns what was refused, by reason."""
    from projects.services.queue import free_task

    require_manager(by, project)
    acts: dict[str, Callable[..., Task]] = {"reopen": reopen_task, "free": free_task}
    refused: dict[str, list[str]] = {}
    for task in Task.objects.filter(pk__in=_selected(project, tasks)).order_by("number"):
        try:
            acts[verb](task=task, by=by)
        except NotAllowed as error:
            refused.setdefault(str(error.params["reason"]), []).append(str(task.pk))
    return refused


def _selected(project: Project, tasks: Sequence[UUID]) -> list[UUID]:
    """The ids that are tasks of the project, in order of their numbers."""
    if len(tasks) > MOST_AT_ONCE:
        raise DomainError("too-many-tasks", f"At most {MOST_AT_ONCE} tasks at once.", limit=MOST_AT_ONCE)
    return list(project.tasks.filter(pk__in=tasks).order_by("number").values_list("pk", flat=True))
