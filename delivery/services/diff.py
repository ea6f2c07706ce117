"""What changed between two versions of a batch."""

from __future__ import annotations

from typing import Any

from delivery.models import Snapshot, SnapshotItem
from delivery.services.snapshots import records_of


def previous_version(snapshot: Snapshot) -> Snapshot | None:
    return Snapshot.objects.filter(batch=snapshot.batch_id, version__lt=snapshot.version).order_by("-version").first()


def diff(old: Snapshot, new: Snapshot) -> dict[str, Any]:
    """Images and objects added, removed and changed; images with the same answer hash are not even read."""
    before = _items(old)
    after = _items(new)
    both = after.keys() & before.keys()
    compared = (_task_diff(before[pk], after[pk]) for pk in both if not _same(before[pk], after[pk]))
    tasks = [row for row in compared if row["added"] or row["removed"] or row["changed"]]
    tasks.sort(key=lambda row: str(row["name"]))
    return {
        "from_version": old.version,
        "to_version": new.version,
        "images_added": len(after.keys() - before.keys()),
        "images_removed": len(before.keys() - after.keys()),
        "images_changed": len(tasks),
        "objects_added": sum(row["added"] for row in tasks),
        "objects_removed": sum(row["removed"] for row in tasks),
        "objects_changed": sum(row["changed"] for row in tasks),
        "schema_changed": old.schema_version != new.schema_version,
        "guidelines_changed": old.guideline_version != new.guideline_version,
        "tasks": tasks[:500],
    }


def _items(snapshot: Snapshot) -> dict[Any, SnapshotItem]:
    return {item.task_id: item for item in snapshot.items.select_related("task__asset", "document")}


def _same(before: SnapshotItem, after: SnapshotItem) -> bool:
    """Known without reading an answer. A snapshot whose package is still being built has no hashes yet."""
    if before.document_id == after.document_id and before.revision == after.revision:
        return True
    return bool(before.answer_hash) and before.answer_hash == after.answer_hash


def _task_diff(before: SnapshotItem, after: SnapshotItem) -> dict[str, Any]:
    old = {record["id"]: record for record in records_of([before])[before.pk]}
    new = {record["id"]: record for record in records_of([after])[after.pk]}
    return {
        "task": str(after.task_id),
        "name": after.task.asset.name,
        "added": len(new.keys() - old.keys()),
        "removed": len(old.keys() - new.keys()),
        "changed": sum(old[uid] != new[uid] for uid in old.keys() & new.keys()),
    }
