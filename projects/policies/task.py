"""Who may do what with one task, given that its state allows it; the states are in `projects.services.move`.

Every function takes the person's roles in the task's project, so that a list of verdicts costs one look-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from core.verdict import Allowed, Denied, Verdict
from projects.models import Task, TaskMove
from projects.policies.roles import Role

if TYPE_CHECKING:
    from accounts.models import User

Roles = frozenset[str]


def may_claim(user: User, task: Task, roles: Roles) -> Verdict:
    """Take it to label: an annotator, unless it is meant for somebody else."""
    if Role.ANNOTATOR not in roles:
        return Denied("not-annotator")
    if task.assignee_id not in (None, user.pk):
        return Denied("assigned-to-other")
    if task.asks_several:
        return Denied("asked-of-several")
    if task.answer_to is not None and not wants_answers(task.answer_to, beside=task):
        return Denied("answers-complete")
    return Allowed


def wants_answers(item: Task, *, beside: Task | None = None) -> bool:
    """Whether fewer people than are wanted answer it, not counting the answer `beside`."""
    live = item.answers.live()
    others = live.exclude(pk=beside.pk) if beside else live
    return item.state == Task.State.NEW and others.count() < item.answers_wanted


def may_label(user: User, task: Task, roles: Roles) -> Verdict:
    """Work on it, submit or skip it: the annotator who has it."""
    return Allowed if task.annotator_id == user.pk else Denied("not-assigned")


def may_give_back(user: User, task: Task, roles: Roles) -> Verdict:
    """Put it back into the queue: who has it, or a manager who frees what is stuck."""
    if Role.MANAGER in roles or task.annotator_id == user.pk:
        return Allowed
    return Denied("not-assigned")


def may_start_review(user: User, task: Task, roles: Roles) -> Verdict:
    """Review it: a reviewer who had no part in the work."""
    if Role.REVIEWER not in roles:
        return Denied("not-reviewer")
    return Denied("own-work") if worked_on(user, task) else Allowed


def may_stop_review(user: User, task: Task, roles: Roles) -> Verdict:
    if Role.MANAGER in roles or task.reviewer_id == user.pk:
        return Allowed
    return Denied("not-assigned")


def may_decide(user: User, task: Task, roles: Roles) -> Verdict:
    """Accept or return it: the reviewer who has it. Four eyes are checked once more, at the decision."""
    if task.reviewer_id != user.pk:
        return Denied("not-assigned")
    return Denied("own-work") if worked_on(user, task) else Allowed


def may_ask_again(user: User, task: Task, roles: Roles) -> Verdict:
    """Give an answer back to who gave it: the reviewer who compares it with the others."""
    decides = task.answer_to is not None and task.answer_to.reviewer_id == user.pk
    return Allowed if decides else Denied("not-assigned")


def may_recall(user: User, task: Task, roles: Roles) -> Verdict:
    """Return work that was accepted already: QA, or a manager for the client."""
    if roles.isdisjoint({Role.QA, Role.MANAGER}):
        return Denied("not-qa")
    return Allowed


def may_manage(user: User, task: Task, roles: Roles) -> Verdict:
    return Allowed if Role.MANAGER in roles else Denied("not-manager")


def nobody(user: User, task: Task, roles: Roles) -> Verdict:
    """Only the system does this."""
    return Denied("system-only")


def worked_on(user: User, task: Task) -> bool:
    """Whether the person labelled any of it, in this round or an earlier one."""
    if task.annotator_id == user.pk:
        return True
    labelled = [Task.State.IN_PROGRESS, Task.State.SUBMITTED]
    own = Task.objects.filter(Q(pk=task.pk) | Q(answer_to=task))
    moves = TaskMove.objects.filter(task__in=own, by=user, target__in=labelled, source__in=Task.LABELLING)
    return moves.exists()
