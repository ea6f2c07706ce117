"""How many records a change of the label schema touches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.db.models import QuerySet

from annotation.kinds import KINDS
from annotation.models import Document
from annotation.models.document import RecordJson
from projects.models import Project, Task
from projects.schema import Change
from projects.schema.usage import Use

Test = Callable[[RecordJson], bool]


def count_uses(project: Project, changes: Sequence[Change]) -> list[Use]:
    """One Use per change. Labels and kinds are counted from what documents say of themselves, attributes by looking."""
    return [_use(project, change) for change in changes]


def _use(project: Project, change: Change) -> Use:
    work = Document.objects.filter(task__project=project, layer=Document.Layer.WORK)
    mine: Test = partial(_of_label, change.label) if change.label else _is_answer
    concerned = work.filter(counts__has_key=change.label)
    if change.verb == "kind-removed":
        return _looked_at(concerned, lambda record: mine(record) and _seen_as(record) == change.before)
    if not change.attribute:
        return _looked_at(concerned, mine)
    touches = _test(change)
    return _looked_at(concerned, lambda record: mine(record) and touches(record["attributes"]))


def _of_label(label: str, record: RecordJson) -> bool:
    return bool(record["label"] == label)


def _is_answer(record: RecordJson) -> bool:
    return bool(record["kind"] == "answers")


def _seen_as(record: RecordJson) -> str:
    return KINDS[record["kind"]].seen_as(record["data"])


def _looked_at(documents: QuerySet[Document], touches: Test) -> Use:
    """Documents that cannot hold such a record are not read."""
    count = tasks = unfinished = 0
    rows = documents.order_by().values_list("content__records", "task__state")
    for records, state in rows.iterator(chunk_size=500):
        found = sum(map(touches, records or ()))
        count += found
        tasks += found > 0
        unfinished += found > 0 and state != Task.State.ACCEPTED
    return Use(count, tasks, unfinished)


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
