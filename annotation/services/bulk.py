"""Documents by the ten thousand, for imports and pre-labelling: the same rows that patches make, written in bulk."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from annotation.models import Document, Record, Revision
from annotation.models.document import RECORD_FIELDS
from annotation.services.patches import MOST_RECORDS, Change, RecordJson, is_object, parse_patch
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
    map. `each` hears of progress as the number of documents done. Raises InvalidRecords, or Conflict `document-exists`.
    """
    versions: dict[UUID, int] = {}
    count = done = 0
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        count += _create_chunk(chunk, versions, origin=origin, by=by, layer=layer, owner=owner)
        done += len(chunk)
        if each:
            each(done)
    return count


@transaction.atomic
def _create_chunk(
    chunk: Sequence[tuple[Task, Sequence[RecordJson]]],
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
    patches = [_as_patch(records) for _, records in chunk]
    Document.objects.bulk_create(documents)
    author, at = by.pk if by else None, connection.ops.adapt_datetimefield_value(now)
    insert(
        Revision,
        ("document_id", "number", "op_id", "patch", "origin", "author_id", "at"),
        (
            (document.pk, 1, uuid7(), dump([change.json() for change in patch]), origin, author, at)
            for document, patch in zip(documents, patches, strict=True)
        ),
    )
    insert(
        Record,
        ("document_id", "uid", *RECORD_FIELDS, "revision", "created_by_id", "updated_by_id"),
        (
            (document.pk, change.uid, *_values(change.after), 1, author, author)
            for document, patch in zip(documents, patches, strict=True)
            for change in patch
            if change.after is not None
        ),
    )
    if layer == Document.Layer.WORK and not owner:
        _set_counts(chunk)
    return sum(map(len, patches))


def _as_patch(records: Sequence[RecordJson]) -> list[Change]:
    patch = [{"id": record["id"], "before": None, "after": record} for record in records]
    return parse_patch(patch, limit=MOST_RECORDS)


def _version(task: Task, versions: dict[UUID, int]) -> int:
    """The newest label schema of the task's project, looked up once."""
    known = versions.get(task.project_id)
    if known is None:
        newest = LabelSchema.objects.filter(project=task.project_id).values_list("version", flat=True).first()
        known = versions[task.project_id] = newest or 1
    return known


def _values(record: RecordJson) -> Iterator[Any]:
    for name in RECORD_FIELDS:
        value = record[name]
        if isinstance(value, dict):
            yield dump(value) if value else "{}"
        else:
            yield value


def _set_counts(chunk: Sequence[tuple[Task, Sequence[RecordJson]]]) -> None:
    """Tasks with equal counts share one statement."""
    by_count: dict[int, list[UUID]] = defaultdict(list)
    for task, records in chunk:
        task.object_count = sum(map(is_object, records))
        by_count[task.object_count].append(task.pk)
    for count, ids in by_count.items():
        Task.objects.filter(pk__in=ids).update(object_count=count)


dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON text; one encoder for all rows, because making one costs more than using it."""


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of ready values (JSON as text) past the ORM, which would spend most of the time on each row.

    Column names are the caller's own, never a person's.
    """
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg2.extras import execute_values, register_uuid  # type: ignore[import-untyped]

            register_uuid()
            execute_values(cursor.cursor, f"INSERT INTO {table} ({names}) VALUES %s", rows, page_size=500)
            return
        marks = ", ".join(["%s"] * len(columns))
        plain = [[value.hex if isinstance(value, UUID) else value for value in row] for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", plain)
