"""What people do with a task: submit, skip, decide."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from core.errors import DomainError, NotAllowed
from core.verdict import require
from projects.models import Project, Task
from projects.policies.roles import Role, has_role, roles_in
from projects.services import answers, hooks, leases
from projects.services.move import lock_task, may_move, move_task

if TYPE_CHECKING:
    from accounts.models import User

State = Task.State


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
    if task.answer_to_id is not None:
        _answer_given(task.answer_to_id)
    elif not needs_review(task):
        move_task(task=task, verb="accept-unreviewed", by=None, reviewed_at=timezone.now())


def _answer_given(item_id: UUID) -> None:
    """With the last answer the item goes to review; without review what the answers have in common is accepted."""
    item = lock_task(item_id)
    if answers.gather(item) and not needs_review(item):
        move_task(task=item, verb="accept-unreviewed", by=None, reviewed_at=timezone.now())
        answers.accept(item)


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
    if locked.answer_to_id is not None:
        _answer_given(locked.answer_to_id)
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
    if locked.annotator_id is None:
        answers.accept(locked)
    return locked


@transaction.atomic
def return_task(*, task: Task, by: User, reason: str = "") -> Task:
    """Send the work back to its annotator; QA and managers may recall what was accepted already.

    Where several answered, a return asks all of them again, and a recall asks the reviewer.
    """
    if Task.objects.filter(pk=task.pk, state=State.ACCEPTED).exists():
        locked, verb = lock_task(task.pk), "recall"
    else:
        locked, verb = _in_review(task, by), "return"
    if locked.annotator_id is None and locked.answers.exists():
        return _return_several(locked, verb, by, reason)
    move_task(task=locked, verb=verb, by=by, reason=reason, reviewed_at=timezone.now(), round=locked.round + 1)
    leases.drop(locked)
    return locked


def _return_several(locked: Task, verb: str, by: User, reason: str) -> Task:
    if verb == "recall":
        changes: dict[str, Any] = {"reviewed_at": timezone.now(), "round": locked.round + 1}
        move_task(task=locked, verb="recall-decision", by=by, reason=reason, **changes)
    else:
        answers.ask_again(locked, by=by, reason=reason)
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
    answers.forget_skipped(locked)
    return move_task(task=locked, verb="reopen", by=by, skip_reason="", annotator=None)


def counts(chosen: QuerySet[Task]) -> dict[str, Any]:
    """How many tasks there are, by state, and how many of them are in no batch; in one query."""
    grouped = chosen.order_by().values("state").annotate(n=Count("pk"), loose=Count("pk", filter=Q(batch=None)))
    rows = list(grouped.values_list("state", "n", "loose"))
    return {
        "total": sum(count for _, count, _ in rows),
        "unbatched": sum(unbatched for _, _, unbatched in rows),
        "states": {state: count for state, count, _ in rows},
    }
