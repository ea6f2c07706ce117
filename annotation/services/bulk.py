"""Documents by the ten thousand, for imports and pre-labelling: the same rows that patches make, written in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from annotation.kinds.record import Record as RecordJson
from annotation.models import Document, Record, Revision
from annotation.services.bulk_rows import COLUMNS, Ready, ready_rows
from annotation.services.patches import is_object
from core.bulk import column, insert, now_column, update
from core.errors import Conflict
from core.ids import uuid7
from projects.models import LabelSchema, Task

if TYPE_CHECKING:
    from accounts.models import User

CHUNK = 500
"""Tasks per transaction: whoever stops in between has whole documents."""


def create_many(
    rows: Iterable[tuple[Task, Sequence[RecordJson]]],
    *,
    origin: str,
    by: User | None,
    layer: str = Document.Layer.WORK,
    owner: str = "",
    each: Callable[[int], None] | None = None,
) -> int:
    """Make the documents of tasks that have none on this layer, with their records; returns how many records.

    The records are sound: `check_record` has let them through, each id once in a document. The label schema is the
    importer's to map. `each` hears of progress as the number of documents done. Raises Conflict `document-exists`.
    """
    versions: dict[UUID, int] = {}
    count = done = 0
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        ready = [ready_rows(records) for _, records in chunk]
        count += _create_chunk(chunk, ready, versions, origin=origin, by=by, layer=layer, owner=owner)
        done += len(chunk)
        if each:
            each(done)
    return count


@transaction.atomic
def _create_chunk(
    chunk: Sequence[tuple[Task, Sequence[RecordJson]]],
    ready: Sequence[Ready],
    versions: dict[UUID, int],
    *,
    origin: str,
    by: User | None,
    layer: str,
    owner: str,
) -> int:
    author, now = column(by.pk) if by else None, now_column()
    documents = [column(uuid7()) for _ in chunk]
    rows = [
        (document, column(task.pk), layer, owner, 1, _version(task, versions), now, now)
        for document, (task, _) in zip(documents, chunk, strict=True)
    ]
    columns = ("id", "task_id", "layer", "owner", "revision", "schema_version", "created_at", "updated_at")
    try:
        with transaction.atomic():
            insert(Document, columns, rows)
    except IntegrityError as error:
        raise Conflict("document-exists", "One of these tasks has been worked on already.") from error
    insert(
        Revision,
        ("document_id", "number", "op_id", "patch", "origin", "author_id", "at"),
        (
            (document, 1, column(uuid7()), made.patch, origin, author, now)
            for document, made in zip(documents, ready, strict=True)
        ),
    )
    insert(
        Record,
        ("document_id", *COLUMNS),
        ((document, *row) for document, made in zip(documents, ready, strict=True) for row in made.rows),
    )
    if layer == Document.Layer.WORK and not owner:
        _set_counts(chunk)
    return sum(len(made.rows) for made in ready)


def _version(task: Task, versions: dict[UUID, int]) -> int:
    """The newest label schema of the task's project, looked up once."""
    known = versions.get(task.project_id)
    if known is None:
        newest = LabelSchema.objects.filter(project=task.project_id).values_list("version", flat=True).first()
        known = versions[task.project_id] = newest or 1
    return known


def _set_counts(chunk: Sequence[tuple[Task, Sequence[RecordJson]]]) -> None:
    for task, records in chunk:
        task.object_count = sum(map(is_object, records))
    update(Task, "object_count", {column(task.pk): task.object_count for task, _ in chunk})
