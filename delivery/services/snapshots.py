"""Freeze what a batch is now, and read it back later, whatever happened to the documents since."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from annotation.formats.base import Header, Item, Media
from annotation.kinds.record import Record as RecordJson
from annotation.models import Document, Record, Revision
from annotation.models.document import RECORD_FIELDS
from core.errors import DomainError
from delivery.models import Snapshot, SnapshotItem
from projects.models import AssetFile, Batch, Task

CHUNK = 200


def answer_hash(records: Iterable[RecordJson]) -> str:
    """SHA-256 of the records as canonical JSON, sorted by id: equal answers have equal hashes."""
    text = json.dumps(sorted(records, key=lambda r: r["id"]), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def take_snapshot(*, batch: Batch, by: User) -> Snapshot:
    """Freeze all accepted tasks of an approved batch. What was skipped is counted, not delivered."""
    project = batch.project
    tasks = batch.tasks.filter(state=Task.State.ACCEPTED).select_related("asset").order_by("number")
    if not tasks:
        raise DomainError("batch-empty", "No task of this batch is accepted: there is nothing to deliver.")
    version = (batch.snapshots.aggregate(last=Max("version"))["last"] or 0) + 1
    schema, guideline = project.schemas.first(), project.guidelines.first()
    if schema is None:
        raise DomainError("schema-missing", "The project has no label schema yet.")
    snapshot = Snapshot.objects.create(
        project=project,
        batch=batch,
        version=version,
        digest="",
        schema_version=schema.version,
        guideline_version=guideline.version if guideline else None,
        created_by=by,
    )
    digest, counts = hashlib.sha256(), Counter[str]()
    for chunk in _chunks(list(tasks)):
        documents = {d.task_id: d for d in _work_documents(chunk)}
        records = current_records([d.pk for d in documents.values()])
        items = []
        for task in chunk:
            document = documents.get(task.pk) or _empty_document(task, schema.version)
            answer = records[document.pk]
            item = SnapshotItem(
                snapshot=snapshot,
                task=task,
                document=document,
                revision=document.revision,
                answer_hash=answer_hash(answer),
            )
            items.append(item)
            digest.update(f"{task.asset.name}\0{task.asset.sha256}\0{item.answer_hash}\n".encode())
            counts.update(_counts(answer))
        SnapshotItem.objects.bulk_create(items)
    digest.update(json.dumps(schema.content, sort_keys=True).encode())
    snapshot.digest = digest.hexdigest()
    snapshot.counts = {**counts, "skipped": batch.tasks.filter(state=Task.State.SKIPPED).count()}
    snapshot.save(update_fields=["digest", "counts"])
    return snapshot


def _chunks(tasks: list[Task]) -> Iterator[list[Task]]:
    return (tasks[start : start + CHUNK] for start in range(0, len(tasks), CHUNK))


def _work_documents(tasks: list[Task]) -> Iterable[Document]:
    return Document.objects.filter(task__in=tasks, layer=Document.Layer.WORK, owner="")


def _empty_document(task: Task, schema_version: int) -> Document:
    return Document.objects.create(task=task, layer=Document.Layer.WORK, schema_version=schema_version)


def _counts(answer: list[RecordJson]) -> dict[str, int]:
    objects = sum(record["kind"] not in {"empty", "answers"} for record in answer)
    return {"images": 1, "objects": objects, "empty_images": int(objects == 0)}


def current_records(documents: list[UUID]) -> dict[UUID, list[RecordJson]]:
    """Records of many documents as they are now, by document, in z-order."""
    found: dict[UUID, list[RecordJson]] = defaultdict(list)
    rows = Record.objects.filter(document__in=documents).order_by("document", "z", "id")
    for document, uid, *values in rows.values_list("document", "uid", *RECORD_FIELDS):
        row: Any = {"id": str(uid), **dict(zip(RECORD_FIELDS, values, strict=True))}
        found[document].append(row)
    return found


def records_of(items: list[SnapshotItem]) -> dict[int, list[RecordJson]]:
    """Records of snapshot items as they were frozen, by item id: later revisions are taken back."""
    current = current_records([item.document_id for item in items])
    result: dict[int, list[RecordJson]] = {}
    for item in items:
        records = current[item.document_id]
        if item.document.revision != item.revision:
            records = _taken_back(records, item)
        result[item.pk] = records
    return result


def _taken_back(records: list[RecordJson], item: SnapshotItem) -> list[RecordJson]:
    state = {record["id"]: record for record in records}
    later = Revision.objects.filter(document=item.document_id, number__gt=item.revision).order_by("-number")
    for patch in later.values_list("patch", flat=True):
        for change in reversed(patch):
            if change["before"] is None:
                state.pop(change["id"], None)
            else:
                state[change["id"]] = change["before"]
    return sorted(state.values(), key=lambda record: record["z"])


def header_of(snapshot: Snapshot) -> Header:
    schema = snapshot.project.schemas.get(version=snapshot.schema_version)
    info = {
        "project": snapshot.project.name,
        "batch": snapshot.batch.name,
        "version": snapshot.version,
        "digest": snapshot.digest,
        "created": snapshot.created_at.isoformat(),
    }
    return Header(schema.content, info)


def items_of(snapshot: Snapshot) -> Iterator[Item]:
    """The frozen data set as a stream of format items, in task order; memory holds one chunk at a time."""
    ids = list(snapshot.items.order_by("id").values_list("pk", flat=True))
    several = snapshot.items.values("task__asset__dataset").distinct().count() > 1
    for start in range(0, len(ids), CHUNK):
        rows = SnapshotItem.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("id")
        items = list(rows.select_related("task__asset__dataset", "document"))
        files = _files_of([item.task.asset_id for item in items])
        records = records_of(items)
        for item in items:
            asset = item.task.asset
            folder = re.sub(r"[^\w. -]", "_", asset.dataset.name).strip(". ") + "/" if several else ""
            yield Item(
                name=folder + asset.name,
                width=asset.width,
                height=asset.height,
                records=records[item.pk],
                media=_media(asset.name, asset.original),
                sha256=asset.sha256,
                sequence=asset.sequence,
                frame=asset.position,
                files=tuple(_media(name, stored) for name, stored in files[asset.pk]),
            )


def _files_of(assets: list[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Names and storage names of the originals of those assets that have several."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = AssetFile.objects.filter(asset__in=assets, role="original").order_by("asset", "id")
    for asset, name, stored in rows.values_list("asset", "key", "stored"):
        found[asset].append((name, stored))
    return found


def _media(name: str, stored: str) -> Media:
    return Media(name, lambda: cast(BinaryIO, default_storage.open(stored, "rb")))
