"""Freeze what a batch is now, and read it back later, whatever happened to the documents since.

Freezing notes at which revision each document is: a few statements, however large the batch. Whoever first reads the
frozen answers to their end seals the snapshot: then the hash of every answer and of the whole are known.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, BinaryIO, NamedTuple, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum, Value

from accounts.models import User
from annotation.formats.base import Header, Item, Media
from annotation.models import Content, Document, Revision
from annotation.models.document import read_text
from annotation.services.blobs import Blobs
from annotation.services.counts import count_records, objects_of, total
from annotation.services.documents import work_document
from annotation.services.patches import RecordJson, replay
from core import bulk
from core.chunks import chunks
from core.errors import DomainError
from core.json_text import encode, encode_sorted
from delivery.models import Snapshot, SnapshotItem
from projects.models import AssetFile, Batch, Task
from projects.services.assets import file_of

MOST_TASKS, MOST_RECORDS = 500, 10_000
"""Held in memory at a time."""


def answer_hash(text: str) -> str:
    """SHA-256 of a document's records as they are kept, in the order in which they came."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def take_snapshot(*, batch: Batch, by: User) -> Snapshot:
    """Freeze all accepted tasks of an approved batch. What was skipped is counted, not delivered."""
    project = batch.project
    tasks = batch.tasks.filter(state=Task.State.ACCEPTED)
    counts = tasks.aggregate(
        images=Count("pk"), objects=Sum("object_count"), empty_images=Count("pk", filter=Q(object_count=0))
    )
    if not counts["images"]:
        raise DomainError("batch-empty", "No task of this batch is accepted: there is nothing to deliver.")
    schema, guideline = project.schemas.first(), project.guidelines.first()
    if schema is None:
        raise DomainError("schema-missing", "The project has no label schema yet.")
    snapshot = Snapshot.objects.create(
        project=project,
        batch=batch,
        version=(batch.snapshots.aggregate(last=Max("version"))["last"] or 0) + 1,
        schema_version=schema.version,
        guideline_version=guideline.version if guideline else None,
        counts={
            **counts,
            "skipped": batch.tasks.filter(state=Task.State.SKIPPED).count(),
            "kinds": kinds_in(tasks),
            **({"answers": True} if project.workflow.get("deliver_answers") else {}),
        },
        created_by=by,
    )
    _pin(snapshot, tasks)
    return snapshot


def kinds_in(tasks: QuerySet[Task]) -> list[str]:
    work = Document.objects.filter(task__in=tasks.order_by(), layer=Document.Layer.WORK, owner="")
    return sorted({kind for _, kind in total(work.order_by().values_list("counts", flat=True))})


def _pin(snapshot: Snapshot, tasks: QuerySet[Task]) -> None:
    """An item for each task, at the revision of its work document; a task that has none gets an empty one."""
    work = Document.objects.filter(task=OuterRef("pk"), layer=Document.Layer.WORK, owner="")
    for task in tasks.exclude(Exists(work)):
        work_document(task)
    documents = Document.objects.filter(task__in=tasks, layer=Document.Layer.WORK, owner="").order_by("task__number")
    rows = documents.annotate(
        snapshot=Value(snapshot.pk, models.UUIDField()), answer_hash=Value("", models.CharField())
    ).values_list("snapshot", "task_id", "pk", "revision", "answer_hash")
    bulk.insert_from(SnapshotItem, ("snapshot_id", "task_id", "document_id", "revision", "answer_hash"), rows)


class Pin(NamedTuple):
    """A document of a snapshot: the item, the revision at which it was frozen, the one at which it is now, and how many
    objects it has now.
    """

    item: int
    document: UUID
    revision: int
    newest: int
    objects: int


def records_of(items: Iterable[SnapshotItem]) -> dict[int, list[RecordJson]]:
    """Records of snapshot items as they were frozen, in z-order, by item id."""
    pins = [Pin(item.pk, item.document_id, item.revision, item.document.revision, 0) for item in items]
    return {item: read_text(text) for item, text in frozen(pins).items()}


def frozen(pins: Sequence[Pin]) -> dict[int, str]:
    """The same as the text that is kept. What changed since is played again up to the frozen revision."""
    current = Content.objects.filter(document__in=[pin.document for pin in pins]).texts()
    return {pin.item: current[pin.document] if pin.revision == pin.newest else _played_again(pin) for pin in pins}


def _played_again(pin: Pin) -> str:
    """Forwards, not backwards: so the order stays, and a package built later has the same bytes."""
    revisions = Revision.objects.filter(document=pin.document, number__lte=pin.revision).order_by("number")
    return encode(list(replay(revisions.patches()).values())).decode()


def header_of(snapshot: Snapshot) -> Header:
    schema = snapshot.project.schemas.get(version=snapshot.schema_version)
    info = {
        "project": snapshot.project.name,
        "batch": snapshot.batch.name,
        "version": snapshot.version,
        "created": snapshot.created_at.isoformat(),
    }
    kinds = snapshot.counts.get("kinds")
    return Header(schema.content, info, None if kinds is None else frozenset(kinds))


class AssetRow(NamedTuple):
    """What a format is told of an asset."""

    pk: UUID
    name: str
    dataset: str
    width: int | None
    height: int | None
    original: str
    sha256: str
    sequence: str
    position: int
    meta: dict[str, Any]


ASSET = ("pk", "name", "dataset__name", "width", "height", "original", "sha256", "sequence", "position", "meta")
PIN = ("pk", "document_id", "revision", "document__revision", "task__object_count")


def items_of(snapshot: Snapshot) -> Iterator[Item]:
    """The frozen data set as a stream of format items, in task order; memory holds the texts of one chunk at a time.

    The first time that it is read to its end, it seals the snapshot.
    """
    several = snapshot.items.values("task__asset__dataset").distinct().count() > 1
    seal = None if snapshot.digest else _Seal(snapshot)
    for chunk in chunks(_pins(snapshot), most=MOST_TASKS, weigh=_records_in, heaviest=MOST_RECORDS):
        texts = frozen([pin for pin, _ in chunk])
        files = _files_of([asset.pk for _, asset in chunk])
        if seal:
            seal.hash(chunk, texts)
        for pin, asset in chunk:
            records = read_text(texts[pin.item])
            if seal:
                seal.count(records)
            item = item_of(asset, records, is_one_of_several=several, files=files[asset.pk])
            derived = partial(file_of, asset.pk)
            yield replace(item, blobs=Blobs(snapshot.project_id, records), derived=derived)
    if seal:
        seal.close()


def item_of(
    asset: AssetRow, records: list[RecordJson], *, is_one_of_several: bool, files: Sequence[tuple[str, str]] = ()
) -> Item:
    """An asset as formats take it; where there are several data sets, in a folder of its own."""
    folder = re.sub(r"[^\w. -]", "_", asset.dataset).strip(". ") + "/" if is_one_of_several else ""
    return Item(
        name=folder + asset.name,
        width=asset.width,
        height=asset.height,
        records=cast("list[Any]", records),
        media=_media(asset.name, asset.original),
        sha256=asset.sha256,
        sequence=asset.sequence,
        frame=asset.position,
        facts=asset.meta,
        files=tuple(_media(name, stored) for name, stored in files),
    )


def _pins(snapshot: Snapshot) -> Iterator[tuple[Pin, AssetRow]]:
    columns = (*PIN, *(f"task__asset__{name}" for name in ASSET))
    last = 0
    while rows := list(snapshot.items.filter(pk__gt=last).order_by("pk").values_list(*columns)[:MOST_TASKS]):
        yield from ((Pin(*row[: len(PIN)]), AssetRow(*row[len(PIN) :])) for row in rows)
        last = rows[-1][0]


def _records_in(item: tuple[Pin, AssetRow]) -> int:
    return item[0].objects


@dataclass(slots=True)
class _Seal:
    """Hashes the answers as they pass, and counts their objects."""

    snapshot: Snapshot
    digest: Any = field(default_factory=hashlib.sha256)
    labels: Counter[str] = field(default_factory=Counter)
    empty: int = 0

    def hash(self, chunk: list[tuple[Pin, AssetRow]], texts: Mapping[int, str]) -> None:
        hashes = {item: answer_hash(text) for item, text in texts.items()}
        bulk.update(SnapshotItem, "answer_hash", hashes)
        for pin, asset in chunk:
            self.digest.update(f"{asset.name}\0{asset.sha256}\0{hashes[pin.item]}\n".encode())

    def count(self, records: list[RecordJson]) -> None:
        objects = 0
        for label, kinds in count_records(records).items():
            if count := objects_of(kinds):
                self.labels[label] += count
                objects += count
        self.empty += not objects

    def close(self) -> None:
        schema = self.snapshot.project.schemas.get(version=self.snapshot.schema_version)
        self.digest.update(encode_sorted(schema.content))
        self.snapshot.digest = self.digest.hexdigest()
        counts = {"objects": self.labels.total(), "empty_images": self.empty, "labels": dict(self.labels)}
        self.snapshot.counts = {**self.snapshot.counts, **counts}
        self.snapshot.save(update_fields=["digest", "counts"])


def _files_of(assets: list[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Names and storage names of the originals of those assets that have several."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = AssetFile.objects.filter(asset__in=assets, role="original").order_by("asset_id", "id")
    for asset, name, stored in rows.values_list("asset", "key", "stored"):
        found[asset].append((name, stored))
    return found


def _media(name: str, stored: str) -> Media:
    return Media(name, lambda: cast(BinaryIO, default_storage.open(stored, "rb")))
