"""The pull queue: the next task for somebody, handed out so that no two people ever get the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from core.errors import NotAllowed, NotFound
from core.verdict import Denied, require
from projects.models import Batch, Lease, Project, Task, TaskMove
from projects.policies.roles import Role, roles_in
from projects.policies.task import Roles
from projects.services import answers, leases
from projects.services.move import lock_task

if TYPE_CHECKING:
    from accounts.models import User

Slot = Literal["annotator", "reviewer"]
State = Task.State

IN_OPEN_BATCH = Q(batch=None) | Q(batch__state=Batch.State.OPEN)
NEW = Q(state=State.NEW, assignee=None, annotator=None, answer_to=None)
DRAFTS = Q(state=State.NEW, assignee=None, annotator__isnull=False, answer_to=None)
ORPHANS = Q(state=State.RETURNED, annotator=None, answer_to=None)
"""Returned work whose annotator has left the project."""
BY_PRIORITY = (
    F("batch__priority").desc(nulls_last=True),
    F("batch__created_at").asc(nulls_last=True),
    "-priority",
    "number",
)


def next_task(*, project: Project, by: User, slot: Slot) -> Task | None:
    """Claim what `by` should do next; None when there is nothing.

    Annotator: what they have begun, what was returned to them, what is assigned to them by name, then the queue by
    priority of batch and task and by number. Reviewer: what they have begun, rework of what they returned, then what
    was submitted.
    """
    if project.state != Project.State.ACTIVE:
        raise NotAllowed("project-archived")
    roles = require_slot(by, project, slot)
    take = _take_for_review if slot == "reviewer" else _take_for_labelling
    task = take(project, by, roles)
    if task is None and leases.release_expired(project):
        task = take(project, by, roles)
    return task


def require_slot(by: User, project: Project, slot: Slot) -> Roles:
    """The roles of `by`, among which is that of the slot."""
    role, reason = (Role.REVIEWER, "not-reviewer") if slot == "reviewer" else (Role.ANNOTATOR, "not-annotator")
    roles = roles_in(by, project)
    if role not in roles:
        require(Denied(reason))
    return roles


@transaction.atomic
def claim_task(*, task: Task, by: User, slot: Slot) -> Task:
    """Claim this very task, or go on with it."""
    locked = lock_task(task.pk)
    if slot == "reviewer":
        leases.take_up_review(locked, by)
    else:
        leases.take_up(locked, by)
    return locked


@transaction.atomic
def release_task(*, task: Task, by: User) -> Task:
    """Give it back to the queue; the draft stays. Only whoever has it; managers use `free_task`."""
    locked = lock_task(task.pk)
    holder = locked.reviewer_id if locked.state == State.IN_REVIEW else locked.annotator_id
    if holder != by.pk:
        raise NotAllowed("not-assigned")
    return leases.put_back(locked, by=by)


@transaction.atomic
def free_task(*, task: Task, by: User, reason: str = "") -> Task:
    """Take a task away from whoever has it, so that somebody else can go on with the draft. For managers."""
    locked = lock_task(task.pk)
    if Role.MANAGER not in roles_in(by, locked.project):
        raise NotAllowed("not-manager")
    if locked.state not in (State.CLAIMED, State.IN_PROGRESS, State.IN_REVIEW, State.RETURNED):
        raise NotAllowed(f"task-{locked.state.replace('_', '-')}")
    return leases.put_back(locked, by=by, reason=reason, keep_annotator=False)


def _locked(project: Project) -> QuerySet[Task]:
    """Tasks of the project; taking one locks it and steps over those that somebody else is taking."""
    tasks = project.tasks.select_for_update(of=("self",), skip_locked=True)
    return tasks.select_related("batch")


@transaction.atomic
def _take_for_labelling(project: Project, by: User, roles: Roles) -> Task | None:
    task = _mine(project, by)
    for kind in (NEW, ORPHANS, DRAFTS):
        task = task or _from_queue(project, kind, by)
    if task is not None:
        leases.take_up(task, by, roles)
    return task


def _mine(project: Project, by: User) -> Task | None:
    held = project.tasks.filter(Q(annotator=by) | Q(assignee=by), state__in=(State.NEW, *Task.LABELLING))
    if not held.exists():  # as most often: no need to sort
        return None
    begun = Q(annotator=by, state__in=[State.CLAIMED, State.IN_PROGRESS])
    returned = Q(annotator=by, state=State.RETURNED)
    assigned = Q(assignee=by, state=State.NEW)
    draft = Q(annotator=by, assignee=None, state=State.NEW, answer_to=None)
    rank = Case(
        When(begun, then=Value(0)),
        When(returned, then=Value(1)),
        When(assigned, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    mine = _locked(project).filter(begun | returned | assigned | draft).filter(IN_OPEN_BATCH)
    return mine.annotate(rank=rank).order_by("rank", *BY_PRIORITY).first()


def _from_queue(project: Project, kind: Q, by: User) -> Task | None:
    """Batch by batch, so that the index hands out the next task without sorting the whole queue."""
    waiting = Task.objects.filter(kind, batch=OuterRef("pk"))
    batches = Batch.objects.filter(Exists(waiting), project=project, state=Batch.State.OPEN)
    order = list(batches.order_by("-priority", "created_at", "id").values_list("pk", "answers", "priority"))
    urgent = [(pk, several) for pk, several, priority in order if priority >= 0]
    later = [(pk, several) for pk, several, priority in order if priority < 0]
    for batch, several in [*urgent, (None, None), *later]:
        queue = _locked(project).filter(kind, batch=batch).order_by("-priority", "number")
        wanted = several or int(project.workflow.get("answers", 1))
        task = answers.begin(queue, by, wanted) if kind is NEW and wanted > 1 else queue.first()
        if task is not None:
            return task
    return None


@transaction.atomic
def _take_for_review(project: Project, by: User, roles: Roles) -> Task | None:
    visible = Task.objects.visible_to(by).values("pk")
    begun = Q(reviewer=by, state=State.IN_REVIEW)
    again = Q(reviewer=by, state=State.SUBMITTED)
    fresh = Q(reviewer=None, state=State.SUBMITTED)
    rank = Case(
        When(begun, then=Value(0)),
        When(again, then=Value(1)),
        When(fresh, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    open_to_me = _locked(project).filter(begun | Q(state=State.SUBMITTED) & foreign_to(by)).filter(IN_OPEN_BATCH)
    task = open_to_me.filter(pk__in=visible).annotate(rank=rank).order_by("rank", *BY_PRIORITY).first()
    if task is not None:
        leases.take_up_review(task, by, roles)
    return task


def foreign_to(user: User) -> Q:
    """Tasks in whose labelling `user` had no part: the four eyes as a filter."""
    part = TaskMove.objects.filter(
        task=OuterRef("pk"), by=user, source__in=Task.LABELLING, target__in=[State.IN_PROGRESS, State.SUBMITTED]
    )
    answered = Task.objects.filter(answer_to=OuterRef("pk"), annotator=user)
    return Q(answer_to=None) & ~Q(annotator=user) & Q(~Exists(part)) & Q(~Exists(answered))


def holder_of(task: Task) -> Lease | None:
    return Lease.objects.select_related("user").filter(task=task).first()


def visible_task(user: User, task_id: object) -> Task:
    """The task, if `user` may know of it. Whoever does something to it locks it first, and so reads it anew."""
    task = Task.objects.visible_to(user).only("pk").filter(pk=str(task_id)).first()
    if task is None:
        raise NotFound("task")
    return task
