"""What managers do to many tasks at once: to those they ticked, or on a worker to all that match a filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core import audit, jobs
from core.errors import DomainError, NotAllowed, NotFound
from core.jobs import CONTINUE
from core.models import Job
from projects.models import Batch, Project, Task
from projects.policies.roles import Role, has_role
from projects.services import answers, leases
from projects.services.move import lock_task, move_task
from projects.services.queue import free_task
from projects.services.tasks import reopen_task, require_manager

if TYPE_CHECKING:
    from core.jobs import JobRun

State = Task.State
JOB = "projects.bulk"
MOST_AT_ONCE = 1000
"""Ticked tasks of one request, and tasks of one transaction of the job."""
MOST_MATCHING = 200_000

Value = UUID | int | None
Refused = dict[str, list[str]]
"""Ids of the tasks that stayed as they were, by the reason."""


@transaction.atomic
def change(*, project: Project, tasks: Sequence[UUID], action: str, value: Value, by: User) -> Refused:
    """Do one thing to many tasks of a project; what is refused stays as it was, and the rest is changed.

    `value` is the annotator's or the batch's id (None: nobody, no batch) of `assign` and `batch`, the number of
    `prioritise`; `reopen` and `free` take none.
    """
    require_manager(by, project)
    if len(tasks) > MOST_AT_ONCE:
        raise DomainError("too-many-tasks", f"At most {MOST_AT_ONCE} tasks at once.", limit=MOST_AT_ONCE)
    chosen = list(project.tasks.without_answers().filter(pk__in=tasks).order_by("number").values_list("pk", flat=True))
    refused = ACTIONS[action](project, chosen, value, by)
    if action in VERBS:
        left = {each for ids in refused.values() for each in ids}
        changed = [str(pk) for pk in chosen if str(pk) not in left]
        told = {VERBS[action][1]: str(value) if isinstance(value, UUID) else value}
        audit.record(VERBS[action][0], project, by=by, scope=project, tasks=changed, **told)
    return refused


def change_matching(*, project: Project, numbers: Iterable[int], action: str, value: Value, by: User) -> Job:
    """The same to any number of tasks, named by their ascending numbers, as a job."""
    require_manager(by, project)
    _checked(project, action, value)
    ranges = as_ranges(numbers)
    total = sum(last - first + 1 for first, last in ranges)
    if not 0 < total <= MOST_MATCHING:
        raise DomainError("too-many-tasks", f"Between 1 and {MOST_MATCHING} tasks at once.", limit=MOST_MATCHING)
    plain = str(value) if isinstance(value, UUID) else value
    subject = f"project:{project.pk}"
    told: dict[str, Any] = {"ranges": ranges, "action": action, "value": plain}
    return jobs.enqueue(JOB, by=by, scope=project, subject=subject, title=project.name, **told)


def perform(run: JobRun) -> dict[str, Any]:
    """Handler of the job: {"changed": n, "left": n}, with the reasons in its log. Each step is one transaction."""
    project, by = Project.objects.get(pk=run.job.scope), run.job.created_by
    if by is None:
        raise NotFound("user")
    action, value = run.params["action"], run.params["value"]
    wanted: UUID | int | None = UUID(value) if isinstance(value, str) else value
    total = sum(last - first + 1 for first, last in run.params["ranges"])
    state = {"at": 0, "found": 0, "left": {}, **run.state}
    for chunk in _from(run.params["ranges"], state["at"]):
        ids = list(project.tasks.without_answers().filter(number__in=chunk).values_list("pk", flat=True))
        refused = change(project=project, tasks=ids, action=action, value=wanted, by=by)
        left = Counter(state["left"]) + Counter({reason: len(each) for reason, each in refused.items()})
        state = {"at": state["at"] + len(chunk), "found": state["found"] + len(ids), "left": dict(left)}
        run.progress(state["at"], total)
        run.checkpoint(state)
        if run.out_of_time() and state["at"] < total:
            return CONTINUE
    for reason, count in state["left"].items():
        run.log("left", level="warning", reason=reason, count=count)
    left_count = sum(state["left"].values())
    return {"changed": state["found"] - left_count, "left": left_count}


def as_ranges(numbers: Iterable[int]) -> list[list[int]]:
    """[[1, 3], [7, 7]] for 1, 2, 3, 7: what people filter mostly lies together."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def _from(ranges: Sequence[Sequence[int]], start: int) -> Iterator[tuple[int, ...]]:
    """The numbers of the ranges without the first `start`, in chunks of one transaction."""
    numbers = islice(chain.from_iterable(range(first, last + 1) for first, last in ranges), start, None)
    while chunk := tuple(islice(numbers, MOST_AT_ONCE)):
        yield chunk


def _checked(project: Project, action: str, value: Value) -> None:
    """Refuse before anything is begun what every task would refuse."""
    if action == "assign":
        _annotator(project, value)
    if action == "batch":
        _open_batch(project, value)


def _annotator(project: Project, value: Value) -> User | None:
    if value is None:
        return None
    person = User.objects.filter(pk=str(value), participations__project=project).first()
    if person is None:
        raise NotFound("person")
    if not has_role(person, project, Role.ANNOTATOR):
        raise DomainError("not-an-annotator", f"{person.name} is no annotator of this project.", name=person.name)
    return person


def _open_batch(project: Project, value: Value) -> Batch | None:
    if value is None:
        return None
    batch = project.batches.filter(pk=str(value)).first()
    if batch is None:
        raise NotFound("batch")
    if batch.state != Batch.State.OPEN:
        raise NotAllowed("batch-closed")
    return batch


def _assign(project: Project, chosen: list[UUID], value: Value, by: User) -> Refused:
    """Name who shall do these tasks, or nobody.

    A named annotator finds them at the top of their queue. Returned work passes to the one who is named. Tasks that
    somebody has right now are taken from them with their draft; what is submitted or done is left alone.
    """
    assignee = _annotator(project, value)
    waiting = Task.objects.filter(pk__in=chosen, state=State.NEW)
    done = set(waiting.select_for_update().values_list("pk", flat=True))
    several = [task for task in waiting.select_related("project", "batch") if task.asks_several]
    waiting.exclude(pk__in=[task.pk for task in several]).update(assignee=assignee)
    refused = _ask_by_name(several, assignee, by)
    others = Task.objects.filter(pk__in=[pk for pk in chosen if pk not in done]).order_by("number")
    for task_id, state in list(others.values_list("pk", "state")):
        reason = _stays(state, assignee) or _reassign(lock_task(task_id), assignee, by)
        if reason:
            refused.setdefault(reason, []).append(str(task_id))
    return refused


def _ask_by_name(items: list[Task], person: User | None, by: User) -> Refused:
    """What several people answer is not given to one: the one who is named answers beside the others."""
    refused: Refused = {}
    for item in items:
        if person is None:
            answers.withdraw(item)
        elif reason := answers.ask_by_name(item, person, by=by):
            refused.setdefault(reason, []).append(str(item.pk))
    return refused


def _stays(state: str, assignee: User | None) -> str:
    """Why nobody is named for a task in this state; nothing when somebody may be."""
    taken = (*Task.LABELLING, State.SKIPPED) if assignee else Task.LABELLING
    return "" if state in taken else f"task-{state.replace('_', '-')}"


def _reassign(task: Task, assignee: User | None, by: User) -> str:
    """Give a task that is under way, returned or skipped to somebody; says why not, or nothing."""
    if reason := _stays(task.state, assignee):
        return reason
    try:
        _pass_on(task, assignee, by)
    except NotAllowed as error:
        return str(error.params["reason"])
    return ""


def _pass_on(task: Task, assignee: User | None, by: User) -> None:
    if task.state == State.SKIPPED:
        move_task(task=task, verb="reopen", by=by, skip_reason="", annotator=None)
    elif task.state != State.RETURNED and (assignee is None or task.annotator_id != assignee.pk):
        leases.put_back(task, by=by, reason="assigned to somebody else", keep_annotator=False)
    if task.state == State.RETURNED and assignee is not None and task.annotator_id != assignee.pk:
        task.annotator = assignee
        leases.drop(task)
    task.assignee = assignee
    task.save(update_fields=["assignee", "annotator"])


def _prioritise(project: Project, chosen: list[UUID], value: Value, by: User) -> Refused:
    """Higher comes first in the queue, within a batch."""
    Task.objects.filter(pk__in=chosen).update(priority=value)
    return {}


def _batch(project: Project, chosen: list[UUID], value: Value, by: User) -> Refused:
    """Put tasks into an open batch, or into none. Tasks of batches that are past work stay where they are."""
    batch = _open_batch(project, value)
    tasks = Task.objects.filter(pk__in=chosen)
    fixed = set(tasks.exclude(batch=None).exclude(batch__state=Batch.State.OPEN).values_list("pk", flat=True))
    moved = [pk for pk in chosen if pk not in fixed]
    Task.objects.filter(pk__in=moved).update(batch=batch)
    answers.settle(moved)
    return {"batch-closed": [str(pk) for pk in chosen if pk in fixed]} if fixed else {}


def _each(act: Callable[..., Task]) -> Callable[[Project, list[UUID], Value, User], Refused]:
    """One move after another, for what the state machine decides task by task."""

    def run(project: Project, chosen: list[UUID], value: Value, by: User) -> Refused:
        refused: Refused = {}
        for task in Task.objects.filter(pk__in=chosen).order_by("number"):
            try:
                act(task=task, by=by)
            except NotAllowed as error:
                refused.setdefault(str(error.params["reason"]), []).append(str(task.pk))
        return refused

    return run


ACTIONS: dict[str, Callable[[Project, list[UUID], Value, User], Refused]] = {
    "assign": _assign,
    "prioritise": _prioritise,
    "batch": _batch,
    "reopen": _each(reopen_task),
    "free": _each(free_task),
}
VERBS = {
    "assign": ("tasks.assign", "assignee"),
    "prioritise": ("tasks.prioritise", "priority"),
    "batch": ("tasks.batch", "batch"),
}
"""How the audit trail names an action, and what it changed; single moves write their own events."""
