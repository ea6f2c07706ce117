"""Objects carried over to the next pictures."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from accounts.models import User
from annotation.models import CARRIED, Document
from annotation.services.documents import apply_patch, read_records, work_document
from projects.models import Task
from projects.services.queue import claim_task
from tests.annotation.documents.conftest import box, change
from tests.conftest import Api


def draw(task: Task, by: User, *records: dict[str, Any]) -> None:
    document = work_document(task)
    patch = [change(None, record) for record in records]
    apply_patch(document=document, op_id=uuid4(), base_revision=document.revision, patch=patch, by=by)


def carry(task: Task, by: User, pictures: int, *records: dict[str, Any]) -> Any:
    body = {"records": [record["id"] for record in records], "pictures": pictures}
    return Api(by).post(f"/api/v1/tasks/{task.pk}/carry-over", body)


def offered(task: Task) -> list[dict[str, Any]]:
    document = Document.objects.filter(task=task, layer=Document.Layer.PRELABEL, owner=CARRIED).first()
    return [dict(record) for record in read_records(document)] if document else []


def test_bobs_cars_wait_as_suggestions_in_the_next_pictures(
    bobs: Task, tasks: list[Task], bob: User, alice: User
) -> None:
    group = str(uuid4())
    near, far = box(uuid4(), 10, group=group), box(uuid4(), 400, group=group)
    draw(bobs, bob, near, far, box(uuid4(), 800))
    answer = carry(bobs, bob, 2, near, far)
    assert answer.json() == {"pictures": 2, "objects": 4, "known": 0, "passed": 0}
    first, second = offered(tasks[1]), offered(tasks[2])
    assert [record["data"] for record in first] == [near["data"], far["data"]]
    assert {record["source"]["model"] for record in first} == {CARRIED}
    groups = {record["group"] for record in [*first, *second]}
    assert len(groups) == 2
    assert group not in groups
    assert read_records(work_document(tasks[1])) == []
    opened = Api(bob).get(f"/api/v1/tasks/{tasks[1].pk}/workbench").json()
    (layer,) = opened["suggestions"]
    assert layer["model"]["slug"] == CARRIED
    assert layer["document"]["records"] == first
    assert Api(alice).get(f"/api/v1/projects/{bobs.project_id}/prelabel-gain").status_code == 200
    # What is there already is not offered twice, and what was carried before stays.
    again = carry(bobs, bob, 1).json()
    assert (again["objects"], again["known"]) == (1, 2)
    assert len(offered(tasks[1])) == 3


def test_nobodys_work_is_touched(bobs: Task, tasks: list[Task], bob: User, ben: User) -> None:
    car = box(uuid4())
    draw(bobs, bob, car)
    claim_task(task=tasks[1], by=bob, slot="annotator")
    draw(tasks[1], bob, box(uuid4(), 12))
    claim_task(task=tasks[2], by=ben, slot="annotator")
    done = carry(bobs, bob, 2, car).json()
    assert (done["pictures"], done["known"]) == (0, 1)
    assert offered(tasks[1]) == offered(tasks[2]) == []
    assert len(read_records(work_document(tasks[1]))) == 1


def test_only_who_labels_the_picture_carries_on_and_only_what_is_saved(bobs: Task, bob: User, carol: User) -> None:
    assert carry(bobs, carol, 1).status_code == 403
    assert carry(bobs, bob, 1).json()["code"] == "nothing-to-carry"
    assert carry(bobs, bob, 51).status_code == 400
