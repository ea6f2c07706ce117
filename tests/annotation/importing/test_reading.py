"""What screens read of labelled pictures: counts by label, shapes for thumbnails."""

from __future__ import annotations

import pytest

from accounts.models import User
from annotation.kinds.record import Record, new_record
from annotation.services.bulk import create_many
from projects.models import Project, Task
from tests.conftest import Api

pytestmark = pytest.mark.django_db


def box(at: int, label: str = "car") -> Record:
    data = {"x": at, "y": 2, "width": 5, "height": 6}
    return new_record(id=f"00000000-0000-4000-8000-{at:012}", kind="box", label=label, data=data)


@pytest.fixture
def labelled(tasks: list[Task], alice: User) -> list[Task]:
    create_many([(tasks[0], [box(1), box(2, "person")]), (tasks[1], [box(3)])], origin="import", by=alice)
    return tasks


def shapes(project: Project, user: User, tasks: list[Task]) -> dict[str, list[str]]:
    ids = ",".join(str(task.pk) for task in tasks)
    answer = Api(user).get(f"/api/v1/projects/{project.pk}/shapes?tasks={ids}")
    assert answer.status_code == 200, answer.content
    return {row["task"]: [shape["label"] for shape in row["shapes"]] for row in answer.json()}


def test_shapes_of_visible_tasks(project: Project, labelled: list[Task], alice: User, bob: User, ben: User) -> None:
    first, second, _ = labelled
    assert shapes(project, alice, labelled) == {str(first.pk): ["car", "person"], str(second.pk): ["car"]}
    Task.objects.filter(pk=first.pk).update(annotator=ben, state="in_progress")
    assert shapes(project, bob, labelled) == {str(second.pk): ["car"]}


def test_counts_by_label(project: Project, labelled: list[Task], alice: User, erin: User) -> None:
    address = f"/api/v1/projects/{project.pk}/label-counts"
    assert Api(alice).get(address).json() == [
        {"label": "car", "kind": "box", "records": 2, "tasks": 2},
        {"label": "person", "kind": "box", "records": 1, "tasks": 1},
    ]
    for tail in ("label-counts", "shapes?tasks="):
        assert Api(erin).get(f"/api/v1/projects/{project.pk}/{tail}").status_code == 403


def test_a_label_in_use_says_how_much_it_touches(project: Project, labelled: list[Task], alice: User) -> None:
    Task.objects.filter(pk=labelled[0].pk).update(state="accepted")
    schema = Api(alice).get(f"/api/v1/projects/{project.pk}/schema").json()["content"]
    schema["labels"][0]["kinds"].remove("box")
    schema["labels"].pop(1)
    body = {"content": schema, "dry_run": True}
    answer = Api(alice).post(f"/api/v1/projects/{project.pk}/schema-versions", body).json()
    touched = {
        change["verb"]: (change["records"], change["tasks"], change["open_tasks"])
        for change in answer["changes"]
        if change["touches_records"]
    }
    assert touched == {"kind-removed": (2, 2, 1), "retired": (1, 1, 0)}


def test_formats_to_choose_from(alice: User) -> None:
    formats = {row["slug"]: row for row in Api(alice).get("/api/v1/label-formats").json()}
    assert {"coco", "yolo", "voc"} <= set(formats)
    assert formats["coco"]["title"]["zh"]
