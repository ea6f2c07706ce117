"""A delivery of any size: a few statements to freeze it, one reading for each package, memory for one chunk."""

from __future__ import annotations

import gc
import tracemalloc
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from annotation.formats.sink import PART
from annotation.kinds.record import Record, new_record
from annotation.models import Document
from annotation.services.documents import apply_patch, create_many
from core.json_text import encode
from core.models import Job
from core.services.jobs import run_job
from delivery.models import Delivery, Snapshot
from delivery.services import deliveries, snapshots
from delivery.services.diff import diff
from delivery.services.snapshots import answer_hash, header_of, items_of, records_of, take_snapshot
from projects.models import Asset, Batch, Dataset, Project, Task
from tests.contents import held

pytestmark = pytest.mark.django_db
BOXES = 20


def box(at: int) -> Record:
    data = {"x": at + 0.25, "y": 2, "width": 5, "height": 6}
    return new_record(id=str(uuid4()), kind="box", label=("car", "person")[at % 2], data=data)


def labelled(project: Project, by: User, count: int) -> Batch:
    """An approved batch of accepted tasks with BOXES boxes each; the last task was accepted without any work."""
    batch = Batch.objects.create(project=project, name=f"{count} images", state=Batch.State.APPROVED)
    dataset = Dataset.objects.create(project=project, name=batch.name)
    first = project.tasks.count() + 1
    assets = Asset.objects.bulk_create(
        Asset(project=project, dataset=dataset, name=f"{at:05}.jpg", sha256=f"{at:064x}", size=1, width=99, height=99)
        for at in range(count)
    )
    tasks = Task.objects.bulk_create(
        Task(project=project, batch=batch, asset=asset, number=number, state=Task.State.ACCEPTED)
        for number, asset in enumerate(assets, first)
    )
    create_many([(task, [box(at) for at in range(BOXES)]) for task in tasks[:-1]], origin="import", by=by)
    return batch


def deliver(batch: Batch, by: User, *formats: str) -> Delivery:
    made = deliveries.create_delivery(batch=batch, formats=formats or ("coco",), with_media=False, note="", by=by)
    run_job(str(Job.objects.get(params__delivery=str(made.pk)).pk))
    made.refresh_from_db()
    assert made.state == Delivery.State.READY
    return made


@pytest.mark.parametrize("format", ["coco", "groundwork"])
def test_memory_of_a_delivery_does_not_grow_with_it(
    format: str, project: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "MOST_TASKS", 20)

    def peak(count: int) -> int:
        batch = labelled(project, alice, count)
        gc.collect()
        tracemalloc.start()
        deliver(batch, alice, format)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(20)  # what is imported and cached once
    small = peak(100)
    assert peak(400) < 1.25 * small + 3 * PART  # a part is made, one is handed over, one is written


def test_freezing_takes_the_same_few_statements_for_any_size(project: Project, alice: User) -> None:
    counts = []
    for count in (3, 40):
        batch = labelled(project, alice, count)
        with CaptureQueriesContext(connection) as captured:
            take_snapshot(batch=batch, by=alice)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 17


def test_each_package_reads_each_answer_once(project: Project, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST_RECORDS", 10 * BOXES)
    for count in (10, 40):
        snapshot = take_snapshot(batch=labelled(project, alice, count), by=alice)
        with CaptureQueriesContext(connection) as captured:
            list(items_of(snapshot))
        assert sum('FROM "annotation_content"' in each["sql"] for each in captured) == count // 10


def test_the_first_reading_seals(project: Project, alice: User) -> None:
    snapshot = take_snapshot(batch=labelled(project, alice, 3), by=alice)
    assert (snapshot.digest, snapshot.counts["images"], snapshot.counts["empty_images"]) == ("", 3, 1)
    first = [item.records for item in items_of(snapshot)]
    snapshot.refresh_from_db()
    assert snapshot.counts == {
        "images": 3, "objects": 40, "empty_images": 1, "skipped": 0, "kinds": ["box"],
        "labels": {"car": 20, "person": 20},
    }  # fmt: skip
    assert header_of(snapshot).kinds == frozenset({"box"})
    stored = list(snapshot.items.values_list("answer_hash", flat=True))
    assert stored == [answer_hash(encode(records).decode()) for records in first]
    digest = snapshot.digest
    assert len(digest) == 64
    list(items_of(snapshot))
    Snapshot.objects.filter(pk=snapshot.pk).update(digest="")
    again = Snapshot.objects.get(pk=snapshot.pk)
    list(items_of(again))
    assert again.digest == digest


def test_what_changes_before_the_first_reading_is_not_in_it(project: Project, alice: User) -> None:
    batch = labelled(project, alice, 2)
    snapshot = take_snapshot(batch=batch, by=alice)
    document = Document.objects.get(task=batch.tasks.order_by("number")[0])
    before = records_of(snapshot.items.select_related("document"))
    gone = held(document)[0]
    patch = [{"id": gone["id"], "before": gone, "after": None}]
    apply_patch(document=document, op_id=uuid4(), base_revision=1, patch=patch, by=None, origin="rule")
    assert len(held(document)) == BOXES - 1
    assert [item.records for item in items_of(snapshot)] == list(before.values())
    assert snapshot.counts["objects"] == BOXES
    later = take_snapshot(batch=batch, by=alice)
    changes = diff(snapshot, later)
    assert (changes["images_changed"], changes["objects_removed"]) == (1, 1)
