"""Documents by the ten thousand, for imports and pre-labelling: the same rows that patches make, written in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from annotation.models import Document, Record, Revision
from annotation.services.bulk_rows import COLUMNS, Ready, column, ready_rows
from annotation.services.patches import RecordJson, is_object
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

    Every record is checked as one that comes with a patch is, apart from the label schema, which is the importer's to
    map. `each` hears of progress as the number of documents done. Raises InvalidRecords, or Conflict
    `document-exists`.
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
    tasks = [task for task, _ in chunk]
    if Document.objects.filter(task__in=tasks, layer=layer, owner=owner).exists():
        raise Conflict("document-exists", "One of these tasks has been worked on already.")
    now = timezone.now()
    documents = [
        Document(
            task=task, layer=layer, owner=owner, revision=1, schema_version=_version(task, versions),
            created_at=now, updated_at=now,
        )
        for task in tasks
    ]  # fmt: skip
    Document.objects.bulk_create(documents)
    author, at = column(by.pk) if by else None, connection.ops.adapt_datetimefield_value(now)
    insert(
        Revision,
        ("document_id", "number", "op_id", "patch", "origin", "author_id", "at"),
        (
            (column(document.pk), 1, column(uuid7()), made.patch, origin, author, at)
            for document, made in zip(documents, ready, strict=True)
        ),
    )
    insert(
        Record,
        ("document_id", "revision", "created_by_id", "updated_by_id", *COLUMNS),
        (
            (key, 1, author, author, *row)
            for key, made in zip([column(document.pk) for document in documents], ready, strict=True)
            for row in made.rows
        ),
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
    """Tasks with equal counts share one statement."""
    by_count: dict[int, list[UUID]] = defaultdict(list)
    for task, records in chunk:
        task.object_count = sum(map(is_object, records))
        by_count[task.object_count].append(task.pk)
    for count, ids in by_count.items():
        Task.objects.filter(pk__in=ids).update(object_count=count)


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of ready values (see `column`; JSON as text) past the ORM, which would cost most of the time.

    Column names are the caller's own, never a person's.
    """
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(name) for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg2.extras import execute_values, register_uuid  # type: ignore[import-untyped]

            register_uuid()
            execute_values(cursor.cursor, f"INSERT INTO {table} ({names}) VALUES %s", rows, page_size=500)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))
