"""How many records a change of the label schema touches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from annotation.kinds import KINDS
from annotation.models import Document, Record
from projects.models import Project, Task
from projects.schema import Change
from projects.schema.usage import Use

Test = Callable[[dict[str, Any]], bool]


def count_uses(project: Project, changes: Sequence[Change]) -> list[Use]:
    """One Use per change. Labels and kinds are counted by the database, attributes by looking at their values."""
    return [_use(project, change) for change in changes]


def _use(project: Project, change: Change) -> Use:
    records = Record.objects.filter(document__task__project=project, document__layer=Document.Layer.WORK)
    records = records.filter(label=change.label) if change.label else records.filter(kind="answers")
    if change.verb == "kind-removed":
        return _counted(records.filter(_seen_as(change.before)))
    if not change.attribute:
        return _counted(records)
    return _looked_at(records, _test(change))


def _seen_as(kind: str) -> Q:
    """Records that a label allows by this kind: its own, and those of kinds that stand for it, such as its tracks."""
    found = Q(kind=kind)
    for other in KINDS:
        if other.stands_for:
            found |= Q(kind=other.slug, **{f"data__{other.stands_for}": kind})
    return found


def _counted(records: QuerySet[Record]) -> Use:
    is_open = ~Q(document__task__state=Task.State.ACCEPTED)
    found = records.order_by().aggregate(
        records=Count("pk"),
        tasks=Count("document__task", distinct=True),
        open_tasks=Count("document__task", distinct=True, filter=is_open),
    )
    return Use(**found)


def _looked_at(records: QuerySet[Record], touches: Test) -> Use:
    """JSON values are compared here, because not every database can look inside lists."""
    count = 0
    tasks: set[UUID] = set()
    unfinished: set[UUID] = set()
    rows = records.order_by().values_list("attributes", "document__task", "document__task__state")
    for attributes, task, state in rows.iterator(chunk_size=2000):
        if touches(attributes):
            count += 1
            tasks.add(task)
            if state != Task.State.ACCEPTED:
                unfinished.add(task)
    return Use(count, len(tasks), len(unfinished))


def _test(change: Change) -> Test:
    key = change.attribute
    if change.verb == "required":
        return lambda attributes: attributes.get(key) in (None, "", [])
    if change.verb == "narrowed":
        low, high = change.after
        return lambda attributes: _outside(attributes.get(key), low, high)
    if change.option:
        option = change.option
        return lambda attributes: (
            option == (value := attributes.get(key)) or (isinstance(value, list) and option in value)
        )
    return lambda attributes: attributes.get(key) is not None


def _outside(value: object, low: float | None, high: float | None) -> bool:
    if not isinstance(value, int | float):
        return False
    return (low is not None and value < low) or (high is not None and value > high)
