"""Batches: cut, changed and counted. Their states move in `projects.services.move`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet, Sum

from core import audit
from core.errors import DomainError, NotAllowed
from projects.models import Batch, Project, Task
from projects.services.answers import require_unanswered, require_wish, settle
from projects.services.bulk import MOST_AT_ONCE
from projects.services.tasks import require_manager

if TYPE_CHECKING:
    from accounts.models import User

MOST_BATCHES = 500


@transaction.atomic
def create_batch(
    *,
    project: Project,
    name: str,
    by: User,
    priority: int = 0,
    due: date | None = None,
    answers: int | None = None,
) -> Batch:
    """An empty batch."""
    require_manager(by, project)
    require_wish(answers)
    _require_free(project, [name])
    batch = Batch.objects.create(project=project, name=name, priority=priority, due=due, answers=answers)
    audit.record("batch.create", batch, by=by, scope=project, name=name)
    return batch


@transaction.atomic
def cut_batches(
    *,
    project: Project,
    name: str,
    by: User,
    tasks: Sequence[UUID] | QuerySet[Task] | None = None,
    size: int | None = None,
    priority: int = 0,
    due: date | None = None,
    answers: int | None = None,
) -> list[Batch]:
    """Make batches of the chosen tasks (ids, or a query of the project's), or of all that are in none,
    `size` each in order of their numbers.

    Without `size` one batch takes them all. Several are named "name 1", "name 2", ...; chosen tasks leave the open
    batch they were in.
    """
    require_manager(by, project)
    require_wish(answers)
    ids = _to_cut(project, tasks)
    if not ids:
        raise DomainError("no-tasks-to-cut", "There are no tasks to put into a batch.")
    parts = [ids[start : start + size] for start in range(0, len(ids), size)] if size else [ids]
    if len(parts) > MOST_BATCHES:
        raise DomainError("too-many-batches", f"That would make {len(parts)} batches.", count=len(parts))
    names = [name] if len(parts) == 1 else [f"{name} {index}" for index in range(1, len(parts) + 1)]
    _require_free(project, names)
    fields: dict[str, Any] = {"priority": priority, "due": due, "answers": answers}
    return [
        _fill(Batch.objects.create(project=project, name=title, **fields), part, by)
        for title, part in zip(names, parts, strict=True)
    ]


def _to_cut(project: Project, tasks: Sequence[UUID] | QuerySet[Task] | None) -> list[UUID]:
    chosen: QuerySet[Task]
    if tasks is None:
        chosen = project.tasks.without_answers().filter(batch=None)
    elif not isinstance(tasks, QuerySet) and len(tasks) > MOST_AT_ONCE:
        raise DomainError("too-many-tasks", f"At most {MOST_AT_ONCE} tasks at once.", limit=MOST_AT_ONCE)
    else:
        chosen = _chosen(project, tasks)
        if chosen.exclude(batch=None).exclude(batch__state=Batch.State.OPEN).exists():
            raise NotAllowed("batch-closed")
    return list(chosen.order_by("number").values_list("pk", flat=True))


def _chosen(project: Project, tasks: Sequence[UUID] | QuerySet[Task]) -> QuerySet[Task]:
    if isinstance(tasks, QuerySet):
        return project.tasks.without_answers().filter(pk__in=tasks.values("pk"))
    return project.tasks.without_answers().filter(pk__in=tasks)


def _fill(batch: Batch, ids: Sequence[UUID], by: User) -> Batch:
    for start in range(0, len(ids), 5000):
        Task.objects.filter(pk__in=ids[start : start + 5000]).update(batch=batch)
    settle(ids)
    audit.record("batch.cut", batch, by=by, scope=batch.project_id, name=batch.name, tasks=len(ids))
    return batch


def _require_free(project: Project, names: Iterable[str]) -> None:
    taken = list(project.batches.filter(name__in=list(names)).values_list("name", flat=True))
    if taken:
        raise DomainError(
            "batch-name-taken",
            f"There is a batch {taken[0]!r} already.",
            fields={"name": ["is taken"]},
            status=409,
            name=taken[0],
        )


@transaction.atomic
def change_batch(*, batch: Batch, by: User, **changes: Any) -> Batch:
    """Change `name`, `priority`, `due` or `answers`."""
    require_manager(by, batch.project)
    unknown = changes.keys() - {"name", "priority", "due", "answers"}
    if unknown:
        raise TypeError(f"a batch has no {', '.join(unknown)} to change")
    if changes.get("name", batch.name) != batch.name:
        _require_free(batch.project, [changes["name"]])
    if "answers" in changes:
        _require_answers(batch, changes["answers"])
    for name, value in changes.items():
        setattr(batch, name, value)
    batch.save(update_fields=list(changes))
    audit.record("batch.change", batch, by=by, scope=batch.project_id, **{k: str(v) for k, v in changes.items()})
    return batch


def _require_answers(batch: Batch, wanted: int | None) -> None:
    usual = int(batch.project.workflow.get("answers", 1))
    require_wish(wanted)
    require_unanswered(batch.tasks.all(), batch.answers or usual, wanted or usual)


@transaction.atomic
def dissolve_batch(*, batch: Batch, by: User) -> None:
    """Remove an open batch; its tasks stay in the project, in no batch."""
    require_manager(by, batch.project)
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != Batch.State.OPEN:
        raise NotAllowed("batch-closed")
    audit.record("batch.dissolve", locked, by=by, scope=locked.project_id, name=locked.name)
    locked.tasks.update(batch=None)
    locked.delete()


def progress(batches: Iterable[Batch]) -> dict[UUID, dict[str, Any]]:
    """For each batch {"tasks": n, "objects": n, "states": {state: n}}, in one query."""
    found: dict[UUID, dict[str, Any]] = {batch.pk: {"tasks": 0, "objects": 0, "states": {}} for batch in batches}
    rows = Task.objects.filter(batch__in=list(found)).values_list("batch", "state").order_by()
    for batch, state, tasks, objects in rows.annotate(Count("pk"), Sum("object_count")):
        counts = found[batch]
        counts["states"][state] = tasks
        counts["tasks"] += tasks
        counts["objects"] += objects or 0
    return found
