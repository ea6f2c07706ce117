"""The one state machine of tasks and batches: no other code writes their `state`.

Each move is checked against a table, authorised, written to the audit trail and to the task's history, and told to the
apps above by a signal. The caller holds a lock on the row (`lock_task`, `lock_batch`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count

from core import audit
from core.bulk import append, column, now_column
from core.errors import DomainError, NotAllowed, NotFound
from core.verdict import Allowed, Denied, Verdict, require
from projects.models import Batch, Project, Task, TaskMove
from projects.policies import batch as batches
from projects.policies import task as policy
from projects.policies.roles import roles_in
from projects.signals import batch_moved, task_moved

if TYPE_CHECKING:
    from accounts.models import User

State = Task.State
BatchState = Batch.State


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed change of state: from where, to where, and who may make it."""

    verb: str
    sources: tuple[str, ...]
    target: str
    who: Callable[[User, Task, policy.Roles], Verdict]
    batch_states: tuple[str, ...] = (BatchState.OPEN,)
    by_system: bool = False


MOVES: dict[str, Move] = {
    move.verb: move
    for move in (
        Move("claim", (State.NEW,), State.CLAIMED, policy.may_claim),
        Move("start", (State.CLAIMED, State.RETURNED), State.IN_PROGRESS, policy.may_label),
        Move("release", (State.CLAIMED, State.IN_PROGRESS), State.NEW, policy.may_give_back, by_system=True),
        Move("release-rework", (State.IN_PROGRESS,), State.RETURNED, policy.may_give_back, by_system=True),
        Move("submit", Task.LABELLING, State.SUBMITTED, policy.may_label),
        Move("skip", Task.LABELLING, State.SKIPPED, policy.may_label),
        Move("reopen", (State.SKIPPED,), State.NEW, policy.may_manage),
        Move("start-review", (State.SUBMITTED,), State.IN_REVIEW, policy.may_start_review),
        Move("stop-review", (State.IN_REVIEW,), State.SUBMITTED, policy.may_stop_review, by_system=True),
        Move("accept", (State.IN_REVIEW,), State.ACCEPTED, policy.may_decide),
        Move("accept-unreviewed", (State.SUBMITTED,), State.ACCEPTED, policy.nobody, by_system=True),
        Move("return", (State.IN_REVIEW,), State.RETURNED, policy.may_decide),
        Move("gather", (State.NEW,), State.SUBMITTED, policy.nobody, by_system=True),
        Move("skip-unanswered", (State.NEW,), State.SKIPPED, policy.nobody, by_system=True),
        Move("ask-again", (State.IN_REVIEW,), State.NEW, policy.may_decide),
        Move("return-answer", Task.GIVEN, State.RETURNED, policy.may_ask_again),
        Move(
            "recall-decision",
            (State.ACCEPTED,),
            State.SUBMITTED,
            policy.may_recall,
            batch_states=(BatchState.OPEN, BatchState.QA_SAMPLING),
        ),
        Move(
            "recall",
            (State.ACCEPTED,),
            State.RETURNED,
            policy.may_recall,
            batch_states=(BatchState.OPEN, BatchState.QA_SAMPLING),
        ),
    )
}  # fmt: skip


def lock_task(task_id: UUID | str) -> Task:
    """The task with its row locked until the transaction ends; whoever locks its documents too locks the task first."""
    tasks = Task.objects.select_for_update(of=("self",)).select_related("project", "batch")
    try:
        return tasks.get(pk=task_id)
    except Task.DoesNotExist:
        raise NotFound("task") from None


def may_move(user: User | None, task: Task, verb: str, roles: policy.Roles | None = None) -> Verdict:
    """Whether `user` (None is the system) may make this move now."""
    rule = MOVES[verb]
    if task.state not in rule.sources:
        return Denied(f"task-{task.state.replace('_', '-')}")
    if task.batch is not None and task.batch.state not in rule.batch_states:
        return Denied("batch-closed")
    if user is None:
        return Allowed if rule.by_system else Denied("not-signed-in")
    if task.project.state != Project.State.ACTIVE:
        return Denied("project-archived")
    return rule.who(user, task, roles_in(user, task.project) if roles is None else roles)


def move_task(
    *,
    task: Task,
    verb: str,
    by: User | None,
    reason: str = "",
    roles: policy.Roles | None = None,
    **changes: Any,
) -> Task:
    """Move a locked task and set `changes` on it; raises NotAllowed with the reason."""
    require(may_move(by, task, verb, roles))
    source, task.state = task.state, MOVES[verb].target
    for name, value in changes.items():
        setattr(task, name, value)
    task.save(update_fields=["state", *changes])
    mover = column([by.pk])[0] if by else None
    move = (column([task.pk])[0], source, task.state, mover, now_column(), reason[:500])
    append(TaskMove, ("task_id", "source", "target", "by_id", "at", "reason"), move)
    audit.record(
        f"task.{verb}",
        task,
        by=by,
        scope=task.project_id,
        source=source,
        target=task.state,
        **({"reason": reason} if reason else {}),
    )
    task_moved.send(Task, task=task, verb=verb, source=source, target=task.state, by=by, reason=reason)
    return task


def require_state(task: Task, *states: str) -> None:
    """Refuse with the reason `task-<state>` unless the task is in one of `states`."""
    if task.state not in states:
        raise NotAllowed(f"task-{task.state.replace('_', '-')}")


@dataclass(frozen=True, slots=True)
class BatchMove:
    """One allowed change of a batch's state."""

    verb: str
    sources: tuple[str, ...]
    target: str
    who: Callable[[User, Batch, batches.Roles], Verdict]
    when_finished: bool = False
    """Only when every task is accepted or skipped, and at least one is accepted."""


BATCH_MOVES: dict[str, BatchMove] = {
    move.verb: move
    for move in (
        BatchMove("sample", (BatchState.OPEN,), BatchState.QA_SAMPLING, batches.may_inspect, when_finished=True),
        BatchMove("approve", (BatchState.QA_SAMPLING,), BatchState.APPROVED, batches.may_approve, when_finished=True),
        BatchMove("reject", (BatchState.QA_SAMPLING,), BatchState.OPEN, batches.may_inspect),
        BatchMove("reopen", (BatchState.APPROVED,), BatchState.OPEN, batches.may_manage),
        BatchMove("deliver", (BatchState.APPROVED,), BatchState.DELIVERED, batches.may_manage),
        BatchMove("client-accept", (BatchState.DELIVERED,), BatchState.CLIENT_ACCEPTED, batches.may_decide_as_client),
        BatchMove("client-return", (BatchState.DELIVERED,), BatchState.CLIENT_REWORK, batches.may_decide_as_client),
        BatchMove("rework", (BatchState.CLIENT_REWORK,), BatchState.OPEN, batches.may_manage),
    )
}  # fmt: skip


def lock_batch(batch_id: UUID | str) -> Batch:
    """The batch with its row locked until the transaction ends."""
    rows = Batch.objects.select_for_update(of=("self",)).select_related("project")
    batch = rows.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("batch")
    return batch


def may_move_batch(user: User, batch: Batch, verb: str, roles: batches.Roles | None = None) -> Verdict:
    """Whether `user` may make this move now, leaving aside whether its tasks are finished."""
    rule = BATCH_MOVES[verb]
    if batch.state not in rule.sources:
        return Denied(f"batch-{batch.state.replace('_', '-')}")
    return rule.who(user, batch, roles_in(user, batch.project) if roles is None else roles)


def move_batch(*, batch: Batch, verb: str, by: User, reason: str = "") -> Batch:
    """Move a locked batch; raises NotAllowed with the reason, or `batch-unfinished`."""
    require(may_move_batch(by, batch, verb))
    if BATCH_MOVES[verb].when_finished:
        _require_finished(batch)
    source, batch.state = batch.state, BATCH_MOVES[verb].target
    batch.save(update_fields=["state"])
    audit.record(
        f"batch.{verb}",
        batch,
        by=by,
        scope=batch.project_id,
        source=source,
        target=batch.state,
        **({"reason": reason} if reason else {}),
    )
    batch_moved.send(Batch, batch=batch, verb=verb, source=source, target=batch.state, by=by, reason=reason)
    return batch


def _require_finished(batch: Batch) -> None:
    states = dict(batch.tasks.values_list("state").annotate(Count("pk")).order_by())
    accepted = states.get(State.ACCEPTED, 0)
    unfinished = sum(count for state, count in states.items() if state not in Task.FINISHED)
    if unfinished or not accepted:
        raise DomainError(
            "batch-unfinished",
            f"{unfinished} tasks of this batch are not finished, {accepted} are accepted.",
            status=409,
            unfinished=unfinished,
            accepted=accepted,
        )
