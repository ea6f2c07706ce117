"""What the second round shows first: how the work differs from what was decided on."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from annotation.models import Document
from annotation.services.documents import apply_patch
from projects.models import Task
from tests.conftest import Api
from tests.contents import car

pytestmark = pytest.mark.django_db

Patch = list[dict[str, Any]]


def box(x: float, label: str = "car") -> dict[str, Any]:
    return car(str(uuid4()), x, 10, 50, 40, label=label)


def made(*records: dict[str, Any]) -> Patch:
    return [{"id": record["id"], "before": None, "after": record} for record in records]


def write(task: Task, patch: Patch, by: User) -> None:
    task.refresh_from_db()
    document = Document.objects.get(task=task)
    apply_patch(document=document, op_id=uuid4(), base_revision=document.revision, patch=patch, by=by)


def since(task: Task, user: User) -> Any:
    return Api(user).get(f"/api/v1/tasks/{task.pk}/workbench").json()["since"]


@pytest.fixture
def returned(task: Task, bob: User, carol: User) -> tuple[Task, list[dict[str, Any]]]:
    """Three boxes of Bob's, returned by Carol."""
    task.annotator, task.state = bob, Task.State.IN_PROGRESS
    task.save()
    Document.objects.create(task=task, layer="work", schema_version=1)
    boxes = [box(x) for x in (10, 80, 150)]
    write(task, made(*boxes), bob)
    Task.objects.filter(pk=task.pk).update(state=Task.State.IN_REVIEW, reviewer=carol)
    body = {"decision": "return", "note": "One is missing"}
    assert Api(carol).post(f"/api/v1/tasks/{task.pk}/review", body, format="json").status_code == 200
    return task, boxes


def test_a_first_round_has_nothing_before_it(task: Task, bob: User) -> None:
    Task.objects.filter(pk=task.pk).update(annotator=bob, state=Task.State.IN_PROGRESS)
    assert since(task, bob) is None


def test_the_second_round_names_what_was_added_changed_and_removed(
    returned: tuple[Task, list[dict[str, Any]]], bob: User, carol: User
) -> None:
    task, (kept, moved, gone) = returned
    added, withdrawn = box(300), box(400)
    aside = {**moved, "data": {**moved["data"], "x": 90}}
    there = {**kept, "data": {**kept["data"], "x": 11}}
    write(task, [*made(added, withdrawn), {"id": moved["id"], "before": moved, "after": aside}], bob)
    write(task, [{"id": gone["id"], "before": gone, "after": None}], bob)
    write(task, [{"id": withdrawn["id"], "before": withdrawn, "after": None}], bob)
    write(task, [{"id": kept["id"], "before": kept, "after": there}], bob)
    write(task, [{"id": kept["id"], "before": there, "after": kept}], bob)
    Task.objects.filter(pk=task.pk).update(state=Task.State.IN_REVIEW)
    found = since(task, carol)
    assert (found["round"], found["decision"], found["note"]) == (1, "return", "One is missing")
    assert found["by"]["name"] == carol.name
    was = {change["id"]: change["before"] and change["before"]["data"] for change in found["changes"]}
    assert was == {added["id"]: None, moved["id"]: moved["data"], gone["id"]: gone["data"]}
