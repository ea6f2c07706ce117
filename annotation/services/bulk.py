"""Documents by the ten thousand, for imports and pre-labelling: the same rows that patches make, written in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from annotation.kinds.record import Record as RecordJson
from annotation.models import Content, Document, Revision
from annotation.services.bulk_rows import Ready, ready_rows
from core.bulk import column, insert, now_column, update
from core.errors import Conflict
from core.ids import uuid7
from projects.models import LabelSchema, Task

if TYPE_CHECKING:
    from accounts.models import User

CHUNK = 500
"""Tasks per transaction: whoever stops in between has whole documents."""


class OfProject(Protocol):
    """A task, or as much of one as is asked here."""

    @property
    def pk(self) -> UUID: ...

    @property
    def project_id(self) -> UUID: ...


Rows = Sequence[tuple[OfProject, Ready]]


def create_many(
    rows: Iterable[tuple[OfProject, Sequence[RecordJson]]],
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
    prepared = ((task, ready_rows(records)) for task, records in rows)
    return create_ready(prepared, origin=origin, by=by, layer=layer, owner=owner, each=each)


def create_ready(
    rows: Iterable[tuple[OfProject, Ready]],
    *,
    origin: str,
    by: User | None,
    layer: str = Document.Layer.WORK,
    owner: str = "",
    each: Callable[[int], None] | None = None,
) -> int:
    """The same with records that `ready_rows` has written already."""
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
    chunk: Rows,
    versions: dict[UUID, int],
    *,
    origin: str,
    by: User | None,
    layer: str,
    owner: str,
) -> int:
    author, now = column([by.pk])[0] if by else None, now_column()
    documents, tasks = column([uuid7() for _ in chunk]), column([task.pk for task, _ in chunk])
    rows = [
        (document, pk, layer, owner, 1, _version(task, versions), made.counts, now, now)
        for document, pk, (task, made) in zip(documents, tasks, chunk, strict=True)
    ]
    columns = ("id", "task_id", "layer", "owner", "revision", "schema_version", "counts", "created_at", "updated_at")
    try:
        with transaction.atomic():
            insert(Document, columns, rows)
    except IntegrityError as error:
        raise Conflict("document-exists", "One of these tasks has been worked on already.") from error
    # The operation that makes a document goes by the document's own id.
    insert(
        Revision,
        ("document_id", "number", "op_id", "origin", "author_id", "at"),
        ((document, 1, document, origin, author, now) for document in documents),
    )
    insert(
        Content,
        ("document_id", "records"),
        ((document, made.records) for document, (_, made) in zip(documents, chunk, strict=True)),
    )
    if layer == Document.Layer.WORK and not owner:
        update(Task, "object_count", {pk: made.objects for pk, (_, made) in zip(tasks, chunk, strict=True)})
    return sum(made.count for _, made in chunk)


def _version(task: OfProject, versions: dict[UUID, int]) -> int:
    """The newest label schema of the task's project, looked up once."""
    known = versions.get(task.project_id)
    if known is None:
        newest = LabelSchema.objects.filter(project=task.project_id).values_list("version", flat=True).first()
        known = versions[task.project_id] = newest or 1
    return known
